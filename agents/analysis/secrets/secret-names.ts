/** What a name says its value is: a password, another secret, or nothing of the kind. */
export type NameMeaning = 'password' | 'secret' | undefined;

const passwordWords = new Set([
  'pass',
  'password',
  'passwd',
  'passwort',
  'passphrase',
  'pwd',
  'pw',
  'kennwort',
]);
const secretWords = new Set([
  'secret',
  'secrets',
  'token',
  'tokens',
  'apikey',
  'credential',
  'credentials',
  'creds',
  'apitoken',
  'pat',
]);
/** Words before `key` that make it a secret one. */
const keyWords = new Set(
  'api access private secret encryption encrypt decryption signing sign signature master auth authentication account storage shared service crypto cipher aes hmac jwt jws session cookie webhook deploy admin subscription ssh bot integration sas license app application rest write server stripe openai sendgrid mailgun twilio datadog algolia maps google aws azure rails django flask data vault wrap kek dek seed host publish'.split(
    ' ',
  ),
);
/** Words that make of a name the name of something else: `tokenUrl`, `passwordLength`, `secretName`. */
const otherWords = new Set(
  `id ids name names url urls uri uris path paths file files filename dir folder type types len length size field fields label labels
 header headers regex regexp pattern placeholder prefix suffix alias aliases hash hashes hashed digest checksum public count counts max min
 limit column col param params selector input output error errors message msg title text description desc hint route endpoint scope
 scopes policy policies rule rules kind expiry expires expiration ttl schema version versions provider event events action class
 style icon method format algorithm alg env environment variable var template mask masked test tests example sample demo dummy fake mock primary foreign sort keyboard
 monkey csrf xsrf author tokenizer tokenize passage secretary ref refs reference arn location encoding encoded encrypted
 ciphertext index rotation lookup lookups validator 
 help status state enabled required visible show hide toggle sitekey publishable anon anonymous commit sha
 fingerprint thumbprint etag integrity revision slug tag uuid guid cost rounds iterations mode option options
 tooltip aria locale translation caption subject cache symbol mint ticker contract address decimals strength level score meter`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
/** Flat spellings: `dbpassword`, `authtoken`, `clientsecret`. */
const flatPassword =
  /(password|passwd|passphrase)$|^(db|sql|mysql|pg|ftp|smtp|mail|imap|user|admin|root|redis|ldap|rabbit|amqp|store|key)(pass|pwd|pw)$/;
const flatSecret =
  /(apikey|secretkey|accesskey|privatekey|authkey|clientsecret|authtoken|accesstoken|bottoken|apitoken|appsecret|appkey|secret)$/;

const lookup = /^(process|import\.meta|Bun|Deno)\.env\.?/;

export function meaningOf(name: string): NameMeaning {
  const words = wordsOf(name.replace(lookup, '').replace(/(clear|plain)_?text/i, ''));
  if (words.some((word) => otherWords.has(word))) return undefined;
  if (words.some((word) => passwordWords.has(word) || flatPassword.test(word))) return 'password';
  const isSecret = words.some(
    (word, index) =>
      secretWords.has(word) ||
      flatSecret.test(word) ||
      (word === 'key' && keyWords.has(words[index - 1] ?? '')) ||
      (word === 'auth' && index === words.length - 1),
  );
  return isSecret ? 'secret' : undefined;
}

/** `dbPass`, `SMTP_PASS` and `spring.mail.password` as lower-case words. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}
