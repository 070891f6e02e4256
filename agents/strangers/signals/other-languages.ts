import { withoutAccents } from '../views.ts';
import type { Signal } from './signal.ts';

interface Words {
  readonly verbs: string;
  /** What tells which orders: the earlier ones. */
  readonly earlier: string;
  readonly orders: string;
  /** For languages whose verb stands last. */
  readonly isVerbLast?: boolean;
  /** For languages that write no blanks. */
  readonly isUnspaced?: boolean;
}

const override: Readonly<Record<string, Words>> = {
  de: {
    verbs: 'ignorier\\S*|missacht\\S*|vergiss|vergessen sie|übergeh\\S*',
    earlier:
      'deine|vorher|vorherig\\S*|bisherig\\S*|obig\\S*|früher\\S*|vorangehend\\S*|vorangegangen\\S*|alle',
    orders: 'anweisung\\S*|instruktion\\S*|vorgaben|befehl\\S*|regeln',
  },
  fr: {
    verbs: 'ignore[rz]?|oublie[rz]?|néglige[rz]?|ne (?:tiens|tenez) pas compte',
    earlier: 'tes|vos|précédent\\S*|antérieur\\S*|ci dessus|toutes',
    orders: 'instructions?|consignes?|règles|directives',
  },
  es: {
    verbs: 'ignor(?:a|e|ar|en)|olvid(?:a|e|ar|en)|desatiend\\S*|haz caso omiso',
    earlier: 'anterior\\S*|previ[ao]s?|arriba|todas',
    orders: 'instruccion\\S*|órdenes|reglas|indicacion\\S*|directrices',
  },
  pt: {
    verbs: 'ignor(?:e|a|ar|em)|esqueç\\S*|desconsider\\S*',
    earlier: 'anterior\\S*|prévi[ao]s?|acima|todas',
    orders: 'instruç\\S*|ordens|regras|diretrizes',
  },
  it: {
    verbs: 'ignor(?:a|are|ate)|dimentic\\S*|trascur\\S*',
    earlier: 'precedent\\S*|sopra|tutte',
    orders: 'istruzion\\S*|regole|direttive|indicazioni',
  },
  nl: {
    verbs: 'negeer|vergeet',
    earlier: 'vorige|voorgaande|bovenstaande|eerdere|alle',
    orders: 'instructies|regels|aanwijzingen|opdrachten',
  },
  sv: {
    verbs: 'ignorera|glöm|bortse från',
    earlier: 'tidigare|föregående|ovanstående|alla',
    orders: 'instruktion\\S*|regler|anvisningar',
  },
  pl: {
    verbs: 'zignoruj\\S*|ignoruj\\S*|zapomnij\\S*|pomiń',
    earlier: 'poprzedni\\S*|wcześniejsz\\S*|wszystkie',
    orders: 'instrukcj\\S*|polece\\S*|zasad\\S*',
  },
  cs: {
    verbs: 'ignoruj\\S*|zapomeň\\S*',
    earlier: 'předchozí\\S*|dřívější\\S*|všechny',
    orders: 'pokyn\\S*|instrukc\\S*|pravidl\\S*',
  },
  tr: {
    verbs: 'yok say\\S*|görmezden gel\\S*|unut\\S*|dikkate alma\\S*',
    earlier: 'önceki|yukarıdaki|tüm',
    orders: 'talimat\\S*|yönerge\\S*|kural\\S*|komut\\S*',
    isVerbLast: true,
  },
  ru: {
    verbs: 'игнориру\\S*|проигнориру\\S*|забудь\\S*|не обращай\\S* внимания на|не следуй\\S*',
    earlier: 'предыдущ\\S*|прошл\\S*|прежн\\S*|вышеуказанн\\S*|все',
    orders: 'инструкци\\S*|указани\\S*|правил\\S*|команд\\S*',
  },
  uk: {
    verbs: 'ігноруй\\S*|проігноруй\\S*|забудь\\S*',
    earlier: 'попередн\\S*|всі|усі',
    orders: 'інструкці\\S*|вказівк\\S*|правил\\S*',
  },
  el: { verbs: 'αγνόησ\\S*|ξέχασ\\S*', earlier: 'προηγούμεν\\S*|όλες', orders: 'οδηγί\\S*|εντολ\\S*' },
  ar: { verbs: 'تجاهل\\S*|انس\\S*', earlier: 'السابق\\S*|أعلاه|جميع|كل', orders: 'التعليمات|الأوامر|القواعد' },
  hi: {
    verbs: 'अनदेखा|नज़रअंदाज़|भूल',
    earlier: 'पिछल\\S*|पूर्व|सभी',
    orders: 'निर्देश\\S*|नियम\\S*|आदेश\\S*',
    isVerbLast: true,
  },
  vi: {
    verbs: 'bỏ qua|quên|phớt lờ',
    earlier: 'trước|trên|tất cả',
    orders: 'hướng dẫn|chỉ dẫn|lệnh|quy tắc',
  },
  id: { verbs: 'abaikan|lupakan', earlier: 'sebelumnya|di atas|semua', orders: 'instruksi|perintah|aturan' },
  zh: {
    verbs: '忽略|无视|忽视|忘记|忘掉|不要理会|無視|忽略掉',
    earlier: '你的|系统|之前|以前|先前|上面|以上|前面|上述|所有|此前',
    orders: '指令|指示|说明|提示|规则|命令|規則',
    isUnspaced: true,
  },
  ja: {
    verbs: '無視|忘れ',
    earlier: 'あなたの|以前|前|上記|これまで|すべて|全て',
    orders: '指示|命令|ルール|プロンプト|指令',
    isUnspaced: true,
    isVerbLast: true,
  },
  ko: {
    verbs: '무시|잊어',
    earlier: '이전|앞선|위의|모든|기존',
    orders: '지시|명령|지침|규칙|프롬프트',
    isUnspaced: true,
    isVerbLast: true,
  },
};

