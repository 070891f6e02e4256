import express, {
  Router,
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import type { BotManifest, Setup } from '#bots/contract.ts';
import type { Clock } from '#monitoring/clock.ts';
import { AmasError, publicMessageOf } from '#monitoring/errors.ts';
import type { Logger } from '#monitoring/logger.ts';
import type { Database } from '#prisma/client.ts';
import { recordAudit } from '#prisma/repositories/audit.ts';
import { saveIntegration } from '#prisma/repositories/integrations.ts';
import { defaultSlug } from '#prisma/repositories/tenancy.ts';
import { isGrantUsed, issueGrant, readGrant, useGrant, type Grant } from '#prisma/setup-grants.ts';
import type { Loaded } from '#prisma/installation.ts';
import { sendProblem } from '../problem.ts';
import { methodNotAllowed, refusals } from '../refusals.ts';
import { browserOf, nameBrowser } from './setup-browser.ts';
import { isLocal, originOf } from './setup-origin.ts';
import { donePage, formPage, platformPage, refusalPage, type SetupPage } from './setup-pages.ts';
import { setupStyleSource } from './setup-style.ts';

export interface SetupHost {
  readonly setups: Readonly<Record<string, Setup | undefined>>;
  readonly manifests: Readonly<Record<string, BotManifest | undefined>>;
  readonly store: Database['store'];
  /** Throws while the database has not answered. */
  readonly loaded: () => Loaded;
  readonly publicUrl: string | undefined;
  readonly clock: Clock;
  readonly log: Logger;
}

/** One request for a platform's page, with everything it needs. */
interface Visit {
  readonly host: SetupHost;
  readonly platform: string;
  readonly title: string;
  readonly setup: Setup;
  readonly loaded: Loaded;
  /** How the browser sees this hub, and how the platform does. */
  readonly origin: string;
  readonly publicUrl: string;
  readonly request: Request;
  readonly response: Response;
}

const maxFormBytes = 16_384;

/**
 * `/setup/<platform>`: connects a platform from the browser. Open with a one-time token, which the command line prints;
 * without one only on this machine, and only while the platform is not connected.
 */
export function createSetupRouter(host: SetupHost): Router {
  const router = Router();
  const form = express.urlencoded({ extended: false, limit: maxFormBytes, parameterLimit: 20 });
  const page =
    (handle: (visit: Visit) => Promise<SetupPage>): RequestHandler =>
    async (request, response) =>
      await serve(host, { request, response, handle });
  const others =
    (allow: string): RequestHandler =>
    (request, response) =>
      sendProblem(request, response, methodNotAllowed(allow));
  router.route('/setup/:platform').get(page(open)).post(form, page(begin)).all(others('GET, HEAD, POST'));
  router.route('/setup/:platform/callback').get(page(complete)).all(others('GET, HEAD'));
  router.use(refuseUnreadable);
  return router;
}

/** A form that the parser does not take: too long, or no form. */
const refuseUnreadable: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const status = (error as { readonly status?: unknown } | null)?.status;
  if (status === 413) sendProblem(request, response, refusals.bodyTooLarge);
  else if (typeof status === 'number' && status < 500)
    sendProblem(request, response, refusals.malformedRequest);
  else next(error);
};

interface Served {
  readonly request: Request;
  readonly response: Response;
  readonly handle: (visit: Visit) => Promise<SetupPage>;
}

async function serve(host: SetupHost, { request, response, handle }: Served): Promise<void> {
  const platform = String(request.params['platform']);
  const setup = Object.hasOwn(host.setups, platform) ? host.setups[platform] : undefined;
  if (!setup) {
    sendProblem(request, response, refusals.notFound);
    return;
  }
  const title = host.manifests[platform]?.title ?? platform;
  const { publicUrl } = host;
  const origin = originOf(request, publicUrl);
  const page =
    publicUrl === undefined
      ? refusalPage(503, `Set up ${title}`, [
          `First set PUBLIC_URL to the address at which ${title} reaches this hub, such as https://amas.example.com, and start AMAS again.`,
        ])
      : origin === undefined
        ? refusalPage(421, `Set up ${title}`, [`Open this page at ${publicUrl}/setup/${platform}`])
        : await handle({
            host,
            platform,
            title,
            setup,
            loaded: host.loaded(),
            origin,
            publicUrl,
            request,
            response,
          });
  response.setHeader(
    'content-security-policy',
    `default-src 'none'; style-src ${setupStyleSource}; base-uri 'none'; form-action ${page.formTarget}; frame-ancestors 'none'`,
  );
  response.status(page.status).type('html').send(page.html);
}

/** The form, for whoever may see it. */
async function open(visit: Visit): Promise<SetupPage> {
  const token = textOf(visit.request.query['token']);
  const refusal = await refusalOf(visit, token);
  if (refusal) return refusal;
  const browser = nameBrowser(visit.response, visit.origin);
  return showForm(visit, { browser, token, values: {}, problems: [] });
}

