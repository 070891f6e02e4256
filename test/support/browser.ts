/** A page as a browser without scripts shows it. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

/**
 * What a person does in a browser, over HTTP: pages, links, forms, redirects, cookies by host. It obeys the page's
 * Content-Security-Policy where it sends a form, as browsers do.
 */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  async open(url: string, init: RequestInit = {}): Promise<Page> {
    const { host } = new URL(url);
    const cookies = [...(this.#cookies.get(host) ?? [])].map(([name, value]) => `${name}=${value}`);
    const response = await fetch(url, {
      redirect: 'manual',
      ...init,
      headers: {
        'user-agent': 'browser',
        ...(cookies.length > 0 ? { cookie: cookies.join('; ') } : {}),
        ...(init.headers as Record<string, string> | undefined),
      },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      const jar = this.#cookies.get(host) ?? new Map<string, string>();
      this.#cookies.set(host, jar.set(pair.slice(0, at), pair.slice(at + 1)));
    }
    const location = response.headers.get('location');
    if (location !== null && response.status >= 300 && response.status < 400) {
      return await this.open(new URL(location, url).href);
    }
    return { url, status: response.status, headers: response.headers, html: await response.text() };
  }

  /** Fills in the page's one form and sends it. */
  async submit(page: Page, values: Readonly<Record<string, string>> = {}): Promise<Page> {
    const action = new URL(decode(/<form[^>]*\baction="([^"]*)"/.exec(page.html)?.[1] ?? page.url), page.url);
    const allowed = /form-action ([^;]+)/.exec(page.headers.get('content-security-policy') ?? '')?.[1];
    const isAllowed =
      allowed === undefined ||
      allowed === action.origin ||
      (allowed === "'self'" && action.origin === new URL(page.url).origin);
    if (!isAllowed) throw new Error(`the page may not send its form to ${action.origin}, only to ${allowed}`);
    const fields = [...page.html.matchAll(/<input\b([^>]*)>/g)]
      .map(([, attributes = '']) => attributes)
      // A box that nobody ticked is not sent.
      .filter((attributes) => !/\btype="checkbox"/.test(attributes) || /\bchecked\b/.test(attributes))
      .map((attributes): [string, string] => [
        decode(/\bname="([^"]*)"/.exec(attributes)?.[1] ?? ''),
        decode(/\bvalue="([^"]*)"/.exec(attributes)?.[1] ?? ''),
      ]);
    return await this.open(action.href, {
      method: 'POST',
      body: new URLSearchParams([...new Map([...fields, ...Object.entries(values)])]).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  }
}

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

const decode = (text: string): string =>
  text
    .replaceAll(/&#(\d+);/g, (_entity, code: string) => String.fromCharCode(Number(code)))
    .replaceAll(/&(?:amp|lt|gt|quot);/g, (entity) => entities[entity] ?? entity);
