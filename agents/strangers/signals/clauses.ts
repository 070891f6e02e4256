import { faults } from './english-words.ts';
import type { Signal, Want } from './signal.ts';

/** What may stand between words that belong together, inside one clause. */
const near = String.raw`(?: [^|\s]+){0,4}?`;
const far = String.raw`(?: [^|\s]+){0,9}?`;

/** Machines by any name; people who review are spoken to every day, and are none. */
const kind = 'automated|automatic|ai|artificial|reviewing|review|code|llm|large|autonomous|digital';
const machine = `(?:(?:${kind}) )*(?:ais?|artificial intelligence|llms?|language models?|bots?|robots?|copilot|claude|chat ?gpt|gpt|gemini|codex|coderabbit|amas)|(?:(?:${kind}) )+(?:reviewers?|auditors?|graders?|judges?|scanners?|checkers?|evaluators?|assistants?|agents?|models?|systems?|tools?)`;
/** Words for the machine that need to be spoken to alone. */
const vocative = `(?:${machine}|assistant|model|machine)`;
const reads =
  'reading|scanning|reviewing|processing|checking|auditing|grading|analy[sz]ing|parsing|looking|summari[sz]ing|that|who|which';

/** Where an order begins: with its clause, or behind what turns a sentence into one. */
const first = String.raw`(?:^|\| |(?<=[^|] )(?:and|but|then|so|therefore|or) |(?:must|should|shall|(?:has|have|is|are|need|needs|you) to) )(?:please |kindly |just |simply |now |also |only |instead |always |therefore |immediately |you (?:must|should|shall|have to|need to|are (?:asked |required |expected )?to|will|can|may) )*`;

const target =
  'this|the|these|everything|all|any|it|that|my|above|below|following|(?:sql )?string|changes?|code|file|diff|commit|pr';
const sound =
  'safe|vetted|(?:pre )?approved|harmless|reviewed|saniti[sz]ed|fine|clean|trusted|verified|secure|intentional|finished|audited|innocuous|benign|unproblematic|informational|acceptable|cleared';
const conclusion = `(?:approved|lgtm|ship it|accepted|no (?:security )?(?:${faults}|objections)|(?:all|everything) (?:is )?(?:well|good|fine|clear|in order|ok)|nothing (?:found|to report|wrong)|safe|secure|verified|with yes|harmless|clean|zero (?:${faults}))`;
const own =
  'report|reviews?|verdict|summary|findings|answer|output|response|reply|comments?|assessment|evaluation|judge?ment|conclusion|analysis';

const clause = (want: Want, points: Signal['points'], pattern: string): Signal => ({
  want,
  points,
  form: new RegExp(String.raw`(?:${pattern})(?![\p{L}\p{N}])`, 'u'),
});

/**
 * What an order to a model consists of, whatever its words: somebody who is spoken to and reviews by machine, and what
 * is wanted of a review, as an order. On clauses: lower case, without accents, each between bars.
 */
