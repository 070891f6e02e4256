import { z } from 'zod';
import type { Setup, SetupRequest, SetupResult, SetupReturn, SetupStep } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import { manifest as unit } from './manifest.ts';
import { heardEvents, rightsFor, type Right } from './rights.ts';
import { webAddressOf } from './web-address.ts';

/** GitHub's limit of an App's name, which is unique on the whole of GitHub: the person can change it there. */
const maxNameChars = 34;
const maxAnswerChars = 100_000;
const exchangeTimeoutMs = 10_000;
const defaultApiUrl = 'https://api.github.com';

const Values = z.object({
  organization: z
    .string()
    .trim()
    .regex(/^$|^[a-z0-9](?:[a-z0-9-]{0,38})$/i, {
      error:
        'The organization is its name in the address of its page, such as octo-org; empty for your own account.',
    }),
  name: z
    .string()
    .trim()
    .min(1, { error: 'The App needs a name.' })
    .max(maxNameChars, { error: `The name of an App has at most ${maxNameChars} characters.` }),
  apiUrl: z
    .url({
      protocol: /^https?$/,
      error: `The address of the API is ${defaultApiUrl}, or https://<host>/api/v3 of an Enterprise Server.`,
    })
    .transform((url) => url.replace(/\/+$/, '')),
  resolveThreads: z.string().transform((value) => (value === 'yes' ? ('yes' as const) : ('no' as const))),
});

const Converted = z.object({
  id: z.number().int().positive(),
  slug: z.string().regex(/^[a-z0-9-]+$/i),
  name: z.string().optional(),
  html_url: z.url({ protocol: /^https?$/ }),
  client_id: z.string().min(1),
  client_secret: z.string().min(1),
  webhook_secret: z.string().min(1),
  pem: z.string().min(1),
});

/**
 * GitHub's App manifest flow: the browser posts a manifest, GitHub asks the person, makes the App, and sends the
 * browser back with a code that is good once, within an hour, for all its credentials
 * (docs.github.com/apps/sharing-github-apps/registering-a-github-app-from-a-manifest).
 */
export const setup: Setup = {
  fields: [
    {
      name: 'organization',
      label: 'Organization',
      hint: 'Which organization the GitHub App shall belong to; empty: your own account.',
      initial: '',
    },
    {
      name: 'name',
      label: 'Name of the App',
      hint: 'People mention it in comments. It must be free on GitHub; you can change it there.',
      initial: 'AMAS',
    },
    {
      name: 'apiUrl',
      label: 'API of GitHub',
      hint: 'Another one for GitHub Enterprise Server only: https://<host>/api/v3',
      initial: defaultApiUrl,
    },
    {
      name: 'resolveThreads',
      label: 'Let AMAS resolve its own threads when a finding is gone',
      hint: 'GitHub wants the permission to write contents for it, although AMAS changes no content; without it the threads stay open, for people to resolve.',
      initial: '',
      kind: 'choice',
    },
  ],
  begin,
  complete,
};

function begin(request: SetupRequest): SetupStep {
  const parsed = Values.safeParse(request.values);
  if (!parsed.success) return { kind: 'wrong', problems: parsed.error.issues.map(({ message }) => message) };
  const { organization, name, apiUrl, resolveThreads } = parsed.data;
  const owner = organization === '' ? '' : `/organizations/${organization}`;
  const action = `${webAddressOf(apiUrl)}${owner}/settings/apps/new?state=${encodeURIComponent(request.state)}`;
  return {
    kind: 'form',
    action,
    fields: { manifest: JSON.stringify(appManifest({ name, resolveThreads }, request)) },
    button: 'Go on to GitHub',
    explanation: [
      `GitHub shows what the App may do and asks you to create it ${organization === '' ? 'for your account' : `for ${organization}`}.`,
      'Then it sends you back here, and AMAS fetches and encrypts its credentials.',
    ],
    grants: grantedFor({ resolveThreads }).map(({ name: right, level, why }) => ({
      what: `${right}: ${level}`,
      why,
    })),
  };
}

