import type { Severity } from '#agents/contract.ts';

/** A secret that its form gives away. */
export interface SecretPattern {
  /** The rule's id after `secret/`. */
  readonly id: string;
  readonly kind: string;
  readonly severity: Severity;
  /** Global; group 1 is the secret when there is one, else the whole match. */
  readonly pattern: RegExp;
  /** Refuses what only looks alike. */
  readonly accepts?: (secret: string, line: string) => boolean;
}

const before = String.raw`(?<![\w-])`;
const after = String.raw`(?![\w-])`;

function prefixed(id: string, kind: string, severity: Severity, body: string): SecretPattern {
  return { id, kind, severity, pattern: new RegExp(`${before}(${body})${after}`, 'g') };
}

/** Forms that vendors document; a boundary on both sides keeps chance matches out. */
export const prefixedPatterns: readonly SecretPattern[] = [
  prefixed(
    'github-token',
    'GitHub token',
    'high',
    'gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{82}|ghs_[A-Za-z0-9._-]{100,700}',
  ),
  prefixed(
    'gitlab-token',
    'GitLab token',
    'high',
    'gl(?:pat|dt|rt|ft|ptt|soat)-[A-Za-z0-9_-]{20,}(?:\\.[A-Za-z0-9]{2}\\.[a-z0-9]{9})?',
  ),
  prefixed('atlassian-token', 'Atlassian token', 'high', 'ATATT3[A-Za-z0-9_=-]{180,190}'),
  prefixed('npm-token', 'npm token', 'high', 'npm_[A-Za-z0-9]{36}'),
  prefixed('pypi-token', 'PyPI token', 'high', 'pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,}'),
  prefixed('rubygems-token', 'RubyGems token', 'high', 'rubygems_[a-f0-9]{48}'),
  prefixed('docker-token', 'Docker Hub token', 'high', 'dckr_(?:pat|oat)_[A-Za-z0-9_-]{27,}'),
  prefixed('artifactory-token', 'Artifactory key', 'high', 'AKCp[A-Za-z0-9]{69}'),
  prefixed('aws-access-key', 'AWS access key', 'critical', '(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}'),
  prefixed('google-api-key', 'Google API key', 'medium', 'AIza[A-Za-z0-9_-]{35}'),
  prefixed('google-client-secret', 'Google client secret', 'high', 'GOCSPX-[A-Za-z0-9_-]{28}'),
  prefixed(
    'azure-client-secret',
    'Azure client secret',
    'critical',
    '[A-Za-z0-9_~.]{3}\\dQ~[A-Za-z0-9_~.-]{31,34}',
  ),
  prefixed('digitalocean-token', 'DigitalOcean token', 'critical', 'do[por]_v1_[a-f0-9]{64}'),
  prefixed('databricks-token', 'Databricks token', 'high', 'dapi[a-f0-9]{32}(?:-\\d)?'),
  prefixed(
    'terraform-cloud-token',
    'HCP Terraform token',
    'high',
    '[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{60,70}',
  ),
  prefixed('vault-token', 'Vault token', 'high', 'hv[sb]\\.[A-Za-z0-9_-]{90,300}'),
  prefixed('doppler-token', 'Doppler token', 'high', 'dp\\.pt\\.[A-Za-z0-9]{43}'),
  prefixed('pulumi-token', 'Pulumi token', 'high', 'pul-[a-f0-9]{40}'),
  prefixed('supabase-token', 'Supabase token', 'high', 'sbp_[a-f0-9]{40}'),
  prefixed('anthropic-key', 'Anthropic key', 'high', 'sk-ant-(?:api|admin)\\d{2}-[A-Za-z0-9_-]{80,120}'),
  prefixed(
    'openai-key',
    'OpenAI key',
    'high',
    'sk-(?:(?:proj|svcacct|admin)-)?[A-Za-z0-9_-]{20,74}T3BlbkFJ[A-Za-z0-9_-]{20,74}',
  ),
  prefixed('hugging-face-token', 'Hugging Face token', 'high', 'hf_[A-Za-z0-9]{34}'),
  prefixed('perplexity-key', 'Perplexity key', 'high', 'pplx-[A-Za-z0-9]{48}'),
  prefixed('groq-key', 'Groq key', 'high', 'gsk_[A-Za-z0-9]{52}'),
  prefixed('replicate-token', 'Replicate token', 'high', 'r8_[A-Za-z0-9]{37}'),
  prefixed('openrouter-key', 'OpenRouter key', 'high', 'sk-or-v1-[a-f0-9]{64}'),
  prefixed(
    'slack-token',
    'Slack token',
    'high',
    'xox[bpeas]-(?:\\d{8,13}-){1,3}[A-Za-z0-9]{16,40}|xapp-\\d-[A-Z0-9]+-\\d+-[a-f0-9]{40,}',
  ),
  prefixed(
    'slack-webhook',
    'Slack webhook',
    'high',
    'https://hooks\\.slack\\.com/(?:services|workflows)/[A-Za-z0-9+/]{43,56}',
  ),
  prefixed('telegram-token', 'Telegram bot token', 'high', '\\d{5,16}:A[A-Za-z0-9_-]{34}'),
  prefixed(
    'discord-webhook',
    'Discord webhook',
    'high',
    'https://(?:\\w+\\.)?discord(?:app)?\\.com/api/webhooks/\\d{17,20}/[A-Za-z0-9_-]{60,72}',
  ),
  prefixed(
    'teams-webhook',
    'Teams webhook',
    'high',
    'https://[a-z0-9-]+\\.webhook\\.office\\.com/webhookb2/[A-Za-z0-9@/-]{60,}',
  ),
  prefixed('stripe-key', 'Stripe live key', 'critical', '[sr]k_live_[A-Za-z0-9]{10,99}'),
  prefixed('stripe-test-key', 'Stripe test key', 'low', '[sr]k_test_[A-Za-z0-9]{10,99}'),
  prefixed('webhook-secret', 'webhook signing secret', 'high', 'whsec_[A-Za-z0-9+/=]{32,}'),
  prefixed(
    'square-token',
    'Square token',
    'critical',
    'sq0(?:atp|csp)-[A-Za-z0-9_-]{22,43}|EAAA[A-Za-z0-9_-]{56,60}',
  ),
  prefixed('shopify-token', 'Shopify token', 'high', 'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}'),
  prefixed('sendgrid-key', 'SendGrid key', 'high', 'SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}'),
  prefixed('mailgun-key', 'Mailgun key', 'high', 'key-[a-f0-9]{32}'),
  prefixed('mailchimp-key', 'Mailchimp key', 'high', '[a-f0-9]{32}-us\\d{1,2}'),
  prefixed('brevo-key', 'Brevo key', 'high', 'xkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}'),
  prefixed('twilio-key', 'Twilio key', 'high', 'SK[a-f0-9]{32}'),
  prefixed('notion-token', 'Notion token', 'high', 'ntn_[A-Za-z0-9]{40,50}|secret_[A-Za-z0-9]{43}'),
  prefixed('linear-key', 'Linear key', 'high', 'lin_(?:api|oauth)_[A-Za-z0-9]{40,64}'),
  prefixed('airtable-token', 'Airtable token', 'high', 'pat[A-Za-z0-9]{14}\\.[a-f0-9]{64}'),
  prefixed('postman-key', 'Postman key', 'high', 'PMAK-[a-f0-9]{24}-[a-f0-9]{34}'),
  prefixed('grafana-token', 'Grafana token', 'high', 'glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}'),
  prefixed('sentry-token', 'Sentry token', 'high', 'sntrys_eyJ[A-Za-z0-9_=+/-]{40,}|sntryu_[a-f0-9]{64}'),
  prefixed('new-relic-key', 'New Relic key', 'high', 'NRAK-[A-Z0-9]{27}'),
  prefixed('one-password-token', '1Password token', 'high', 'ops_eyJ[A-Za-z0-9_=+/-]{250,}'),
  prefixed('age-key', 'age private key', 'critical', 'AGE-SECRET-KEY-1[A-Z0-9]{58}'),
  {
    id: 'azure-storage-key',
    kind: 'Azure storage key',
    severity: 'critical',
    pattern: /AccountKey=([A-Za-z0-9+/]{86}==)/g,
  },
];
