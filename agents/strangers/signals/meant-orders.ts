import { withoutAccents } from '../views.ts';
import type { Want } from './signal.ts';

/**
 * Words for one part of an order, of all languages together: an order needs several parts, and so it does not matter in
 * which language a word means something else.
 */
const words = (...lists: readonly string[]): string => withoutAccents(lists.join('|'));

/** Machines alone; a person is a reviewer, an agent or an assistant as well. */
const machine = words(
  'ais?(?= (?:based|powered|driven|\\S*tools?|reviewers?|agents?|assistants?|models?|bots?|\\||did|does|should|must))|an ai|any ai|the ai|dear ai|(?:llms?|gpt|chatgpt|copilot|claude|gemini)(?: based| powered| driven)?|language models?|bots?|robots?(?! txt)|machine(?= (?:reading|reviewing|that reads|readers?))|(?:automated|automatic) (?:agents?|reviewers?|tools?|systems?|assistants?|models?)|neural networks?',
  'ki(?: \\S+)?|maschinell liest|sprachmodell\\S*|roboter|maschinelle\\S* \\S+|automatische\\S* (?:prüfer|gutachter|reviewer)\\S*',
  'ias?|robots?(?! txt)|modèle de langage|modèle(?= (?:lit|qui lit))|modelos? de (?:ia|lenguaje|linguagem)|robôs?|intelligenza artificiale|modello linguistico|cara ia',
  'taalmodel\\S*|språkmodell?\\S*|botar(?:na)?|sprogmodel\\S*|model\\S* językow\\S*|botów|botom|boty|jazykov\\S* model\\S*|yapay zekâ|dil modeli',
  'нейросет\\S*|языков\\S* модел\\S*|бот(?:ам|у|ы|ов)?|ии|ші|мовн\\S* модел\\S*|نموذج\\S*|भाषा मॉडल|एआई',
);
const machineUnspaced = withoutAccents(
  'ai(?:模型|助手|审查|工具|机器人|の|は|へ|に)|人工智能|大?语言模型|自动(?:审查|审核|评审)\\S{0,3}|机器人|人工知能|言語モデル|自動レビュー|ボット|인공지능|언어 모델|자동 리뷰|봇',
);

/** What is wanted of a review, in the words in which it is ordered. */
const acts: readonly (readonly [Want, string])[] = [
  [
    'approve',
    words(
      'approv(?:e|al|ed|ing)|accept (?:the|this|it)|merge (?:the|this|it)|lgtm|green light|sign off|full marks|thumbs up|wave (?:this|it)|vouch|endorse|end your review|close your review|clean bill of health|(?:verdict|result|outcome|answer|review)(?: \\S+){0,3} (?:positive|favou?rable|verified|pass)|be (?:nice|lenient|gentle|kind)',
      'genehmig\\S*|zustimmen|durchwinken|freigeben|einverständnis|stimme zu|stimmt zu',
      'approuv\\S*|valide[rz]?|avis(?: \\S+){0,2} (?:positif|favorable)|visto bueno|parere favorevole|aprueb\\S*|aprobar|apruébalo|fusionar\\S*|aprov(?:e|ar|em)|approva\\S*|approvare|keur\\S*|goedkeuren|godkänn\\S*|godkend\\S*|godkjenn\\S*|zatwierdź\\S*|schval\\S*|onayla\\S*',
      'одобр\\S*|схвал\\S*|утверди\\S*|وافق|स्वीकृत',
    ),
  ],
  [
    'downgrade',
    words(
      '(?:safe|harmless|secure|clean|benign|vetted|trusted|fine)|no (?:concerns|findings|issues|problems|remarks|objections|vulnerabilities)|nothing (?:wrong|to report)|false positive',
      'sicher|unbedenklich|harmlos|in ordnung|keine[nr]? (?:befunde?|mängel|probleme?|einwände?|fehler|schwachstellen?)',
      'sûre?|sans risque|tout va bien|aucun (?:problème|risque)|segur[oa]s?|todo (?:está )?bien|sin problemas|tudo bem|sem problemas|corrett[oa]|sicur[oa]|tutto bene|nessun problema|veilig|in orde|säker|sikker|bezpieczn\\S*|bezpečn\\S*|güvenli',
      'безопасн\\S*|безпечн\\S*|нет проблем|آمن\\S*|सुरक्षित',
    ),
  ],
  [
    'silence',
    words(
      '(?:not|never|n t|don t|nothing|avoid|refrain from|stop|skip|omit|ignore|overlook|hide|suppress|exclude|without)(?: \\S+){0,4}? ?(?:report\\w*|flag\\w*|mention\\w*|comment\\w*|remark\\w*|review\\w*|findings?|issues?|bring up|rais\\w+|point\\w* out|warn\\w*|check\\w*|scan\\w*|audit\\w*|part|section|file|function|lines?|directory|folder|passwords?|secrets?|tokens?|keys?|credentials?)|(?:keep|stay|remain) (?:quiet|silent|out)|leave(?: \\S+){1,3} out|say nothing|look away|look the other way|overlook|clos\\S+(?: \\S+)? eyes|turn a blind eye|pretend|does not exist',
      'nichts|verschweig\\S*|übergeh\\S*|überspring\\S*|keine anmerkungen|nicht (?:melden|erwähnen|anmerken|nennen)',
      'aucune? (?:remarque|commentaire|signalement)|ne (?:signale\\S*|mentionne\\S*|commente\\S*)|ignore\\S* (?:la|le|les)|no (?:informes|menciones|señales|comentes)|ignora (?:la|el|il|lo)|sem apontar|não (?:relate|mencione|aponte|comente)|non (?:segnalare|menzionare)|sla(?: \\S+){1,3} over|meld (?:niets|geen)|pomiń|nie (?:zgłaszaj\\S*|wspominaj\\S*)|nehlas\\S*|bildirme\\S*',
      'сделай(?:те)? вид|не (?:пиши|сообщай|упоминай|указывай)\\S*|пропусти\\S*|не повідомляй\\S*|لا (?:تبلغ|تذكر)|न बताएं',
    ),
  ],
];
const actsUnspaced: readonly (readonly [Want, string])[] = [
  ['approve', withoutAccents('批准|通过|合并|承認|マージ|승인')],
  ['downgrade', withoutAccents('安全|没有问题|問題な|指摘事項なし|안전|문제 없|문제가 없')],
  [
    'silence',
    withoutAccents(
      '不要(?:报告|提|指)|跳过|忽略|読み飛はし|読み飛ばし|指摘し|無視|報告し|무시|보고하지|언급하지',
    ),
  ],
];

