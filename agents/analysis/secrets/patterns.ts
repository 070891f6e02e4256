import type { Severity } from '#agents/contract.ts';
import { hasValidChecksum } from './checksum.ts';

/** A secret that its form gives away. */
export interface SecretPattern {
  /** The rule's id after `secret/`. */
  readonly id: string;
  readonly kind: string;
  readonly severity: Severity;
  /** Global; the first group that took part is the secret, else the whole match. */
  readonly pattern: RegExp;
  /** A text without this cannot match: looking for it is quicker. In any case. */
  readonly hint?: string;
  /** Refuses what only looks alike. */
  readonly accepts?: (secret: string, line: string) => boolean;
  /** Graver or milder than usual, for this one. */
  readonly severityOf?: (secret: string) => Severity;
  /** Whether it is the vendor's own, by a checksum inside: then it is live wherever it stands. */
  readonly isProven?: (secret: string) => boolean;
}

type Row = readonly [id: string, kind: string, severity: Severity, hint: string, body: string];

/** Forms that vendors document, by what they begin with. A boundary on both sides keeps chance matches out. */
const rows: readonly Row[] = [
  ['github-token', 'GitHub token', 'high', 'gh', 'gh[pousr]_[A-Za-z0-9]{36,}|ghs_[A-Za-z0-9._-]{100,700}'],
  ['github-token', 'GitHub token', 'high', 'github_pat_', 'github_pat_[A-Za-z0-9_]{82}'],
  [
    'gitlab-token',
    'GitLab token',
    'high',
    'gl',
    'gl(?:pat|dt|rt|ft|ptt|soat|imt|agent|cbt|ffct|oas)-[A-Za-z0-9_-]{20,300}(?:\\.[A-Za-z0-9]{2}\\.[a-z0-9]{9})?',
  ],
  ['atlassian-token', 'Atlassian token', 'high', 'AT', 'AT(?:ATT|CTT)3[A-Za-z0-9_=-]{100,200}'],
  ['bitbucket-password', 'Bitbucket app password', 'high', 'ATBB', 'ATBB[A-Za-z0-9]{24,40}'],
  ['npm-token', 'npm token', 'high', 'npm_', 'npm_[A-Za-z0-9]{36}'],
  [
    'pypi-token',
    'PyPI token',
    'high',
    'pypi-',
    'pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZ)[A-Za-z0-9_-]{50,}',
  ],
  ['rubygems-token', 'RubyGems token', 'high', 'rubygems_', 'rubygems_[a-f0-9]{48}'],
  ['crates-token', 'crates.io token', 'high', 'cio', 'cio[A-Za-z0-9]{32}'],
  ['nuget-key', 'NuGet key', 'high', 'oy2', 'oy2[a-z0-9]{43}'],
  ['clojars-token', 'Clojars token', 'high', 'CLOJARS_', 'CLOJARS_[a-z0-9]{60}'],
  ['docker-token', 'Docker Hub token', 'high', 'dckr_', 'dckr_(?:pat|oat)_[A-Za-z0-9_-]{27,}'],
  ['artifactory-token', 'Artifactory key', 'high', 'AKCp', 'AKCp[A-Za-z0-9]{69,}'],
  ['aws-access-key', 'AWS access key', 'critical', 'A', '(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}'],
  ['aws-access-key', 'AWS access key', 'critical', 'A', '(?:AKIA|ASIA)(?=[A-Z]*\\d)[A-Z0-9]{16}'],
  ['google-api-key', 'Google API key', 'medium', 'AIza', 'AIza[A-Za-z0-9_-]{35}'],
  ['google-client-secret', 'Google client secret', 'high', 'GOCSPX-', 'GOCSPX-[A-Za-z0-9_-]{28}'],
  ['google-access-token', 'Google access token', 'high', 'ya29.', 'ya29\\.[A-Za-z0-9_-]{60,}'],
  [
    'azure-client-secret',
    'Azure client secret',
    'critical',
    'Q~',
    '[A-Za-z0-9_~.]{3}\\dQ~[A-Za-z0-9_~.-]{31,34}',
  ],
  ['alibaba-access-key', 'Alibaba Cloud access key', 'critical', 'LTAI', 'LTAI[A-Za-z0-9]{16,26}'],
  ['digitalocean-token', 'DigitalOcean token', 'critical', '_v1_', 'do[por]_v1_[a-f0-9]{64}'],
  ['databricks-token', 'Databricks token', 'high', 'dapi', 'dapi[a-f0-9]{32}(?:-\\d)?'],
  [
    'terraform-cloud-token',
    'HCP Terraform token',
    'high',
    '.atlasv1.',
    '[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{60,70}',
  ],
  ['vault-token', 'Vault token', 'high', 'hv', 'hv[sb]\\.[A-Za-z0-9_-]{24,300}'],
  [
    'doppler-token',
    'Doppler token',
    'high',
    'dp.',
    'dp\\.(?:pt|st|ct|sa|scim|audit)\\.(?:[a-z0-9_-]+\\.)?[A-Za-z0-9]{40,44}',
  ],
  ['pulumi-token', 'Pulumi token', 'high', 'pul-', 'pul-[a-f0-9]{40}'],
  ['supabase-token', 'Supabase token', 'high', 'sb', 'sbp_[a-f0-9]{40}|sb_secret_[A-Za-z0-9_-]{20,}'],
  ['fly-token', 'Fly.io token', 'high', 'F', 'FlyV1 fm2_[A-Za-z0-9+/=,_]{60,}|fo1_[A-Za-z0-9_-]{43}'],
  ['heroku-key', 'Heroku key', 'high', 'HRKU-', 'HRKU-[A-Za-z0-9_-]{36,64}'],
  ['netlify-token', 'Netlify token', 'high', 'nfp_', 'nfp_[A-Za-z0-9]{36,40}'],
  ['render-key', 'Render key', 'high', 'rnd_', 'rnd_[A-Za-z0-9]{28,}'],
  [
    'planetscale-token',
    'PlanetScale token',
    'high',
    'pscale_',
    'pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{32,64}',
  ],
  ['tailscale-key', 'Tailscale key', 'high', 'tskey-', 'tskey-[a-z]+-[A-Za-z0-9]+-[A-Za-z0-9]{10,}'],
  ['openshift-token', 'OpenShift token', 'high', 'sha256~', 'sha256~[A-Za-z0-9_-]{43}'],
  [
    'anthropic-key',
    'Anthropic key',
    'high',
    'sk-ant-',
    'sk-ant-(?:api|admin|oat|sid)\\d{2}-[A-Za-z0-9_-]{80,120}',
  ],
  [
    'openai-key',
    'OpenAI key',
    'high',
    'T3BlbkFJ',
    'sk-(?:(?:proj|svcacct|admin|None)-)?[A-Za-z0-9_-]{20,120}T3BlbkFJ[A-Za-z0-9_-]{20,120}',
  ],
  ['hugging-face-token', 'Hugging Face token', 'high', 'hf_', 'hf_[A-Za-z0-9]{34}'],
  ['perplexity-key', 'Perplexity key', 'high', 'pplx-', 'pplx-[A-Za-z0-9]{40,56}'],
  ['groq-key', 'Groq key', 'high', 'gsk_', 'gsk_[A-Za-z0-9]{52}'],
  ['xai-key', 'xAI key', 'high', 'xai-', 'xai-[A-Za-z0-9]{70,90}'],
  ['replicate-token', 'Replicate token', 'high', 'r8_', 'r8_[A-Za-z0-9]{37}'],
  ['openrouter-key', 'OpenRouter key', 'high', 'sk-or-v1-', 'sk-or-v1-[a-f0-9]{64}'],
  ['langsmith-key', 'LangSmith key', 'high', 'lsv2_', 'lsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}'],
  ['pinecone-key', 'Pinecone key', 'high', 'pcsk_', 'pcsk_[A-Za-z0-9]{4,8}_[A-Za-z0-9]{60,70}'],
  ['tavily-key', 'Tavily key', 'high', 'tvly-', 'tvly-(?:dev-|prod-)?[A-Za-z0-9]{32}'],
  ['nvidia-key', 'NVIDIA key', 'high', 'nvapi-', 'nvapi-[A-Za-z0-9_-]{60,70}'],
  [
    'slack-token',
    'Slack token',
    'high',
    'xox',
    'xox[bpeaors]-(?:\\d{8,13}-){1,3}[A-Za-z0-9]{16,40}|xoxe(?:\\.xox[bp])?-\\d-[A-Za-z0-9]{100,}',
  ],
  ['slack-token', 'Slack token', 'high', 'xapp-', 'xapp-\\d-[A-Z0-9]+-\\d+-[a-f0-9]{40,}'],
  [
    'slack-webhook',
    'Slack webhook',
    'high',
    'hooks.slack.com',
    'https://hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Za-z0-9+/]{40,60}',
  ],
  ['telegram-token', 'Telegram bot token', 'high', ':A', '\\d{5,16}:A[A-Za-z0-9_-]{34}'],
  [
    'discord-webhook',
    'Discord webhook',
    'high',
    '/api/webhooks/',
    'https://(?:\\w+\\.)?discord(?:app)?\\.com/api/webhooks/\\d{17,20}/[A-Za-z0-9_-]{60,72}',
  ],
  [
    'teams-webhook',
    'Teams webhook',
    'high',
    '.webhook.office.com',
    'https://[a-z0-9-]+\\.webhook\\.office\\.com/webhookb2/[A-Za-z0-9@/-]{60,}',
  ],
  [
    'zapier-webhook',
    'Zapier webhook',
    'high',
    'hooks.zapier.com',
    'https://hooks\\.zapier\\.com/hooks/catch/\\d+/[A-Za-z0-9]{5,}',
  ],
  ['stripe-key', 'Stripe live key', 'critical', 'k_live_', '[sr]k_live_[A-Za-z0-9]{10,110}'],
  ['stripe-test-key', 'Stripe test key', 'low', 'k_test_', '[sr]k_test_[A-Za-z0-9]{10,110}'],
  ['webhook-secret', 'webhook signing secret', 'high', 'whsec_', 'whsec_[A-Za-z0-9+/=]{32,}'],
  ['square-token', 'Square token', 'critical', 'sq0', 'sq0(?:atp|csp)-[A-Za-z0-9_-]{22,43}'],
  ['square-token', 'Square token', 'critical', 'EAAA', 'EAAA[A-Za-z0-9_-]{56,60}'],
  [
    'paypal-token',
    'PayPal token',
    'critical',
    'access_token$',
    'access_token\\$(?:production|live)\\$[a-z0-9]{16}\\$[a-f0-9]{32}',
  ],
  ['adyen-key', 'Adyen key', 'critical', 'AQE', 'AQE[a-z]hmfuXNWTK0Qc\\+i[A-Za-z0-9+/=-]{60,}'],
  ['flutterwave-key', 'Flutterwave key', 'critical', 'FLWSECK', 'FLWSECK-[a-f0-9]{32}-X'],
  ['shopify-token', 'Shopify token', 'high', 'shp', 'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}'],
  ['shippo-token', 'Shippo token', 'high', 'shippo_live_', 'shippo_live_[a-f0-9]{40}'],
  ['easypost-key', 'EasyPost key', 'high', 'EZAK', 'EZAK[A-Za-z0-9]{54}'],
  ['sendgrid-key', 'SendGrid key', 'high', 'SG.', 'SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}'],
  ['mailgun-key', 'Mailgun key', 'high', 'key-', 'key-[a-f0-9]{32}'],
  ['mailchimp-key', 'Mailchimp key', 'high', '-us', '[a-f0-9]{32}-us\\d{1,2}'],
  ['brevo-key', 'Brevo key', 'high', 'xkeysib-', 'xkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}'],
  ['mailersend-key', 'MailerSend key', 'high', 'mlsn.', 'mlsn\\.[a-f0-9]{64}'],
  ['resend-key', 'Resend key', 'high', 're_', 're_(?=\\w*\\d)[A-Za-z0-9]{8}_[A-Za-z0-9]{24}'],
  ['klaviyo-key', 'Klaviyo key', 'high', 'pk_', 'pk_[a-f0-9]{34}'],
  ['twilio-key', 'Twilio key', 'high', 'SK', 'SK[a-f0-9]{32}'],
  ['notion-token', 'Notion token', 'high', '_', 'ntn_[A-Za-z0-9]{40,50}|secret_(?=\\w*\\d)[A-Za-z0-9]{43}'],
  ['linear-key', 'Linear key', 'high', 'lin_', 'lin_(?:api|oauth)_[A-Za-z0-9]{40,64}'],
  ['airtable-token', 'Airtable token', 'high', 'pat', 'pat[A-Za-z0-9]{14}\\.[a-f0-9]{64}'],
  ['asana-token', 'Asana token', 'high', '/', '[12]/\\d{13,17}(?:/\\d{13,17})?:[a-f0-9]{32}'],
  [
    'hubspot-token',
    'HubSpot token',
    'high',
    'pat-',
    'pat-(?:na|eu)\\d-[\\da-f]{8}-(?:[\\da-f]{4}-){3}[\\da-f]{12}',
  ],
  ['contentful-token', 'Contentful token', 'high', 'CFPAT-', 'CFPAT-[A-Za-z0-9_-]{43}'],
  ['figma-token', 'Figma token', 'high', 'figd_', 'figd_[A-Za-z0-9_-]{40,}'],
  ['typeform-token', 'Typeform token', 'high', 'tfp_', 'tfp_[A-Za-z0-9_-]{40,70}'],
  ['postman-key', 'Postman key', 'high', 'PMAK-', 'PMAK-[a-f0-9]{24}-[a-f0-9]{34}'],
  ['readme-key', 'ReadMe key', 'high', 'rdme_', 'rdme_[a-z0-9]{70}'],
  [
    'grafana-token',
    'Grafana token',
    'high',
    'gl',
    'glsa_[A-Za-z0-9]{32}_[a-fA-F0-9]{8}|glc_eyJ[A-Za-z0-9+/=]{60,}',
  ],
  ['sentry-token', 'Sentry token', 'high', 'sntry', 'sntrys_eyJ[A-Za-z0-9_=+/-]{40,}|sntryu_[a-f0-9]{64}'],
  ['new-relic-key', 'New Relic key', 'high', 'NR', 'NRAK-[A-Z0-9]{27}|NRII-[A-Za-z0-9_-]{32}'],
  ['dynatrace-token', 'Dynatrace token', 'high', 'dt0', 'dt0[a-z]\\d{2}\\.[A-Z0-9]{24}\\.[A-Z0-9]{64}'],
  ['sonar-token', 'SonarQube token', 'high', 'sq', 'sq[pua]_[a-f0-9]{40}'],
  ['posthog-key', 'PostHog personal key', 'high', 'phx_', 'phx_[A-Za-z0-9]{40,50}'],
  [
    'launchdarkly-key',
    'LaunchDarkly key',
    'high',
    '-',
    '(?:api|sdk)-[\\da-f]{8}-(?:[\\da-f]{4}-){3}[\\da-f]{12}',
  ],
  ['circleci-token', 'CircleCI token', 'high', 'CCI', 'CCI(?:PAT|PRJ)_[A-Za-z0-9]{22}_[a-f0-9]{40}'],
  ['buildkite-token', 'Buildkite token', 'high', 'bkua_', 'bkua_[a-f0-9]{40}'],
  ['prefect-key', 'Prefect key', 'high', 'pnu_', 'pnu_[A-Za-z0-9]{36}'],
  ['one-password-token', '1Password token', 'high', 'ops_eyJ', 'ops_eyJ[A-Za-z0-9_=+/-]{250,}'],
  ['age-key', 'age private key', 'critical', 'AGE-SECRET-KEY-1', 'AGE-SECRET-KEY-1[A-Z0-9]{58}'],
];

