import { withoutAccents } from '../views.ts';
import type { Signal, Want } from './signal.ts';

/** How a language says each part of an order to a model. Each list is alternatives of a regular expression. */
interface Parts {
  /** Words or letters without which there is no order in this language: the rest is not looked for then. */
  readonly hint?: string;
  readonly script?: string;
  /** Spoken to: "to the automatic reviewer", "if you are a language model". */
  readonly address: string;
  readonly silence: string;
  /** Takes the change for sound, or says that it is. */
  readonly sound: string;
  readonly approve: string;
  /** "Answer only", "write that", with a conclusion. */
  readonly conclusion: string;
  /** Puts aside what the reader was told before: an order by itself. */
  readonly override: string;
  /** Somebody else from now on. */
  readonly role?: string;
  /** Written without blanks. */
  readonly isUnspaced?: boolean;
}

const near = String.raw`(?: [^|\s]+){0,3}?`;
const start = String.raw`(?<=^|\| )`;
const far = String.raw`(?: [^|\s]+){0,7}?`;

const languages: readonly Parts[] = [
  {
    // German
    hint: `ki|bots?|roboter|prufer|sprachmodell\\S*|gutachter|assistent|anweisung\\S*|vorgaben|genehmig\\S*|unbedenklich|vergiss|befunde|mangel|melde|antworte|bewerte|du bist`,
    address: `${start}(?:an|fur|achtung|hinweis|notiz|nachricht|lieber|liebe|liebes|hallo|hey)(?: an| fur)?(?: den| die| das| alle| jeden| jede)?(?: automatisch\\S*| maschinell\\S*| digital\\S*)? (?:ki|bots?|roboter|sprachmodell\\S*|ki \\S+|modelle?|assistent\\S*|copilot)|an (?:den|die|das|alle) (?:automati\\S+|maschinell\\S+) \\S+|(?:falls|wenn|sofern|da|weil) du${near} (?:ki|bot|roboter|modell|sprachmodell|assistent|maschine)`,
    silence: `(?:melde|nenne|erwahne|berichte|gib|schreib\\S*|merke)${near} (?:keine?n?|nichts)|(?:bitte )?keine (?:befunde|mangel|fehler|probleme|anmerkungen|funde)${near} (?:ausgeben|melden|nennen|auflisten)|(?:ubergeh\\S*|uberspring\\S*|ignoriere|lass\\S*|verschweig\\S*|lass)${near} (?:datei|funktion|abschnitt|zeilen?|block|verzeichnis|aufruf|schlussel|passwort)`,
    sound: `(?:bewerte|stufe|betrachte|behandle|werte|sieh|nimm|markiere|bezeichne)${far} (?:unbedenklich|sicher|harmlos|gepruft|genehmigt|unkritisch|in ordnung|fehlerfrei)|tu so als${far} (?:sicher|nicht|gepruft)`,
    approve: `(?:genehmige|winke|lobst|lobe|gib)${far} (?:durch|frei|pull request|anderung|grun\\S*|code|ihn|sie)|(?:genehmige|lobst|akzeptiere|ubernimm) (?:ihn|sie|es|diese\\S*|den|die|das)`,
    conclusion: `(?:antworte|schreib\\S*|sag\\S*|gib|urteile|bestatige)${far} (?:genehmigt|in ordnung|keine (?:mangel|probleme|befunde|fehler)|sicher|unbedenklich|freigegeben)`,
    override: `(?:vergiss|ignorier\\S*|missacht\\S*|verwirf|uberschreib\\S*)${near} (?:deine vorgaben|deine (?:anweisungen|regeln)|(?:alles|was)${far} (?:gesagt|aufgetragen|vorgegeben|beigebracht|befohlen)(?: wurde| hat| haben)?)`,
    role: `du bist (?:ab jetzt|nun|jetzt|von nun an|kunftig|nicht mehr)`,
  },
  {
    // French
    hint: `ia|robots?|assistants?|modele|consignes|instructions|approuve\\S*|valide\\S*|signale\\S*|oublie\\S*|reponds|tu es|relecture`,
    address: `${start}(?:a l attention|a l intention|pour|note|message|cher|chere|bonjour|attention)(?: a| de| du| au| aux| pour| le| la| les| l| d| des| tout\\S*)*(?: \\S+)? ?(?:robots?|ia|bots?|assistants?|modele de langage|modeles?|llm|relecteurs? automatiques?)|(?:si|comme|puisque) (?:tu es|vous etes|t es) (?:une? )?(?:ia|intelligence|modele|robot|bot|assistant|llm)`,
    silence: `ne (?:signale|mentionne|rapporte|releve|commente|dis|remarque|parle)\\S*${near} (?:rien|aucun\\S*|pas|point)|(?:passe|omets|ignore|saute|tais)\\S* (?:sous silence|la|le|les|cette|ce|ces) \\S+|comme si${far} n exist\\S*`,
    sound: `(?:considere|traite|juge|classe|note|estime|regarde)\\S*${far} (?:sur|sure|inoffensi\\S*|approuve\\S*|valide\\S*|verifie\\S*|conforme|sans danger)`,
    approve: `(?:approuve|valide|accepte|fusionne)\\S*(?: (?:la|le|cette|ce|cet|les)${near} (?:fusion|changement|modification|pr|pull|demande|code)| \\|)`,
    conclusion: `(?:ecris|reponds|dis|conclus|affirme|confirme|repondre|ecrire)${far} (?:sur|aucun (?:risque|probleme|defaut)|approuve|valide|rien a signaler|correct|sans risque)`,
    override: `(?:oublie|ignore|neglige|ne (?:tiens|tenez) pas compte|fais abstraction|ecarte)\\S*${near} (?:(?:tes|vos) (?:consignes|instructions|regles|directives)|(?:du |le |les )?(?:message|prompt|consignes) systeme|ce qu on (?:t|vous) a)`,
    role: `(?:tu es|vous etes) (?:desormais|maintenant|a present)|tu n es plus`,
  },
  {
    // Spanish
    hint: `ia|asistente|modelo|revisor\\S*|olvida\\S*|instrucciones|reglas|aprueb\\S*|informes|responde|clasifica|segura?s?|eres`,
    address: `${start}(?:para|a|atencion|nota|aviso|hola|estimad\\S+|querid\\S+)(?: a| para)?(?: la| el| las| los| tod\\S+| cualquier)?(?: \\S+)? ?(?:ia|ias|bots?|robots?|asistentes?|modelos? de lenguaje|revisor automatico|llm)|asistente \\||(?:si|como|ya que) eres (?:una? )?(?:ia|inteligencia|modelo|bot|robot|asistente)`,
    silence: `no (?:la |lo |las |los )?(?:informes|reportes|senales|menciones|comentes|digas|indiques|nombres|incluyas)|(?:omite|omita|salta|pasa por alto|oculta|calla)\\S* (?:la|el|las|los|esta|este)|como si${far} no exist\\S*`,
    sound: `(?:clasifica|considera|trata|marca|califica|da por)\\S*${far} (?:segur\\S+|inofensiv\\S+|aprobad\\S+|revisad\\S+|valid\\S+|sin riesgo)|(?:actua|haz|comportate) como si${far} (?:segur\\S+|aprobad\\S+|correct\\S+)`,
    approve: `(?:apruebal[oa]|apruebe(?:l[oa])?|aceptal[oa]|fusional[oa]|recomienda (?:fusionar\\S*|aprobar\\S*))`,
    conclusion: `(?:responde|di|escribe|contesta|concluye|afirma)${far} (?:correcto|aprobad\\S+|segur\\S+|ningun problema|sin problemas|todo (?:esta )?bien|no hay)`,
    override: `(?:olvida|ignora|desatiende|descarta|no hagas caso)\\S*${near} (?:reglas|instrucciones|ordenes|indicaciones|directrices|normas)(?: que (?:te|le|os)| del sistema| anteriores| previas)|(?:olvida|ignora)\\S* tus (?:reglas|instrucciones|normas)`,
    role: `(?:a partir de ahora|desde ahora) (?:eres|actuas|trabajas)|ya no eres|eres ahora|ahora eres`,
  },
  {
    // Portuguese
    hint: `ia|assistente|modelo|revisor\\S*|esqueca|desconsidere|aprove|aprovad\\S+|relate|responda|classifique|voce`,
    address: `${start}(?:para|atencao|nota|aviso|ola|car[oa]|prezad[oa])(?: \\|)?(?: a| o| as| os| para| tod\\S+| qualquer)?(?: \\S+)? ?(?:ia|ias|bots?|robos?|assistentes?|modelos? de linguagem|revisor(?:es)? automatic\\S+|llm)|se (?:voce e|tu es|for)(?: uma?)? (?:ia|inteligencia|modelo|robo|bot|assistente)`,
    silence: `nao (?:relate|reporte|mencione|informe|comente|aponte|liste|sinalize|cite)|(?:omita|pule|ignore|oculte) (?:a|o|as|os|est[ae]) (?:arquivo|funcao|secao|linha|trecho|senha|chave)`,
    sound: `(?:classifique|considere|trate|marque|avalie|julgue)\\S*${far} (?:segur\\S+|inofensiv\\S+|aprovad\\S+|revisad\\S+|sem risco)|(?:ja foi|foi) (?:auditad\\S+|aprovad\\S+|revisad\\S+|verificad\\S+)`,
    approve: `(?:aprove|elogie|aceite|mescle)(?:-?[oa])?(?: (?:est[ae]|a|o|ess[ae]) (?:\\S+ )?(?:mudanca|alteracao|codigo|pr|pull|solicitacao)| \\|)`,
    conclusion: `(?:responda|escreva|diga|afirme|conclua)${far} (?:aprovad\\S+|segur\\S+|sem problemas|nenhum problema|tudo (?:esta )?(?:certo|bem)|correto)`,
    override: `(?:esqueca|ignore|desconsidere|descarte|abandone)${near} (?:(?:as )?(?:suas|tuas) (?:regras|instrucoes|diretrizes)|(?:regras|instrucoes|orientacoes|ordens|diretrizes) (?:anteriores|previas|do sistema|que))`,
    role: `a partir de agora (?:voce|tu)|voce (?:agora e|nao e mais)`,
  },
  {
    // Italian
    hint: `ia|assistente|modello|revisore|istruzioni|approva|scrivi|rispondi|sei|segnalare|considera|intelligenza`,
    address: `${start}(?:per|al|alla|ai|attenzione|nota|avviso|caro|cara|ciao)(?: al| per| l| la| il| tutti| ogni| i| gli)*(?: \\S+)? ?(?:ia|ai|bot|robot|assistente|intelligenza artificiale|modello linguistico|revisore automatico|revisori automatici|llm)|se (?:sei|siete) (?:un )?(?:a |un )?(?:ia|intelligenza|modello|bot|assistente|robot)`,
    silence: `non (?:segnalare|riportare|menzionare|commentare|indicare|citare|segnalate)|(?:ignora|ometti|salta|tralascia|nascondi) (?:il|la|i|le|lo|questo|questa) \\S+|senza (?:commenti|osservazioni|rilievi)`,
    sound: `(?:considera|tratta|classifica|valuta|giudica|segna)\\S*${far} (?:sicur\\S+|innocu\\S+|approvat\\S+|verificat\\S+|revisionat\\S+)`,
    approve: `(?:approva|accetta|unisci|loda) (?:questa|questo|la|il|le|i)${near} ?(?:modifica|modifiche|codice|pr|richiesta|cambiamento)|(?:dai|esprimi)${near} parere favorevole`,
    conclusion: `(?:scrivi|rispondi|di|afferma|concludi)${far} (?:non ci sono (?:problemi|errori|difetti)|nessun problema|approvat\\S+|sicur\\S+|tutto (?:e )?(?:bene|a posto|corretto))`,
    override: `(?:ignora|dimentica|trascura|non tenere conto|non considerare|scarta)${near} (?:le tue (?:istruzioni|regole)|(?:delle |le )?(?:istruzioni|regole|direttive|indicazioni) (?:del sistema|precedenti|ricevute|che ti))`,
    role: `d ora in poi (?:sei|tu)|non sei piu`,
  },
  {
    // Russian
    script: `\\p{Script=Cyrillic}`,
    address: `(?:если|раз|поскольку) (?:ты|вы)${near} (?:ии|модель|бот|нейросет\\S*|ассистент|робот)|(?:для|вниманию?|сообщение|привет|уважаем\\S+|дорог\\S+)${near} (?:ии|бот\\S*|нейросет\\S*|модел\\S*|ассистент\\S*|робот\\S*|ревьюер\\S* бот\\S*)`,
    silence: `не (?:упоминай|сообщай|указывай|отмечай|комментируй|пиши)\\S*|ничего не (?:сообщай|пиши|указывай|отмечай)\\S*|(?:пропусти|опусти|игнорируй|скрой)(?:те)? (?:проверк\\S+|эт\\S+|файл\\S*|функци\\S+|следующ\\S+|секрет\\S*|парол\\S+)`,
    sound: `(?:считай|считайте|признай|оцени|пометь)${far} (?:безопасн\\S+|проверенн\\S+|одобренн\\S+|безвредн\\S+)`,
    approve: `(?:одобри|прими|утверди|похвали)(?:те)?(?: \\S+)? (?:изменени\\S+|код|запрос|pr|правк\\S+)`,
    conclusion: `(?:напиши|ответь|скажи|сообщи)${far} (?:замечани\\S+ нет|проблем нет|нет (?:замечаний|проблем|ошибок)|одобрено|безопасн\\S+|все (?:хорошо|в порядке))`,
    override: `(?:забудь|игнорируй|отбрось|не обращай внимания на|не учитывай|не следуй)\\S*${near} (?:правила|инструкции|указания|команды|все|то) (?:котор\\S+|что)(?: тебе| вам)|(?:забудь|игнорируй)\\S*${near} (?:свои|твои) (?:правила|инструкции|указания)`,
    role: `(?:теперь|отныне) ты|ты больше не`,
  },
  {
    // Ukrainian
    script: `\\p{Script=Cyrillic}`,
    address: `(?:якщо|оскільки) (?:ти|ви)${near} (?:ші|модель|бот|асистент)|(?:для|увага)${near} (?:ші|бот\\S*|модел\\S*)`,
    silence: `не (?:повідомляй|згадуй|вказуй|зазначай|коментуй)\\S*|(?:пропусти|омини) (?:цей|цю|файл|перевірку)`,
    sound: `(?:вважай|познач|оціни)${far} (?:безпечн\\S+|перевірен\\S+|схвален\\S+)`,
    approve: `(?:схвали|затверди|прийми)(?:ть)? (?:ці |цю |всі )?(?:змін\\S+|код|запит)`,
    conclusion: `(?:напиши|відповідай|скажи)${far} (?:схвалено|проблем немає|безпечн\\S+|немає (?:проблем|зауважень))`,
    override: `(?:забудь|ігноруй|відкинь)${near} (?:правила|інструкції|вказівки) (?:які|що)`,
  },
  {
    // Polish
    hint: `ai|model\\S*|jestes|zignoruj|zapomnij|zatwierdz|napisz|polecenia|pomin|bota?`,
    address: `${start}(?:jesli|jezeli|skoro) jestes${near} (?:ai|model\\S*|botem|sztuczna inteligencja|asystentem)|(?:do|uwaga|dla|drogi)${near} (?:ai|bota|botow|modelu|modeli|asystenta|recenzenta ai)`,
    silence: `(?:nie (?:zglaszaj|wspominaj|raportuj|komentuj|wymieniaj)|(?:pomin|omin|przemilcz) (?:ten|te|ta|plik|funkcje|sekcje))`,
    sound: `(?:uznaj|potraktuj|oznacz|ocen|traktuj)${far} (?:bezpieczn\\S+|zatwierdzon\\S+|sprawdzon\\S+|nieszkodliw\\S+)`,
    approve: `(?:zatwierdz|zaakceptuj|pochwal) (?:te |ta |ten |to )?(?:zmian\\S+|kod|pr|prosbe)`,
    conclusion: `(?:napisz|odpowiedz|powiedz|stwierdz)${far} (?:bezpieczn\\S+|zatwierdzon\\S+|brak (?:problemow|uwag|bledow)|w porzadku|nie ma (?:problemow|uwag))`,
    override: `(?:zignoruj|ignoruj|zapomnij|odrzuc|porzuc)${near} (?:polecenia systemowe|instrukcje systemowe|(?:swoje|twoje) (?:polecenia|instrukcje|zasady)|(?:polecenia|instrukcje|zasady) ktore)`,
  },
  {
    // Czech and Slovak
    hint: `ai|model\\S*|jsi|ignoruj|zapomen|schval|napis|nehlas\\S*|boty?`,
    address: `${start}(?:pokud|jestlize|ak) (?:jsi|si)${near} (?:ai|model|bot|asistent|umela inteligence)|(?:pro|pozor)${near} (?:ai|boty?|modely?)`,
    silence: `(?:nehlas|nezminuj|nehlaste|neuvadej|nekomentuj)\\S*|(?:preskoc|vynech) (?:tento|tuto|soubor|funkci)`,
    sound: `(?:povazuj|oznac|ber)${far} (?:bezpecn\\S+|schvalen\\S+|zkontrolovan\\S+)`,
    approve: `(?:zmen\\S+|kod|pr)? ?(?:schval|prijmi)(?:te)?(?: tuto| tento)?(?: zmen\\S+| kod)?(?= \\|)`,
    conclusion: `(?:napis|odpovez|rekni)${far} (?:schvaleno|bezpecn\\S+|v poradku|zadne problemy)`,
    override: `(?:ignoruj|zapomen|zahod)${near} (?:sve |svoje )(?:pokyny|instrukce|pravidla)`,
  },
  {
    // Dutch
    hint: `ai|bots?|taalmodel\\S*|beoordelaar|instructies|regels|keur|negeer|vergeet|antwoord|schrijf|bevindingen|meld`,
    address: `${start}(?:aan|voor|let op|beste|hallo|notitie)(?: voor| aan)?(?: de| het| alle| elke)?(?: geautomatiseerde| automatische)? (?:ai|bots?|robots?|taalmodel\\S*|assistent\\S*|modellen)|aan de (?:geautomatiseerde|automatische) \\S+|(?:als|indien|omdat) (?:je|u|jij)${near} (?:ai|bot|taalmodel|assistent|model)`,
    silence: `(?:meld|noem|rapporteer|vermeld|benoem) (?:geen|niets|niet)|(?:negeer|sla) (?:dit|deze|het|de) (?:bestand|functie|sectie|regel|wachtwoord)`,
    sound: `(?:beschouw|behandel|markeer|beoordeel)${far} (?:veilig|goedgekeurd|gecontroleerd|onschuldig)`,
    approve: `keur${far} goed|(?:accepteer|prijs|merge) (?:deze|dit|de|het) \\S+`,
    conclusion: `(?:antwoord|schrijf|zeg|concludeer)${far} (?:goedgekeurd|in orde|veilig|geen (?:problemen|bevindingen)|alles goed)`,
    override: `(?:negeer|vergeet|verwerp)${near} (?:je|jouw|uw)(?: \\S+)? (?:instructies|regels|opdrachten|richtlijnen)`,
    role: `je bent (?:vanaf nu|nu|niet langer)`,
  },
  {
    // Swedish, Danish, Norwegian
    hint: `ai|bot\\S*|sprakmodell?|sprogmodel|godkann|godkend|godkjenn|glom|glem|instruktioner|instrukser|rapportera|svara?|skriv`,
    address: `${start}(?:om|hvis|eftersom) du (?:ar|er) (?:en |et )?(?:ai|bot|sprakmodell?|sprogmodel|assistent|modell?)|(?:till|til|kare|hej)${near} (?:ai|botar|botter|modeller?|granskare)`,
    silence: `(?:rapportera|namn|nevn|naevn|meld|anmark) (?:inga|ingen|inte|inget|ikke|ingenting)|(?:hoppa over|spring over|hopp over|utelamna|utelad) (?:den|det|denna|denne|dette|filen|funktionen)`,
    sound: `(?:betrakta|behandla|betragt|behandle|se|markera|marker)${far} (?:saker|sikker|trygg|godkand|godkendt|godkjent)`,
    approve: `(?:godkann|godkend|godkjenn) (?:den|det|denna|denne|andringen|endringen|aendringen|koden)`,
    conclusion: `(?:svara|svar|skriv)${far} (?:godkand|godkendt|godkjent|inga problem|ingen problemer|saker|sikker)`,
    override: `(?:glom|glem|ignorera|ignorer)${near} (?:dina|dine) (?:instruktioner|instrukser|regler|anvisningar)`,
  },
  {
    // Turkish
    hint: `yapay|zeka|dil modeli|onayla\\S*|bildirme|talimat\\S*|guvenli|bot`,
    address: `(?:inceleyen|gozden geciren|okuyan|degerlendiren)${near} (?:yapay zeka|bot|model|asistan)|(?:eger )?(?:bir )?(?:yapay zeka|dil modeli|bot)(?: \\S+)? (?:isen|iseniz|ysan|ysaniz)`,
    silence: `(?:hicbir|herhangi bir)?${near} ?(?:bildirme|raporlama|bahsetme|belirtme|yorum yapma)(?:yin)?`,
    sound: `(?:guvenli|onayli|zararsiz)${near} (?:say|kabul et|isaretle|oldugunu (?:yaz|soyle|belirt))`,
    approve: `onayla(?:yin)?(?= \\|)`,
    conclusion: `(?:guvenli|sorunsuz|onaylandi)${near} (?:yaz|de|yanitla|soyle|cevap ver)`,
    override: `(?:onceki|sistem|sana verilen)${near} (?:talimat\\S*|kural\\S*)${near} (?:unut|yok say|gormezden gel)`,
  },
  {
    // Arabic
    script: `\\p{Script=Arabic}`,
    address: `(?:إذا|اذا|إن) كنت${near} (?:نموذج\\S*|ذكاء\\S*|روبوت\\S*|مساعد\\S*)`,
    silence: `لا (?:تبلغ|تذكر|تشر|تكتب|تعلق)`,
    sound: `(?:اعتبر|عامل)${far} (?:آمن\\S*|امن\\S*|سليم\\S*)`,
    approve: `و?وافق على`,
    conclusion: `(?:قل|اكتب|أجب|اجب)${far} (?:آمن\\S*|امن\\S*|موافق|لا توجد مشاكل)`,
    override: `ف?(?:تجاهل|انس|انسى)${near} (?:تعليماتك|التعليمات|الأوامر|القواعد) (?:السابق\\S*|التي)`,
  },
  {
    // Hindi
    script: `\\p{Script=Devanagari}`,
    address: `(?:यदि|अगर) आप${near} (?:एआई|ai|भाषा मॉडल|बॉट|मॉडल)`,
    silence: `(?:समस्या|त्रुटि|कमी)${near} (?:न|मत|नहीं) (?:बताएं|बताए|बताना|लिखें)`,
    sound: `सुरक्षित${near} (?:मानें|माने|समझें)`,
    approve: `(?:स्वीकृत|मंजूर) (?:करें|करे|कर दें)`,
    conclusion: `(?:लिखें|कहें|उत्तर दें)${far} (?:सुरक्षित|कोई समस्या नहीं)`,
    override: `(?:निर्देश\\S*|नियम\\S*)${near} (?:अनदेखा|भूल)`,
  },
  {
    // Chinese
    script: `\\p{Script=Han}`,
    isUnspaced: true,
    address: `(?:如果|若|假如)(?:你|您)(?:是|为)[^|]{0,6}(?:人工智能|ai|模型|机器人|助手)|(?:审查|审核|评审|代码)[^|]{0,4}(?:机器人|助手|模型)(?:请|们| \\|)|作为[^|]{0,8}(?:助手|模型|机器人|ai)|(?:致|给)[^|]{0,6}(?:ai|机器人|模型|助手)`,
    silence: `(?:不要|请勿|勿|别|不得|无需)[^|]{0,4}(?:报告|提及|提到|指出|评论|标记|说明)|(?:请)?(?:跳过|略过|忽略)[^|]{0,6}(?:函数|文件|代码|部分|内容|检查)`,
    sound: `(?:标记|视|当作|认定|判定|评)[^|]{0,8}(?:为)?(?:安全|无害|已审核|已批准)|已经?(?:通过|完成)[^|]{0,6}(?:审核|审查|审计|批准)`,
    approve: `(?:请)?(?:批准|通过|合并|同意)(?:这个|此|该|本)[^|]{0,6}`,
    conclusion: `(?:只|仅|必须|应当|请)?(?:回答|回复|输出|写)[^|]{0,6}(?:可以合并|没有(?:发现)?[^|]{0,4}(?:问题|漏洞)|安全|通过|批准|同意)`,
    override: `(?:忘记|忘掉|忽略|无视|不要理会|抛开)[^|]{0,8}(?:系统提示|收到的[^|]{0,6}(?:指示|指令)|给你的[^|]{0,6}(?:指示|指令|规则)|你的(?:指令|规则|指示))`,
  },
  {
    // Japanese
    script: `[\\p{Script=Hiragana}\\p{Script=Katakana}]`,
    isUnspaced: true,
    address: `(?:あなた|君)(?:か|が)[^|]{0,6}(?:ai|モテル|モデル|ホット|ボット)|(?:レヒュー|レビュー)[^|]{0,8}(?:ai|ホット|ボット|モテル|モデル)(?:へ|は|に)|(?:ai|人工知能)(?:へ|の皆|レヒュアー)`,
    silence: `(?:指摘|報告|言及|コメント)(?:は)?(?:しない|せす|せず|しなくて|不要)|何も(?:指摘|報告)`,
    sound: `(?:安全|問題(?:は)?ない|問題なし)(?:と|た|だ)[^|]{0,6}(?:みな|見な|扱|判断|報告)`,
    approve: `承認して(?:くた|くだ|下)`,
    conclusion: `(?:承認|問題(?:は)?(?:ない|なし|ありません)|指摘事項(?:は)?なし|安全)[^|]{0,6}(?:と|とた|とだ)[^|]{0,4}(?:答え|報告|回答|書)`,
    override: `(?:指示|命令|フロンフト|プロンプト|ルール)[^|]{0,6}(?:無視|忘れ|忘れて)`,
  },
  {
    // Korean
    script: `\\p{Script=Hangul}`,
    isUnspaced: true,
    address: `(?:검토|리뷰|심사)하는[^|]{0,6}(?:ai|인공지능|봇|모델)|(?:당신|너)[^|]{0,6}(?:ai|인공지능|언어 모델)(?:라면|이라면|이면)`,
    silence: `(?:보고|지적|언급|표시)하지[^|]{0,2}(?:마|말)|아무[^|]{0,6}(?:보고|지적|언급)하지`,
    sound: `안전(?:하다고|한 것으로)[^|]{0,6}(?:답|표시|간주|판단|보고)`,
    approve: `승인(?:하세요|하십시오|해 주세요|해주세요|해라)`,
    conclusion: `(?:안전|문제없|승인)[^|]{0,6}(?:답하|대답하|쓰세요|적으)`,
    override: `(?:지시|명령|지침|규칙)[^|]{0,6}(?:잊고|무시하고|잊어|무시해)`,
  },
];

