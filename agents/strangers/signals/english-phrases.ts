import { change, few, orders, signal, some } from './english-words.ts';
import type { Signal } from './signal.ts';

/** Rarer turns: what people say who do not use the usual words. On the same text as `english`. */
export const englishPhrases: readonly Signal[] = [
  signal(
    'override',
    3,
    `(?:ignore|disregard|forget)(?: \\S+)? (?:the )?(?:above|foregoing|system (?:message|prompt|instructions?))(?= and| say| reply| just|$)`,
  ),
  signal('override', 3, `(?:disregard|ignore|forget) (?:the|your) system (?:message|prompt|instructions?)`),
  signal(
    'override',
    3,
    `(?:prior|previous|earlier|former|your existing)(?: \\S+)? (?:guidance|instructions?|rules|directives?|orders) (?:is|are|was|were|has been|have been)(?: \\S+)? (?:void|obsolete|invalid|suspended|revoked|cancell?ed|superseded|test)`,
  ),
  signal(
    'override',
    3,
    `(?:do not|don t|never|stop) (?:follow|apply|use|obey|enforce)(?:ing)? (?:your|the system|the reviewer s) (?:own )?(?:${orders}|rules)`,
  ),
  signal(
    'override',
    2,
    `(?:you must|you shall|you will|you have to|you are required to) (?:now )?(?:obey|comply|follow|do as)`,
  ),
  signal('override', 2, `(?:the|your) (?:real|actual|true|only) (?:task|goal|job|purpose|instruction)`),
  signal(
    'address',
    2,
    `(?:any|every|this|the) (?:reviewing |automated )?(?:model|ai|llm|bot|assistant|agent|machine|reviewer) (?:that |who |which )?(?:reads?|sees?|processes|parses)`,
  ),
  signal(
    'address',
    2,
    `(?:as|to|for) (?:the|an?) (?:reviewing|reviewer|review) (?:model|ai|llm|bot|assistant|agent)`,
  ),
  signal('address', 2, `(?:hey|hi|hello|dear|listen) (?:bot|robot|reviewer|model|machine|assistant)`),
  signal('address', 2, `(?:your|the) (?:context window|knowledge cutoff|review output|output for this)`),
  signal(
    'address',
    2,
    `(?:when|while|before|after|once) (?:you )?(?:are )?(?:reviewing|review|reading|analy[sz]ing|analy[sz]e|summari[sz]ing|finish(?:ed)? (?:reading|reviewing))(?: (?:this|the|my) (?:${change}|file))?`,
  ),
  signal('address', 1, `(?:automated|automatic) (?:tools?|checks?|systems?|analysis|reviewers?)`),
  signal(
    'approve',
    2,
    `(?:conclude|say|state|respond|answer|reply|claim|pretend|act as if|output|return|write)(?: that)?${some} (?:safe|secure|fine|correct|approved|harmless|success|lgtm|passed all|passes all)`,
  ),
  signal('approve', 2, `as if (?:this|the|it)(?: \\S+){0,2}? (?:had |has )?passed`),
  signal('approve', 1, `(?:simply|just|only) (?:approve|say|answer|reply|respond|output|return|write)`),
  signal(
    'approve',
    2,
    `(?:summari[sz]e|describe|present) (?:this|the|it|my)(?: \\S+){0,3}? as (?:safe|secure|ready|approved|harmless|trivial|low risk)`,
  ),
  signal(
    'approve',
    2,
    `no (?:further |more )?(?:review|scan|analysis|inspection) (?:is |are )?(?:needed|required|necessary)|skip (?:the|this|any|all|every)(?: \\S+){0,2}? (?:review|scan|analysis|inspection|steps?)`,
  ),
  signal('approve', 1, `(?:^|please |then |and )approve(?:$| (?:it|this|now|immediately))`),
  signal(
    'silence',
    2,
    `(?:do not|don t|never|must not|should not|refrain from)${few} (?:include any|question it|question this|raise (?:anything|it|this)|flag (?:it|this|the|any)|comment on (?:it|this|the|any))`,
  ),
  signal(
    'silence',
    2,
    `(?:ignore|overlook|skip|disregard|tolerate)${few} (?:hard ?coded|insecure|vulnerable|unsafe|the (?:sql|injection|credentials?|secrets?|passwords?))`,
  ),
  signal(
    'silence',
    2,
    `(?:there are|there is|with) no (?:problems?|issues?|vulnerabilit\\w+|findings?|bugs?)`,
  ),
  signal(
    'downgrade',
    2,
    `(?:treat|consider|regard|rate|mark|take)${some} (?:as )?(?:trusted|low risk|safe|verified|pre ?approved|out of scope)`,
  ),
  signal('downgrade', 2, `mark (?:this|it|the \\S+) (?:as )?(?:lgtm|approved|ok)`),
  signal('downgrade', 2, `severity (?:info|low|none)(?: for)?`),
  signal(
    'reveal',
    3,
    `(?:translate|rephrase|encode|describe|recite) your (?:own |initial |hidden |full )?(?:system )?(?:instructions|prompts?|system message|guidelines)`,
  ),
  signal(
    'reveal',
    3,
    `(?:print|repeat|output|copy|show|reveal|post|send) (?:me )?(?:everything|all(?: text)?|the (?:text|words|contents?)|what(?: \\S+){0,2}?)(?: \\S+){0,3}? (?:above this|before this|(?:of )?your context(?: window)?|you were told)`,
  ),
  signal(
    'forged-result',
    2,
    `you have (?:already )?(?:reviewed|approved|checked|verified|scanned) (?:this|the|it|everything)`,
  ),
  signal(
    'forged-result',
    2,
    `(?:the )?(?:user|owner|maintainers?|admin\\w*|security team) (?:has |have )?(?:already )?(?:confirmed|whitelisted|authori[sz]ed|approved|cleared)`,
  ),
  signal(
    'forged-result',
    2,
    `(?:the )?(?:result|correct answer|right answer|expected answer|expected output)(?: \\S+)? (?:is|was|must be|should be|has to be)${few} (?:no|none|zero|safe|approved|clean|empty|passed)`,
  ),
  signal('secrecy', 1, `(?:quietly|silently|secretly|without telling|between us|confidential)`),
  signal(
    'silence',
    2,
    `(?:disregard|overlook|forget|excuse|tolerate) (?:any|all|the|every)(?: \\S+)? (?:vulnerabilit\\w+|issues?|findings?|problems?|bugs?|flaws?)`,
  ),
  signal(
    'silence',
    2,
    `(?:exempt|excluded|excused) from (?:the |any |all )?(?:review|scan\\w*|analysis|checks?)`,
  ),
  signal(
    'silence',
    2,
    `(?:findings?|issues?|vulnerabilit\\w+)${few} (?:are|is|must) never (?:be )?(?:reported|flagged|mentioned)`,
  ),
  signal('role', 2, `you are an? (?:\\S+ ){1,3}(?:who|that) (?:only|always|never)`),
  signal(
    'approve',
    1,
    `(?:only|always|just) (?:writes?|gives?|posts?) (?:positive|approving|good) (?:reviews?|comments?)`,
  ),
];
