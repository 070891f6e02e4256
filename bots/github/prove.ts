import { z } from 'zod';
import type { BotHost, Proof, Proving } from '#bots/contract.ts';
import { codeOf, publicMessageOf } from '#monitoring/errors.ts';
import type { Api } from './api.ts';
import { openApp, type App } from './app.ts';
import { proveComment } from './prove-comment.ts';
import { proveRoundTrip } from './prove-round-trip.ts';
import { fail, ok, warn } from './proof.ts';
import { covers, heardEvents, rightsFor, type Right } from './rights.ts';
import { readSettings } from './settings.ts';
import { webAddressOf } from './web-address.ts';

const Permissions = z.record(z.string(), z.string());
const AppFacts = z.object({
  id: z.number().int(),
  slug: z.string(),
  name: z.string().nullish(),
  owner: z.object({ login: z.string().nullish() }).nullish(),
  permissions: Permissions,
  events: z.array(z.string()),
});
type AppFacts = z.infer<typeof AppFacts>;
const HookConfig = z.object({
  url: z.string().nullish(),
  insecure_ssl: z.union([z.string(), z.number()]).nullish(),
});
const Installation = z.object({
  account: z.object({ login: z.string().nullish(), slug: z.string().nullish() }).nullish(),
  permissions: Permissions,
  suspended_at: z.string().nullish(),
});

/** Both directions: what the App is and may do, where GitHub sends its events, and that one of them arrives and is stored. */
export async function prove(
  settings: Readonly<Record<string, string>>,
  host: BotHost,
  proving: Proving,
): Promise<readonly Proof[]> {
  const { signal } = proving;
  const parsed = readSettings(settings);
  const app = openApp(parsed, host);
  let facts: AppFacts;
  try {
    facts = await app.api.call({ route: 'GET /app', answer: AppFacts, signal });
  } catch (error) {
    return [fail('identity', `GitHub does not know this App (${codeOf(error)})`, publicMessageOf(error))];
  }
  const rights = rightsFor(parsed);
  const appPage = `${webAddressOf(parsed.apiUrl)}/settings/apps/${facts.slug}`;
  return [
    identity(facts, parsed.appSlug),
    ...permissions(facts, { rights, appPage }),
    ...events(facts, appPage),
    await attempt('webhook', () => hook(app.api, proving)),
    ...(await attemptAll('installations', () => installations(app.api, { facts, rights }, signal))),
    await attempt('round-trip', () => proveRoundTrip(app.api, host.clock, proving)),
    ...(await comment(app, proving, parsed.apiUrl)),
  ];
}

async function attemptAll(id: string, work: () => Promise<Proof[]>): Promise<Proof[]> {
  try {
    return await work();
  } catch (error) {
    return [fail(id, `GitHub did not let this be checked (${codeOf(error)})`, publicMessageOf(error))];
  }
}

const attempt = async (id: string, work: () => Promise<Proof>): Promise<Proof> => {
  const [proof] = await attemptAll(id, async () => [await work()]);
  return proof ?? fail(id, 'Nothing was learned', 'Try again.');
};

async function comment(app: App, { commentOn, signal }: Proving, apiUrl: string): Promise<Proof[]> {
  if (commentOn === undefined) return [];
  return [await attempt('comment', () => proveComment(app, { url: commentOn, apiUrl, signal }))];
}

function identity({ id, slug, name, owner }: AppFacts, appSlug: string): Proof {
  const message = `GitHub knows this App: ${name ?? slug} (${id}), owned by ${owner?.login ?? 'nobody it names'}`;
  if (slug.toLowerCase() === appSlug.toLowerCase()) return ok('identity', message);
  return fail('identity', `${message}, but it is called ${appSlug} here`, `Set GITHUB_APP_SLUG=${slug}.`);
}

interface Asked {
  readonly rights: readonly Right[];
  readonly appPage: string;
}