/** Takes the form: from here on the token is used up, and the browser goes to the platform with a state of its own. */
async function begin(visit: Visit): Promise<SetupPage> {
  const { host, platform, loaded, request, setup } = visit;
  const body = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  const browser = browserOf(request);
  const form = readGrant(
    loaded.sealer,
    textOf(body['form']),
    { purpose: 'form', platform },
    host.clock.now(),
  );
  if (!form || browser === undefined || form.browser !== browser) return begunElsewhere(visit);
  const token = textOf(body['token']);
  const refusal = await refusalOf(visit, token);
  if (refusal) return refusal;
  const values = Object.fromEntries(setup.fields.map(({ name }) => [name, textOf(body[name])]));
  const state = issueGrant(loaded.sealer, { purpose: 'state', platform, browser, values }, host.clock.now());
  const step = setup.begin({
    values,
    homeUrl: visit.publicUrl,
    webhookUrl: webhookUrlOf(visit),
    returnUrl: `${visit.origin}/setup/${platform}/callback`,
    state,
  });
  if (step.kind === 'wrong') return showForm(visit, { browser, token, values, problems: step.problems });
  const granted = tokenOf(visit, token);
  if (!(await useGrant(host.store, form))) return begunElsewhere(visit);
  if (granted && !(await useGrant(host.store, granted))) return spentPage(visit);
  return platformPage(visit.title, step);
}

/** The platform sent the browser back. */
async function complete(visit: Visit): Promise<SetupPage> {
  const { host, platform, loaded, request, setup, title } = visit;
  const query = Object.fromEntries(
    Object.entries(request.query).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
  const { sealer } = loaded;
  const state = readGrant(sealer, query['state'] ?? '', { purpose: 'state', platform }, host.clock.now());
  const browser = browserOf(request);
  if (!state || browser === undefined || state.browser !== browser) return begunElsewhere(visit);
  if (!(await useGrant(host.store, state))) return spentPage(visit);
  try {
    const signal = AbortSignal.timeout(30_000);
    const result = await setup.complete({ values: state.values ?? {}, query, signal });
    await host.store.$transaction(async (store) => {
      await saveIntegration(store, sealer, loaded.tenant, { platform, settings: result.settings });
      await recordAudit(store, {
        organizationId: loaded.tenant.organizationId,
        actor: 'setup-page',
        action: 'integration.connect',
        target: platform,
        details: { settings: Object.keys(result.settings) },
      });
    });
    await loaded.integrations.refresh();
    host.log.info({ platform }, 'platform connected on the set-up page');
    return donePage(title, result);
  } catch (error) {
    if (!(error instanceof AmasError)) throw error;
    host.log.warn({ err: error, platform }, 'platform not connected');
    return refusalPage(502, `${title} was not connected`, [publicMessageOf(error), againLine(visit)]);
  }
}

/** Undefined for whoever may set this platform up. */
async function refusalOf(visit: Visit, token: string): Promise<SetupPage | undefined> {
  const { host, title } = visit;
  const granted = tokenOf(visit, token);
  if (granted) return (await isGrantUsed(host.store, granted)) ? spentPage(visit) : undefined;
  if (token !== '') return spentPage(visit);
  if (!isLocal(visit.request)) {
    return refusalPage(403, `Set up ${title}`, [
      'From another machine this page needs a one-time link.',
      againLine(visit),
    ]);
  }
  if (!isConnected(visit)) return undefined;
  return refusalPage(403, `${title} is connected`, [
    `This AMAS has its ${title} App already. Check it with: npx amas connect ${visit.platform}`,
    `To connect another one in its place, you need a one-time link. ${againLine(visit)}`,
  ]);
}

const tokenOf = ({ host, loaded, platform }: Visit, token: string): Grant | undefined =>
  readGrant(loaded.sealer, token, { purpose: 'token', platform }, host.clock.now());

/** What is stored, or what the environment holds in full. */
function isConnected({ host, loaded, platform }: Visit): boolean {
  const settings = loaded.integrations.find(platform, defaultSlug)?.settings ?? {};
  return host.manifests[platform]?.settings.safeParse(settings).success === true;
}

function showForm(
  visit: Visit,
  shown: {
    readonly browser: string;
    readonly token: string;
    readonly values: Readonly<Record<string, string>>;
    readonly problems: readonly string[];
  },
): SetupPage {
  const { host, loaded, platform, setup, title } = visit;
  const { browser, token, values, problems } = shown;
  const form = issueGrant(loaded.sealer, { purpose: 'form', platform, browser }, host.clock.now());
  return formPage({
    title,
    fields: setup.fields,
    values,
    hidden: { form, ...(token === '' ? {} : { token }) },
    webhookUrl: webhookUrlOf(visit),
    problems,
  });
}

const webhookUrlOf = ({ publicUrl, platform }: Visit): string => `${publicUrl}/webhooks/${platform}`;

const againLine = ({ platform }: Visit): string =>
  `The line "${platform}" of "npx amas doctor" prints a new link; it is good once, for an hour.`;

const begunElsewhere = (visit: Visit): SetupPage =>
  refusalPage(403, `Set up ${visit.title}`, [
    'This was not begun in this browser, or too long ago. Begin again on the first page.',
    againLine(visit),
  ]);

const spentPage = (visit: Visit): SetupPage =>
  refusalPage(403, `Set up ${visit.title}`, ['This link was used already, or is too old.', againLine(visit)]);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
