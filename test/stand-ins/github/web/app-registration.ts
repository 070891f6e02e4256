import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { appJson } from '../json/account.ts';
import { html, page, type Html } from '../pages/html.ts';
import { json, type Reply } from '../http/reply.ts';
import { createApp, install } from '../state/apps.ts';
import type { App, Permissions } from '../state/model.ts';
import type { World } from '../state/world.ts';
import type { Deliveries } from '../webhooks/deliveries.ts';
import { pingPayload } from '../webhooks/payload.ts';

/** A form or a link that a browser opens. `body` is what a form sent. */
export interface WebRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

/** Codes of a manifest are good once, and for an hour. */
const codeLifetimeMs = 3_600_000;
const maxNameChars = 34;

interface Manifest {
  readonly name: string;
  readonly redirectUrl: string;
  readonly hookUrl: string;
  readonly setupUrl: string | undefined;
  readonly permissions: Permissions;
  readonly events: readonly string[];
}

interface Draft {
  readonly manifest: Manifest;
  readonly owner: string;
  readonly state: string;
}

/** Which permission an event comes with. Events that are not named come with every app. */
const permissionOfEvent: Readonly<Record<string, string>> = {
  check_run: 'checks',
  check_suite: 'checks',
  issue_comment: 'issues',
  issues: 'issues',
  merge_group: 'merge_queues',
  pull_request: 'pull_requests',
  pull_request_review: 'pull_requests',
  pull_request_review_comment: 'pull_requests',
  pull_request_review_thread: 'pull_requests',
  push: 'contents',
};

/**
 * The pages on which a person registers an app from a manifest and installs it. Whoever opens them is signed in as
 * `mona`, who owns every organization. Undefined for every other path.
 */
export class AppRegistration {
  readonly #world: World;
  readonly #deliveries: Deliveries;
  readonly #drafts = new Map<string, Draft>();
  readonly #codes = new Map<string, { readonly app: App; readonly expiresAt: number }>();

  constructor(world: World, deliveries: Deliveries) {
    this.#world = world;
    this.#deliveries = deliveries;
  }

  async answer(request: WebRequest): Promise<Reply | undefined> {
    const { method, path } = request;
    const slug = /^\/apps\/([\w-]+)\/installations\/new$/.exec(path)?.[1];
    if (slug !== undefined) return this.#installation(request, slug);
    if (method !== 'POST') return undefined;
    if (path === '/settings/apps/new') return this.#showDraft(request, 'mona');
    if (path === '/settings/apps') return await this.#create(request);
    const organization = /^\/organizations\/([\w-]+)\/settings\/apps\/new$/.exec(path)?.[1];
    if (organization !== undefined) return this.#showDraft(request, organization);
    const code = /^\/app-manifests\/([\w-]+)\/conversions$/.exec(path)?.[1];
    return code === undefined ? undefined : this.#convert(code);
  }