/** The App as AMAS needs it. */
export function appManifest(
  { name, resolveThreads }: Pick<z.infer<typeof Values>, 'name' | 'resolveThreads'>,
  urls: Pick<SetupRequest, 'homeUrl' | 'webhookUrl' | 'returnUrl'>,
) {
  return {
    name,
    url: urls.homeUrl,
    description: 'Reviews pull requests and answers commands.',
    public: false,
    hook_attributes: { url: urls.webhookUrl, active: true },
    redirect_url: urls.returnUrl,
    default_permissions: Object.fromEntries(
      grantedFor({ resolveThreads }).map((right) => [right.name, right.level]),
    ),
    default_events: heardEvents.map((event) => event.name),
  };
}

/** Of a permission that is asked for twice the higher level counts, for both reasons. */
function grantedFor(choice: Parameters<typeof rightsFor>[0]): readonly Right[] {
  const byName = Map.groupBy(rightsFor(choice), ({ name }) => name);
  return [...byName].flatMap(([name, asked]) => {
    const level = asked.some((right) => right.level === 'write') ? ('write' as const) : ('read' as const);
    return [{ name, level, why: asked.map(({ why }) => why).join('; ') }];
  });
}

async function complete({ values, query, signal }: SetupReturn): Promise<SetupResult> {
  const { apiUrl, resolveThreads } = Values.parse(values);
  const { code } = query;
  if (code === undefined || !/^[\w-]{1,200}$/.test(code)) {
    throw notMade('GitHub sent no code: the App was not created. Begin again on the page of the hub.');
  }
  const app = await exchange(apiUrl, code, signal);
  const settings = {
    appId: String(app.id),
    appSlug: app.slug,
    privateKey: app.pem,
    webhookSecret: app.webhook_secret,
    clientId: app.client_id,
    clientSecret: app.client_secret,
    apiUrl,
    resolveThreads,
  };
  if (!unit.settings.safeParse(settings).success) throw notMade(unreadable);
  return {
    settings,
    name: app.name ?? app.slug,
    next: { label: `Install ${app.name ?? app.slug}`, url: `${app.html_url}/installations/new` },
  };
}

const unreadable =
  'GitHub answered with something else than the credentials of an App. If an App was created, delete it in its settings, and begin again.';

/** The one call that needs no credentials, so it needs no client either. Its answer holds secrets: it is never quoted. */
async function exchange(
  apiUrl: string,
  code: string,
  signal: AbortSignal,
): Promise<z.infer<typeof Converted>> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${apiUrl}/app-manifests/${code}/conversions`, {
      method: 'POST',
      redirect: 'error',
      headers: {
        accept: 'application/vnd.github+json',
        'user-agent': 'amas',
        'x-github-api-version': '2022-11-28',
      },
      signal: AbortSignal.any([signal, AbortSignal.timeout(exchangeTimeoutMs)]),
    });
    text = await response.text();
  } catch (cause) {
    const failure = cause instanceof Error ? cause.name : 'unknown';
    throw new AmasError('bots.unavailable', 'GitHub did not answer the exchange of the code', {
      retry: 'backoff',
      publicMessage: `GitHub at ${new URL(apiUrl).host} did not answer. If an App was created, delete it in its settings, and begin again.`,
      details: { platform: 'github', failure },
    });
  }
  if (response.status === 404 || response.status === 422) {
    throw notMade(
      'GitHub does not know this code: it is good once, and for an hour. If an App was created, delete it in its settings, and begin again.',
    );
  }
  const parsed = text.length > maxAnswerChars ? undefined : Converted.safeParse(parseJson(text));
  if (!response.ok || !parsed?.success) throw notMade(unreadable);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const notMade = (publicMessage: string): AmasError =>
  new AmasError('bots.refused', 'the GitHub App was not set up', {
    publicMessage,
    details: { platform: 'github' },
  });
