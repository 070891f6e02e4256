/** Shapes of secrets that vendors document. Longer and more specific ones first. */
const shapes: readonly { readonly name: string; readonly form: RegExp }[] = [
  {
    name: 'private key',
    form: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----[\s\S]*?(?:-----END (?:[A-Z]+ )*PRIVATE KEY-----|$)/g,
  },
  // Installation tokens are opaque since 2026-04: `ghs_<app id>_<JWT>`, about 520 characters.
  {
    name: 'GitHub token',
    form: /\bghs_[0-9A-Za-z._-]{36,}|\bgh[opru]_[0-9A-Za-z]{36,}|\bgithub_pat_\w{60,}/g,
  },
  { name: 'GitLab token', form: /\bglpat-[\w-]{20,}/g },
  { name: 'Slack token', form: /\bxox[abceprs]-[\w-]{10,}|\bxapp-[\w-]{10,}/g },
  {
    name: 'Slack webhook',
    form: /https:\/\/hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/-]{20,}/g,
  },
  { name: 'AWS key', form: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g },
  { name: 'Google key', form: /\bAIza[\w-]{35}/g },
  { name: 'API key', form: /\b(?:sk-(?:ant-|proj-|or-)?|gsk_|xai-|pplx-|hf_)[\w-]{20,}/g },
  { name: 'Stripe key', form: /\b[rs]k_(?:live|test)_\w{16,}/g },
  { name: 'npm token', form: /\bnpm_[0-9A-Za-z]{36}\b/g },
  { name: 'token', form: /(?<![\w-])eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g },
];

/** Replaces values that look like secrets, and only the values: what was there stays readable. */
export function redactSecrets(text: string): string {
  return shapes.reduce((redacted, { name, form }) => redacted.replace(form, `[redacted ${name}]`), text);
}
