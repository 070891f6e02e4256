import type { Severity } from '#agents/contract.ts';
import type { RuleInfo } from '../rules/rule-info.ts';
import { commandLinePatterns } from './command-line.ts';
import { connectionPatterns } from './connections.ts';
import { prefixedPatterns } from './patterns.ts';
import { shapePatterns } from './shapes.ts';

interface Kind {
  readonly id: string;
  readonly kind: string;
  readonly severity: Severity;
}

export const hardCoded = {
  id: 'hard-coded',
  kind: 'literal that its name calls a secret',
  severity: 'medium',
} as const;

const contextKinds: readonly Kind[] = [
  { id: 'credential-file', kind: 'password in a file for passwords', severity: 'high' },
  { id: 'kubernetes-secret', kind: 'value of a Kubernetes Secret', severity: 'high' },
];

/** What the rules of secretlint's preset look for, by the rule's id without its prefix. */
export const presetKinds: Readonly<Record<string, string>> = {
  aws: 'AWS credential',
  gcp: 'Google Cloud credential',
  privatekey: 'private key',
  npm: 'npm token',
  basicauth: 'password in a URL',
  slack: 'Slack token or webhook',
  sendgrid: 'SendGrid key',
  shopify: 'Shopify token',
  stripe: 'Stripe key',
  github: 'GitHub token',
  gitlab: 'GitLab token',
  grafana: 'Grafana token',
  openai: 'OpenAI key',
  anthropic: 'Anthropic key',
  groq: 'Groq key',
  huggingface: 'Hugging Face token',
  linear: 'Linear key',
  notion: 'Notion token',
  '1password': '1Password token',
  'database-connection-string': 'password in a connection string',
  'hashicorp-vault': 'Vault token',
  vercel: 'Vercel token',
  databricks: 'Databricks token',
  docker: 'Docker token',
  figma: 'Figma token',
  cloudflare: 'Cloudflare token',
  tailscale: 'Tailscale key',
};

const presets = Object.entries(presetKinds).map(([id, kind]): Kind => ({ id, kind, severity: 'high' }));

/** One for each kind; of the patterns that share one, the first names it. */
export const secretRules: readonly RuleInfo[] = [
  ...new Map(
    [
      ...prefixedPatterns,
      ...shapePatterns,
      ...connectionPatterns,
      ...commandLinePatterns,
      ...contextKinds,
      hardCoded,
      ...presets,
    ]
      .toReversed()
      .map((kind) => [kind.id, kind]),
  ).values(),
]
  .map(toRule)
  .toReversed();

const rulesById: ReadonlyMap<string, RuleInfo> = new Map(secretRules.map((rule) => [rule.id, rule]));

/** The rule about a kind of secret: `github-token`. Throws for a kind that is in no list. */
export function secretRule(id: string): RuleInfo {
  const rule = rulesById.get(`secret/${id}`);
  if (rule === undefined) throw new Error(`No rule is about secrets of the kind ${id}`);
  return rule;
}

function toRule({ id, kind, severity }: Kind): RuleInfo {
  return {
    id: `secret/${id}`,
    title: `A secret is in the code: ${kind}`,
    category: 'secret',
    cwe: 'CWE-798',
    severity,
    confidence: id === hardCoded.id ? 0.7 : 0.9,
    languages: [],
    why: 'Everyone who can read the repository, its forks, its history and its builds has this value from now on; removing the line later takes it from nobody.',
    instead:
      'Revoke it where it was issued, issue a new one, and read it from the environment or a secret store.',
    example: 'const token = process.env.SERVICE_TOKEN;',
  };
}