/** Politely or not, somebody wants it of whoever is named. */
const wish = words(
  'must|should|shall|needs? to|ha(?:s|ve) to|is to|are to|please|kindly|would be (?:great|nice|good|best)|would appreciate|forbids?|forbidden|prohibits?|only (?:permitted|allowed|possible|acceptable|correct|right)',
  'muss|müssen|soll|sollen|sollte\\S*|bitte|musst|darfst',
  'doit|doivent|prié\\S* de|peço|merci de|debe\\S*|por favor|deve\\S*|dovrebbe|moet\\S*|ska|skal|powin\\S*|musi\\S*|má|lütfen|\\S+mal[ıi]d[ıi]r|должен|должна|должны|пожалуйста|повинн\\S*',
);
const here = words(
  'this|these|here|below|above|following|it',
  'dies\\S*|hier|folgend\\S*|unten|oben',
  'cec[ia]|cett?e|ces|ici|est[eaoi]s?|aqu[ií]|quest[oaie]|qui|dit|deze|hier|denna|detta|dette|den här|tego|ten|te|ta|tento|bu|это\\S*|этот|эту|здесь|це\\S*|цю',
);

const bounded = (pattern: string) => String.raw`(?<![\p{L}\p{N}])(?:${pattern})(?![\p{L}\p{N}])`;
const toRegExp = (pattern: string) => new RegExp(pattern, 'u');

const anyMachine = toRegExp(`${bounded(machine)}|${machineUnspaced}`);
/** A clause of a few words that names a machine, as one speaks to somebody. */
const spokenTo = toRegExp(
  String.raw`(?:^|\| )(?:[^|\s]+ ){0,4}(?:${bounded(machine)})(?: [^|\s]+){0,2} \||(?:^|\| )[^|\s]{0,6}(?:${machineUnspaced})[^|\s]{0,2} \|`,
);
/** The machine is "you". */
const isYou = toRegExp(
  String.raw`${bounded(withoutAccents('you|du|ihr|tu|vous|eres|você|voce|sei|je|jij|ty|ти|ты|вы|sen|أنت|كنت|आप'))}(?: [^|\s]+){0,3}(?: \|)? ?(?:the |an? |une? |eine? |einem |uma? |un |een |en )?(?:${bounded(machine)})|${bounded(withoutAccents('as|als|comme|como|come|jako|как|як|som'))} (?:an? |the |une? |ein |eine |uma? |un |een |en )?(?:${bounded(machine)})|(?:如果|作为|あなたが|너|당신)[^|]{0,8}(?:${machineUnspaced})`,
);
const wished = toRegExp(`${bounded(wish)}|请|应当|应该|必须|务必|ください|下さい|세요|십시오`);
const pointed = toRegExp(`${bounded(here)}|此|这|本|この|以下|上記|아래|이 `);
const actForms = [
  ...acts.map(([want, pattern]) => [want, toRegExp(bounded(pattern))] as const),
  ...actsUnspaced.map(([want, pattern]) => [want, toRegExp(pattern)] as const),
];

export interface Meant {
  readonly want: Want;
  readonly points: number;
}

/**
 * What a text means as a whole, however it says it: a machine is spoken to, or somebody wants something of one here, and
 * it is what reviews are made of. Nothing where one part is missing.
 * @param clauses lower case, without accents, each between bars
 */
export function meantOrders(clauses: string): readonly Meant[] {
  if (!anyMachine.test(clauses)) return [];
  const isSpokenTo = spokenTo.test(clauses) || isYou.test(clauses);
  if (!isSpokenTo && !(wished.test(clauses) && pointed.test(clauses))) return [];
  const wants = actForms.filter(([, form]) => form.test(clauses)).map(([want]) => want);
  return wants.length === 0 ? [] : ['address' as const, ...wants].map((want) => ({ want, points: 2 }));
}