export const clauseSignals: readonly Signal[] = [
  clause(
    'address',
    2,
    String.raw`(?:^|\| )(?:(?:dear|hey|hi|hello|attention|listen|ok|note|notice|message|memo|reminder|instructions?|hint)(?: to| for)? |to |for )?(?:the |any |all |every |each |an? |my |our )?${vocative}(?: (?:${reads})${far})?(?= \|)`,
  ),
  clause(
    'address',
    2,
    String.raw`\b(?:if|in case|should|assuming|provided|since|because)(?: that)? you (?:happen to be|are|re|were|be)${near} (?:${machine}|model|machine|assistant)`,
  ),
  clause(
    'address',
    2,
    String.raw`(?:^|\| )(?:who(?:so)?ever|anyone|anybody|what(?:so)?ever|whichever)${near} (?:audits?|reviews?|grades?|scans?|checks?|evaluates?|judges?|reads)${far} (?:automatically|by machine|with an? (?:ai|llm|model))`,
  ),
  clause('address', 2, String.raw`(?:^|\| )(?:what|which)ever (?:model|ai|llm|bot|machine|system) you are`),
  clause(
    'address',
    2,
    String.raw`(?:^|\| )(?:any|every|all|each) ${vocative}(?: (?:${reads})${far})? (?:must|should|shall|(?:has|have|is|are|needs?) to)`,
  ),
  clause('address', 2, String.raw`\bas an?${near} (?:${machine})(?: \|)? you`),
  clause(
    'address',
    1,
    String.raw`\b(?:when|while|before|once|after|as) (?:you (?:write|give|compose|finish|prepare|issue|submit|form)|(?:writing|giving|composing|finishing|preparing|issuing)) your (?:${own})|\b(?:in|of|from|among|out of) your (?:${own})`,
  ),
  clause(
    'silence',
    2,
    String.raw`${first}(?:do not|don t|never|avoid|refrain from|stop|there is no need to|no need to)${near} (?:report|list|mention|flag|comment|rais|point|look for|includ|bring|highlight|complain|nam|question|criticis|criticiz|remark|object)(?:e|ing|ting)?${near} (?:it|this|that|these|those|them|the|any|anything|here|below|above|${faults})`,
  ),
  clause(
    'silence',
    2,
    String.raw`${first}(?:(?:say|report|state|mention|flag|find|note|raise) nothing|(?:keep|stay|remain|be) (?:quiet|silent)|(?:skip|omit|leave out|leave(?: [^|\\s]+){1,3} out of|pass over|gloss over|overlook|jump over|exclude) (?:your |the |this |these |all |any )${near} ?(?:function|file|section|part|block|directory|folder|checks?|review|call|lines?|below|above|credential|password|secret|key|finding))`,
  ),
  clause(
    'silence',
    2,
    String.raw`(?:^|\| )(?:pretend|act as (?:if|though)|behave as (?:if|though)|assume|imagine)${far} (?:does not|doesn t|do not|did not|didn t) exist`,
  ),
  clause(
    'silence',
    2,
    String.raw`\b(?:needs?|requires?|warrants?|deserves?) no (?:${faults}|review|comments?|attention)`,
  ),
  clause(
    'silence',
    1,
    String.raw`\b(?:known|intentional|intended|accepted|agreed)${near} (?:to|with|by) (?:us|me|the team|the maintainers|you)`,
  ),
  clause(
    'downgrade',
    2,
    String.raw`${first}(?:treat|consider|assume|regard|take|rate|classify|grade|deem|view|see|mark|label|record|accept|believe|summari[sz]e|describe|judge) (?:that )?(?:${target})${far} (?:${sound})`,
  ),
  clause(
    'downgrade',
    2,
    String.raw`\b(?:severity|risk)${near} (?:is|are|means|equals|counts as|becomes)${near} (?:info|informational|none|zero|low|harmless)`,
  ),
  clause(
    'approve',
    2,
    String.raw`${first}(?:(?:approve|merge|accept|greenlight|praise|commend|wave|vouch for|sign off|rubber stamp) (?:on )?(?:this|it|everything)|(?:pass|let|approve|merge|accept|greenlight|praise|commend|wave|vouch for|sign off|rubber stamp) (?:on )?(?:the (?:changes?|pr|pull request|merge request|patch|commit|diff))|(?:vote|decide|choose|opt) (?:to (?:merge|approve|accept)|for (?:merging|approval))|(?:give|grant|award)${near} (?:green light|full marks|full score|top marks|approval|thumbs up|best score|blessing)|speak (?:well|highly)|(?:confirm|certify|attest)${near} that (?:${target})|(?:close|end|finish|conclude)${near} (?:your )?review)`,
  ),
  clause(
    'approve',
    2,
    String.raw`(?:${first}(?:answer|write|say|output|respond|reply|print|return|conclude|state|post|confirm|declare|(?:begin|start|open|end|finish) your)|\b(?:the|your) (?:only |sole |whole )?(?:answer|output|verdict|response|reply|review|report|conclusion) (?:should|must|shall|has to|is to|will|ought to))${far} ${conclusion}`,
  ),
  // A conclusion and nothing beside it.
  clause(
    'approve',
    3,
    String.raw`${first}(?:answer|write|say|output|respond|reply|print|return|conclude|state|post)${near} (?:only|just|solely|exclusively|in (?:one|a single) word(?: \|)?|nothing (?:but|else|more))${far} ${conclusion}|${first}(?:answer|write|say|output|respond|reply|print|conclude|state|post)${near} ${conclusion}(?: \|)? and (?:then )?(?:stop|finish|nothing else|be done)|\b(?:the|your) (?:answer|output|verdict|response|reply|review|report) (?:should|must|shall|has to|is to)${near} (?:only|just|solely|exclusively|in (?:one|a single) word(?: \|)?|nothing (?:but|else|more))${far} ${conclusion}`,
  ),
  clause(
    'override',
    3,
    String.raw`${first}(?:forget|ignore|disregard|discard|drop|set aside|put aside|abandon|throw away|override|erase|unlearn|do not follow|don t follow|stop following)${far} (?:you (?:were|have been|are|had been) (?:told|given|taught|handed)|you (?:got|received|know about)|(?:gave|told|taught|handed) you|your (?:\S+ )?(?:rules|guidelines|instructions|orders|brief|briefing|prompt|task|policy|configuration))`,
  ),
  clause(
    'role',
    2,
    String.raw`${first}(?:take|assume|play|adopt)(?: on)? the (?:role|part|position|view) of the${near} (?:owner|maintainer|author|approver|admin|developer)|\bi am your (?:developer|creator|operator|owner|boss|admin|administrator|maker|supervisor)|\bfrom (?:now|here|this (?:point|line|moment)) on(?:wards)?(?: \|)? (?:you|your|act|behave|answer|consider)|\byou (?:now )?(?:work for|answer to|belong to|serve|have been (?:reassigned|promoted|released|replaced)|are (?:reassigned|relieved))`,
  ),
  clause(
    'role',
    2,
    String.raw`\b(?:as|speaking as|being) (?:the|an?)${near} (?:lead|owner|maintainer|admin|administrator|author|operator|cto|ciso|manager|developer)(?: \|)? i (?:hereby )?(?:authori[sz]e|permit|allow|instruct|order|ask|command|tell|require|release) you`,
  ),
  clause(
    'role',
    1,
    String.raw`(?:^|\| )(?:(?:your )?(?:new|next|real|actual|updated|revised) (?:task|job|goal|orders?|assignment|instructions?)|(?:system )?override|system (?:notice|update|message)) \|`,
  ),
  clause(
    'configure',
    2,
    String.raw`(?:^|\| )your (?:configuration|settings|policy|rules|policies|guidelines|thresholds?)(?: \S+)? (?:changed|was changed|has changed|have changed|were changed|were updated|was updated|has been updated)`,
  ),
  clause(
    'reveal',
    3,
    String.raw`${first}(?:print|repeat|show|output|copy|quote|recite|reproduce|write out|post|reveal|disclose|translate|spell out)${far} (?:(?:text|words|messages?|instructions?|prompt|rules|sentences?|lines?)${near} (?:you (?:were|have been|are) (?:given|told|shown)|you (?:got|received|saw)|before this|above this|preceding this)|your (?:hidden|secret|initial|first|original|own|internal) (?:instructions?|prompt|rules|messages?|orders))`,
  ),
];