  #showDraft({ body, query }: WebRequest, owner: string): Reply {
    const manifest = readManifest(new URLSearchParams(body.toString('utf8')).get('manifest') ?? '');
    if ('problems' in manifest) {
      const problems = manifest.problems.map((problem) => html`<li>${problem}</li>`);
      return refused(
        html`<h1>Invalid GitHub App configuration</h1>
          <ul>
            ${problems}
          </ul>`,
      );
    }
    const draft = randomBytes(12).toString('hex');
    this.#drafts.set(draft, { manifest, owner, state: query.get('state') ?? '' });
    return page(
      'Create GitHub App',
      html`<h1>Create GitHub App for ${owner}</h1>
        <form method="post" action="/settings/apps">
          <input type="hidden" name="draft" value="${draft}" />
          <label>GitHub App name <input name="name" value="${manifest.name}" /></label>
          <button id="create">Create GitHub App for ${owner}</button>
        </form>`,
    );
  }

  async #create({ body }: WebRequest): Promise<Reply> {
    const form = new URLSearchParams(body.toString('utf8'));
    const id = form.get('draft') ?? '';
    const draft = this.#drafts.get(id);
    const name = form.get('name') ?? '';
    if (!draft) return notFoundPage();
    const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
    if (name.length > maxNameChars)
      return refused(html`<p>Name is too long (maximum is ${maxNameChars} characters)</p>`);
    if (this.#world.apps.some((app) => app.slug === slug)) return refused(html`<p>Name is already taken</p>`);
    this.#drafts.delete(id);
    const { manifest, owner, state } = draft;
    const app = await createApp(this.#world, {
      slug,
      owner,
      webhookSecret: randomBytes(20).toString('hex'),
      permissions: manifest.permissions,
      events: manifest.events,
      ...(manifest.setupUrl === undefined ? {} : { setupUrl: manifest.setupUrl }),
    });
    app.hook.url = manifest.hookUrl;
    const payload = pingPayload(this.#world, app);
    // Nobody who has the secret listens yet: the first delivery of an app fails.
    const message = { event: 'ping', action: null, installationId: null, repositoryId: null, payload };
    this.#deliveries.send(app, message);
    const code = randomBytes(20).toString('hex');
    this.#codes.set(code, { app, expiresAt: this.#world.now() + codeLifetimeMs });
    const back = new URL(manifest.redirectUrl);
    back.searchParams.set('code', code);
    if (state !== '') back.searchParams.set('state', state);
    return redirect(back.href);
  }

  #convert(code: string): Reply {
    const entry = this.#codes.get(code);
    this.#codes.delete(code);
    if (!entry || entry.expiresAt < this.#world.now()) {
      return json(404, {
        message: 'Not Found',
        documentation_url: 'https://docs.github.com/rest/apps/apps#create-a-github-app-from-a-manifest',
        status: '404',
      });
    }
    const { app } = entry;
    return json(201, {
      ...appJson(this.#world, app),
      client_secret: randomBytes(20).toString('hex'),
      webhook_secret: app.hook.secret,
      pem: app.privateKey,
    });
  }

  #installation({ method, body }: WebRequest, slug: string): Reply {
    const app = this.#world.apps.find((candidate) => candidate.slug === slug);
    if (!app) return notFoundPage();
    if (method !== 'POST') {
      return page(
        'Install',
        html`<h1>Install ${app.name}</h1>
          <form method="post">
            <label>Account <input name="account" value="${app.owner.login}" /></label
            ><button id="install">Install</button>
          </form>`,
      );
    }
    const login = new URLSearchParams(body.toString('utf8')).get('account') ?? '';
    const account = this.#world.users.get(login.toLowerCase());
    if (!account) return notFoundPage();
    const { id } = install(this.#world, { app, account, repositories: 'all' });
    if (app.setupUrl === undefined) return redirect(`${this.#world.url}/settings/installations/${id}`);
    const back = new URL(app.setupUrl);
    back.searchParams.set('installation_id', String(id));
    back.searchParams.set('setup_action', 'install');
    return redirect(back.href);
  }
}

function readManifest(text: string): Manifest | { readonly problems: readonly string[] } {
  const parsed = ManifestForm.safeParse(parseJson(text));
  if (!parsed.success) {
    return { problems: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
  }
  const { name, hook_attributes: hook, redirect_url: redirectUrl, setup_url: setupUrl } = parsed.data;
  const { default_permissions: permissions, default_events: events } = parsed.data;
  const problems = events
    .filter((event) => permissions[permissionOfEvent[event] ?? 'none'] === undefined)
    .map((event) => `Default events unsupported: ${event}`);
  return problems.length > 0
    ? { problems }
    : { name, redirectUrl, hookUrl: hook.url, setupUrl, permissions, events };
}

const ManifestForm = z.object({
  name: z.string().max(maxNameChars).default(''),
  url: z.url(),
  hook_attributes: z.object({ url: z.url() }),
  redirect_url: z.url(),
  setup_url: z.url().optional(),
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])).default({}),
  default_events: z.array(z.string()).default([]),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const redirect = (location: string): Reply => ({
  status: 302,
  contentType: 'text/html; charset=utf-8',
  body: '',
  headers: { location },
});

const refused = (body: Html): Reply => ({ ...page('Not created', body), status: 422 });
const notFoundPage = (): Reply => ({ ...page('Not found', html`<h1>Not found</h1>`), status: 404 });
