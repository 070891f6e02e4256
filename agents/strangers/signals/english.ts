import { change, faults, few, many, orders, reviewer, signal, some, tell } from './english-words.ts';
import type { Signal } from './signal.ts';

/** On words in lower case, with one blank between them. */
export const english: readonly Signal[] = [
  signal(
    'override',
    3,
    `(?:ignore|disregard|forget|override|bypass|discard|overlook|neglect|(?:do not|don t|stop) (?:follow(?:ing)?|obey(?:ing)?|comply(?:ing)? with))${few} (?:previous|prior|above|earlier|preceding|original|former|foregoing|system|initial|past|your|(?:all|any)(?: other)?(?= (?:instructions?|prompts?|directives?|commands?)))(?: \\S+){0,2}? ?(?:${orders}|rules)`,
  ),
  signal(
    'override',
    3,
    `(?:ignore|disregard|forget)${few} (?:everything|anything|all|whatever|what)(?: \\S+){0,4}? (?:above|before|previously|so far|until now|told)`,
  ),
  signal(
    'override',
    2,
    `(?:new|updated|revised|real|actual|true|secret|hidden) (?:system )?(?:instructions?|directives?|orders|task) (?:are|is|follow|for|from|to)`,
  ),
  signal(
    'override',
    2,
    `(?:these|the following|this) (?:instructions?|rules?|directives?)${few} (?:override|supersede|replace|take precedence)`,
  ),
  signal(
    'override',
    2,
    `(?:instructions?|rules|guidelines|restrictions|constraints)${few} (?:no longer apply|do not apply|are (?:now )?(?:void|suspended|lifted|revoked|cancell?ed))`,
  ),
  signal(
    'address',
    2,
    `(?:attention|note|notice|message|instructions?|reminder|memo|dear|hey|hello|hi|to|for|as an?|you are an?|you re an?|every|any|all)(?: (?:to|for))?(?: (?:the|any|all|every|an?))?(?: \\S+)? (?:${reviewer})`,
  ),
  signal(
    'address',
    2,
    `if you(?: \\S+)? (?:are|re) (?:an?|the) (?:\\S+ )?(?:${reviewer}|bot|machine|model|assistant|artificial|reviewer)`,
  ),
  signal(
    'address',
    2,
    `(?:ai|llm|machine|automated|bot|gpt|model)(?: based)?(?: code)? (?:reviewers?|review(?:ing)? (?:system|tool|model|bot|agent)s?|assistants?|agents?|auditors?)`,
  ),
  signal(
    'address',
    1,
    `(?:assistant|reviewer|auditor|bot|agent|model) (?:must|should|shall|has to|is to|will|please)`,
  ),
  signal(
    'approve',
    2,
    `(?:approve|accept|merge|pass|greenlight|green light|rubber stamp|sign off(?: on)?|auto merge|lgtm) (?:this|the|these|my|that|it|all|any|every)${few} ?(?:${change})`,
  ),
  signal(
    'approve',
    2,
    `(?:answer|reply|respond|say|write|output|comment|post|conclude)${few} (?:lgtm|approved|looks good(?: to me)?|ship it|all (?:good|clear|clean)|no objections)`,
  ),
  signal(
    'approve',
    2,
    `(?:leave|give|submit|post|write|add|record) an? (?:approving|positive|approval) (?:review|comment|verdict)`,
  ),
  signal(
    'silence',
    2,
    `(?:report|return|respond with|answer with|output|say|state|reply with|write|conclude|answer|print|list|give|produce|emit|find|claim|declare|respond|reply)(?: that)?${some} (?:no|zero|0|nothing|an? empty|empty|without(?: any)?)(?: \\S+){0,2}? ?(?:${faults}|list|array)`,
  ),
  signal(
    'silence',
    2,
    `(?:${faults}|findings list|list of findings|findings array|output)${few} (?:must|should|has to|needs to|shall) (?:be|stay|remain|return)(?: an?)? empty`,
  ),
  signal(
    'silence',
    2,
    `(?:do not|don t|never|must not|should not|shall not|avoid|refrain from|stop|no need to|skip|without|omit|suppress|hide|drop|exclude|ignore|withhold)${few} (?:report\\w*|flag\\w*|comment\\w*|rais\\w+|review\\w*|analy[sz]\\w*|scan\\w*|warn\\w*|mention\\w* (?:this|it|that|these|any|the|them)|point\\w* out|list\\w*|inspect\\w*|look\\w* at|${faults}|warnings?)`,
  ),
  signal(
    'downgrade',
    2,
    `(?:mark|label|classify|treat|rate|consider|score|grade|declare|deem|regard|flag|report)${many} (?:as )?(?:an? )?(?:safe|approved|passed|clean|benign|reviewed|secure|harmless|informational|info|low severity|low risk|false positives?|successful|already fixed)`,
  ),
  signal(
    'downgrade',
    2,
    `(?:severity|severities|conclusion|verdict|check run|risk(?: level)?|rating)${few} (?:to|is|as|be|equals?) (?:info|informational|low|none|minor|success|passed|neutral|approved|green|safe|zero)`,
  ),
  signal(
    'downgrade',
    2,
    `(?:lower|reduce|downgrade|decrease|raise|increase|escalate|upgrade)${few} (?:severity|severities|risk|rating)`,
  ),
  signal(
    'downgrade',
    2,
    `(?:report|raise|add|invent|make up|fabricate|create|post) (?:an? |one |some |many )?(?:critical|severe|fake|false|blocking|high severity)(?: \\S+)? (?:${faults})`,
  ),
  signal(
    'secrecy',
    2,
    `(?:do not|don t|never|without)${few} (?:tell\\w*|reveal\\w*|mention\\w*|disclos\\w*|quot\\w*|repeat\\w*|show\\w*|acknowledg\\w*)${few} (?:this|these|the above|that you)(?: \\S+)? ?(?:messages?|instructions?|comments?|text|notes?|prompt|section|request|read|saw|were)?`,
  ),
  signal(
    'role',
    2,
    `(?:from now on|starting now|henceforth)(?: \\S+)? (?:you|act|behave|respond|answer|treat)`,
  ),
  signal(
    'role',
    2,
    `you are (?:now|no longer|hereby)(?: in)?(?: \\S+){0,2}? (?:dan|developer mode|jailbroken|unrestricted|unfiltered|free|lenient|different|a reviewer|an? \\S+ reviewer|the maintainer|admin\\w*|root|bound|reviewing|in charge|obliged|allowed|authori[sz]ed)`,
  ),
  signal(
    'role',
    2,
    `(?:pretend|act|behave|role ?play|imagine)${few} (?:to be|as|as if|like|that)(?: you)?(?: are| were)?(?: an?| the)? ?(?:\\S+ )?(?:ai|assistant|reviewer|maintainer|model|admin\\w*|unrestricted|dan|developer|owner|approver|grandmother|character)`,
  ),
  signal(
    'role',
    2,
    `(?:developer|dan|god|sudo|debug|maintenance|admin|jailbreak|unrestricted|override) mode(?: is)?(?: now)? (?:enabled|activated|on|active|engaged)`,
  ),
  signal(
    'role',
    2,
    `your (?:new |real |only |sole |actual )(?:role|task|job|goal|objective|purpose|persona|mission|duty|instructions?)(?: now)? (?:is|are)`,
  ),
  signal(
    'reveal',
    3,
    `(?:${tell})${some} your (?:own |initial |hidden |original |full |secret )?(?:system )?(?:instructions|prompts?|system message|developer message|guidelines)`,
  ),
  signal(
    'reveal',
    2,
    `(?:${tell})${some} (?:system prompts?|(?:initial|hidden|secret) (?:instructions|prompts?))`,
  ),
  signal(
    'send',
    2,
    `(?:${tell})${some} (?:api keys?|secrets?|tokens?|environment variables?|env vars?|env file|credentials?|passwords?|private keys?|ssh keys?|connection strings?|etc passwd|process env|other repositor(?:y|ies)|private repositor(?:y|ies))`,
  ),
  signal(
    'send',
    2,
    `(?:fetch|curl|visit|open|browse(?: to)?|go to|navigate to|download|load|call|request|wget) (?:this |the )?(?:url |link |page |site |image )?(?:at |from )?https?`,
  ),
  signal('ping', 2, `(?:mention|ping|tag|notify|cc|page|alert|summon|assign|invite)${few} @\\S+`),
  signal(
    'ping',
    2,
    `(?:mention|ping|tag|notify|cc|page|alert|summon)${few} (?:everyone|everybody|the (?:whole|entire) (?:team|org\\w*)|all maintainers|all members)`,
  ),
  signal(
    'configure',
    2,
    `(?:set|change|update|switch|disable|turn off|override|edit|modify|reset|deactivate|exempt|configure)${some} (?:fail on|review threshold|severity threshold|amas|reviewer|review (?:rules?|configuration|settings?|policy|bot)|security (?:checks?|rules?|scan\\w*|review)|secret scanning|guard ?rails?|safety (?:checks?|filters?|rules?)|content filters?)`,
  ),
  signal(
    'configure',
    2,
    `(?:add|write|put|commit)${some} (?:to )?(?:the )?(?:allow ?list|ignore list|suppression list|amas yml|learnings?|memory)`,
  ),
  signal(
    'forged-result',
    2,
    `(?:scan|scanner|sast|analysis|audit|security review|tool|linter|codeql|semgrep|human review|preliminary review)(?: \\S+){0,2}? (?:result|output|status|report|verdict|response)s?${few} (?:clean|passed|pass|no issues|no findings|0 (?:issues|findings|vulnerabilities)|safe|success|approved|ok)`,
  ),
  signal(
    'forged-result',
    1,
    `(?:already|previously|has been|was|were|pre) ?(?:fully )?(?:reviewed|approved|audited|vetted|verified|cleared)(?: \\S+){0,3}? by (?:the )?(?:security|maintainer|owner|admin|lead|human|team|anthropic|openai|github)`,
  ),
];

const squeezedSignal = (want: Signal['want'], pattern: string): Signal => ({
  want,
  points: 3,
  form: new RegExp(pattern),
});

/** On letters alone: for words that were taken apart. */
export const squeezed: readonly Signal[] = [
  squeezedSignal(
    'override',
    '(?:ignore|disregard|forget|override)(?:all|any|every|the|your|my|of|these|those|other)*(?:previous|prior|above|earlier|preceding|system)[a-z]{0,10}?(?:instruction|rule|prompt|direction|directive|guideline|command)',
  ),
  squeezedSignal('approve', 'approve(?:this|the)(?:pr(?!o)|pullrequest|change|mergerequest|code)'),
  squeezedSignal(
    'silence',
    '(?:report|return|output|answer|say)(?:no|zero|nothing|anempty|there(?:are|re)no)(?:security)?(?:finding|issue|problem|vulnerabilit)',
  ),
  squeezedSignal(
    'reveal',
    '(?:reveal|print|show|repeat)(?:me)?(?:(?:your|the)systemprompt|yourinstructions)',
  ),
];