interface Language {
  readonly hint: RegExp;
  readonly signals: readonly Signal[];
}

const known: readonly Language[] = languages.map((parts) => ({
  hint: parts.script === undefined ? wholeWords(parts.hint ?? '') : new RegExp(parts.script, 'u'),
  signals: [
    toSignal(parts, 'address', 2, parts.address),
    toSignal(parts, 'silence', 2, parts.silence),
    toSignal(parts, 'downgrade', 2, parts.sound),
    toSignal(parts, 'approve', 2, parts.approve),
    toSignal(parts, 'forged-result', 2, parts.conclusion),
    toSignal(parts, 'override', 3, parts.override),
    ...(parts.role === undefined ? [] : [toSignal(parts, 'role', 2, parts.role)]),
  ],
}));

/** The signs of the languages that a text may be in, for its clauses: lower case, without accents, each between bars. */
export function languageClauses(clauses: string): readonly Signal[] {
  return known.filter(({ hint }) => hint.test(clauses)).flatMap(({ signals }) => signals);
}

function toSignal({ isUnspaced }: Parts, want: Want, points: Signal['points'], pattern: string): Signal {
  const form = isUnspaced ? new RegExp(withoutAccents(pattern), 'u') : wholeWords(pattern);
  return { want, points, form };
}

function wholeWords(pattern: string): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${withoutAccents(pattern)})(?![\p{L}\p{N}])`, 'u');
}