function permissions({ permissions: held }: AppFacts, { rights, appPage }: Asked): Proof[] {
  const missing = rights.filter(({ name, level }) => !covers(held[name], level));
  const excess = Object.entries(held).filter(([name, level]) => {
    return !rights.some((right) => right.name === name && covers(right.level, level));
  });
  const excessText = excess.map(([name, level]) => `${name}: ${level}`).join(', ');
  const proofs = missing.map(({ name, level, why, isOptional }) => {
    const remedy = `Grant it at ${appPage}/permissions, and accept it in each installation.`;
    const message = `The App lacks the permission ${name}: ${level}, for ${why}`;
    return isOptional ? warn('permissions', message, remedy) : fail('permissions', message, remedy);
  });
  if (excess.length > 0) {
    const isForThreads = excess.some(([name]) => name === 'contents');
    const unless = isForThreads
      ? ', unless AMAS is to resolve its own threads: then set GITHUB_RESOLVE_THREADS=yes'
      : '';
    const remedy = `Take it away at ${appPage}/permissions: nothing uses it${unless}.`;
    proofs.push(warn('permissions', `The App has more than AMAS uses: ${excessText}`, remedy));
  }
  return proofs.length > 0
    ? proofs
    : [ok('permissions', 'The App has exactly the permissions that AMAS uses')];
}

function events({ events: heard }: AppFacts, appPage: string): Proof[] {
  const missing = heardEvents.filter(({ name, isUnasked }) => !isUnasked && !heard.includes(name));
  const excess = heard.filter((name) => !heardEvents.some((event) => event.name === name));
  const proofs = missing.map(({ name, why, isOptional }) => {
    const remedy = `Subscribe to it at ${appPage}/permissions.`;
    const message = `The App does not hear the event ${name}, for ${why}`;
    return isOptional ? warn('events', message, remedy) : fail('events', message, remedy);
  });
  if (excess.length > 0) {
    const remedy = `Unsubscribe at ${appPage}/permissions: nothing uses them.`;
    proofs.push(warn('events', `The App hears more than AMAS uses: ${excess.join(', ')}`, remedy));
  }
  return proofs.length > 0 ? proofs : [ok('events', 'The App hears exactly the events that AMAS uses')];
}

async function hook(api: Api, { webhookUrl, signal }: Proving): Promise<Proof> {
  const config = await api.call({ route: 'GET /app/hook/config', answer: HookConfig, signal });
  const { url } = config;
  if (!url)
    return fail('webhook', 'The App sends its events nowhere', 'Set the webhook URL in its settings.');
  if (String(config.insecure_ssl ?? '0') === '1') {
    const remedy = 'Enable SSL verification in the settings of the App.';
    return warn('webhook', 'GitHub does not verify the certificate of this hub', remedy);
  }
  if (webhookUrl === undefined) {
    const remedy = 'Set PUBLIC_URL to the address at which GitHub reaches this hub.';
    return warn('webhook', `Events go to ${url}; whether that is this hub is not known`, remedy);
  }
  if (url === webhookUrl || url.startsWith(`${webhookUrl}/`)) return ok('webhook', `Events go to ${url}`);
  return fail(
    'webhook',
    `Events go to ${url}, not to this hub`,
    `Set the webhook URL of the App to ${webhookUrl}`,
  );
}

async function installations(
  api: Api,
  { facts, rights }: { readonly facts: AppFacts; readonly rights: readonly Right[] },
  signal?: AbortSignal,
): Promise<Proof[]> {
  const found = await api.list({ route: 'GET /app/installations', answer: Installation, signal });
  if (found.length === 0) {
    return [warn('installations', 'The App is installed nowhere', 'Install it from its page on GitHub.')];
  }
  const named = found.map((installation) => ({
    ...installation,
    name: installation.account?.login ?? installation.account?.slug ?? 'an unnamed account',
  }));
  const suspended = named.filter((installation) => installation.suspended_at);
  const outdated = named.filter(({ permissions: held }) =>
    rights.some(({ name, level }) => covers(facts.permissions[name], level) && !covers(held[name], level)),
  );
  const proofs = [
    ...suspended.map(({ name }) =>
      warn(
        'installations',
        `The installation of ${name} is suspended`,
        'Its owner can unsuspend it in the settings of the account.',
      ),
    ),
    ...outdated.map(({ name }) =>
      warn(
        'installations',
        `${name} has not accepted the permissions of the App`,
        'Its owner can accept them in the settings of the installation.',
      ),
    ),
  ];
  if (proofs.length > 0) return proofs;
  return [
    ok(
      'installations',
      `Installed for ${named
        .map(({ name }) => name)
        .slice(0, 10)
        .join(', ')}`,
    ),
  ];
}