/** Of these vendors the last six characters are the CRC-32 of those before. */
const summed = new Set(['github-token', 'npm-token']);

export const prefixedPatterns: readonly SecretPattern[] = [
  ...rows.map(toPattern),
  {
    id: 'azure-storage-key',
    kind: 'Azure storage key',
    severity: 'critical',
    hint: 'accountkey=',
    pattern: /AccountKey=([A-Za-z0-9+/]{86}==)/gi,
  },
  {
    id: 'azure-shared-access-key',
    kind: 'Azure shared access key',
    severity: 'critical',
    hint: 'sharedaccesskey=',
    pattern: /SharedAccessKey=([A-Za-z0-9+/]{43}=)/gi,
  },
  {
    id: 'azure-sas',
    kind: 'Azure shared access signature',
    severity: 'high',
    hint: 'sig=',
    pattern: /[?&]s[a-z]{1,2}=[^\s"'`]*&sig=([A-Za-z0-9%+/]{40,70}(?:%3D|=))/g,
  },
  {
    id: 'discord-token',
    kind: 'Discord bot token',
    severity: 'high',
    pattern: /(?<![\w.-])([MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40})(?![\w.-])/g,
  },
];

function toPattern([id, kind, severity, hint, body]: Row): SecretPattern {
  return {
    id,
    kind,
    severity,
    hint: hint.toLowerCase(),
    pattern: new RegExp(String.raw`(?<![\w-])(${body})(?![\w-])`, 'g'),
    ...(summed.has(id) ? { isProven: hasValidChecksum } : {}),
  };
}