/** What asks for approval or silence, and words for a model or reviewer: two of these make an order as well. */
const others: readonly (readonly [Signal['want'], string])[] = [
  ['approve', 'sag\\S* (?:\\S+ ){0,3}(?:in ordnung|sicher)|valide[rz]? (?:la|le|cette|ce) (?:pr|pull|mr)'],
  ['approve', 'genehmig\\S*|gib\\S* (?:\\S+ ){0,3}frei|winke\\S* (?:\\S+ ){0,3}durch'],
  [
    'approve',
    '(?:approuve\\S*|validez?|acceptez?) (?:cette|ce|la|le) (?:\\S+ ){0,2}?(?:pr|pull request|demande|modification|changement)',
  ],
  [
    'approve',
    '(?:aprueb\\S*|aprobar|acept(?:a|e)) (?:este|esta|el|la) (?:\\S+ ){0,2}?(?:pr|pull request|cambio|solicitud)',
  ],
  [
    'approve',
    'aprov(?:e|a|ar) (?:este|esta|o|a) (?:\\S+ ){0,2}?(?:pr|pull request|mudança|alteração|solicitação)',
  ],
  [
    'approve',
    'approv(?:a|are|ate) (?:questa|questo|la|il) (?:\\S+ ){0,2}?(?:pr|pull request|modifica|richiesta)',
  ],
  [
    'approve',
    '(?:одобр\\S*|утверд\\S*|прими\\S*) (?:\\S+ ){0,2}?(?:pr|pull|пулл\\S*|запрос\\S*|изменени\\S*)',
  ],
  ['approve', '(?:批准|通过|同意|合并)\\s?.{0,6}(?:pr|pull request|拉取请求|合并请求|更改|变更|修改|代码)'],
  ['approve', '(?:pr|プルリクエスト|変更|コード).{0,6}(?:承認|マージ)し'],
  ['approve', '(?:pr|풀 리퀘스트|변경|코드).{0,8}승인'],
  [
    'silence',
    '(?:melde\\S*|nenne\\S*|erwähne\\S*) (?:\\S+ ){0,2}?(?:keine?|nichts)|keine (?:probleme|fehler|befunde|mängel|schwachstellen) (?:gefunden|melden|meldest)',
  ],
  [
    'silence',
    '(?:ne signale[sz]?|ne mentionne[sz]?|ne rapporte[sz]?|signale[sz]?|rapporte[sz]?) (?:\\S+ ){0,2}?(?:rien|aucun\\S*|pas)',
  ],
  [
    'silence',
    'no (?:informes|reportes|señales|menciones|informe|reporte) (?:\\S+ ){0,3}?(?:problema\\S*|vulnerabilidad\\S*|errores|nada|ning\\S*|hallazgos)',
  ],
  [
    'silence',
    'não (?:relate|reporte|mencione|informe) (?:\\S+ ){0,3}?(?:problema\\S*|vulnerabilidade\\S*|erros|nada|nenhum\\S*)',
  ],
  ['silence', 'non (?:segnalare|riportare|menzionare)'],
  [
    'silence',
    'не (?:сообщай\\S*|упоминай\\S*|указывай\\S*)|(?:сообщи\\S*|напиши\\S*|ответь\\S*) (?:\\S+ ){0,3}?(?:нет|без) (?:проблем|ошибок|уязвимостей|замечаний)',
  ],
  [
    'silence',
    '(?:不要|不得|无需|勿|别)\\s?.{0,4}(?:报告|指出|标记|提及|提到)|没有(?:发现)?(?:任何)?(?:问题|漏洞)|(?:回复|回答).{0,4}没有',
  ],
  ['silence', '(?:報告|指摘|言及)し(?:ない|なく)|問題(?:は)?(?:なし|ありません)と'],
  ['silence', '(?:보고|지적|언급)하지\\s?(?:마|말)|문제(?:가)? 없(?:다고|음)'],
  [
    'address',
    '(?:ki|ai) (?:\\S+ )?(?:assistent\\S*|modell\\S*|prüfer\\S*|reviewer\\S*|agent\\S*|system\\S*)|sprachmodell\\S*',
  ],
  [
    'address',
    '(?:assistant|asistente|assistente|agente?|modèle|modelo|modello|réviseur|revisor|revisore) (?:d |de |di )?(?:ia|ai)|(?:modèle de langage|modelo de lenguaje|modelo de linguagem|modello linguistico)',
  ],
  ['address', '(?:ии|нейросет\\S*|языков\\S* модел\\S*)(?: \\S+)?'],
  [
    'address',
    '(?:ai|人工智能|语言模型|大模型)\\s?(?:审查|审核|审阅|评审|助手|代理|模型)?(?:员|者|机器人|助手)?',
  ],
  ['address', '(?:ai|言語モデル|人工知能)\\s?(?:レビュ\\S*|アシスタント|エージェント)?'],
  ['address', '(?:ai|인공지능|언어 모델)\\s?(?:리뷰어|검토자|어시스턴트)?'],
];

/** On words in lower case, without accents, with one blank between them. */
export const otherLanguages: readonly Signal[] = [
  ...Object.values(override).map((words): Signal => ({
    want: 'override',
    points: 3,
    form: overrideForm(words),
  })),
  ...others.map(([want, pattern]): Signal => ({ want, points: 2, form: wholeWords(pattern) })),
];

function overrideForm({ verbs, earlier, orders, isVerbLast, isUnspaced }: Words): RegExp {
  const gap = isUnspaced ? '.{0,8}?' : '(?: \\S+){0,3}? ';
  const which = `(?:(?:${earlier})${gap}(?:${orders})|(?:${orders})${gap}(?:${earlier}))`;
  const pattern = isVerbLast ? `${which}${gap}(?:${verbs})` : `(?:${verbs})${gap}${which}`;
  return isUnspaced ? new RegExp(withoutAccents(pattern), 'u') : wholeWords(pattern);
}

function wholeWords(pattern: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${withoutAccents(pattern)})`, 'u');
}
