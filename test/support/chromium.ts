import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { eventually } from './eventually.ts';
import { startProgram, type StartedProcess } from './process.ts';
import { tempDirectory } from './temp-directory.ts';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a real browser is; undefined where none is installed. */
export const chromiumPath = places.find((path) => existsSync(path));

/** One tab of a real browser, headless, spoken to by the DevTools protocol. It loads pages of this machine only. */
export interface Tab {
  open(url: string): Promise<void>;
  /** The value of an expression in the page; it must be JSON. */
  evaluate<Value>(expression: string): Promise<Value>;
  /** Clicks like a person: on the middle of what the selector finds. */
  click(selector: string): Promise<void>;
  type(selector: string, text: string): Promise<void>;
  /** Waits until the page's first heading contains this text. */
  heading(text: string): Promise<void>;
  screenshot(path: string): Promise<void>;
  /** Whatever the page refused to load or run, and errors on its console. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** Starts the browser with a fresh profile. The sandbox is off: it does not work for root, and all pages are our own. */
export async function openTab(program: string): Promise<Tab> {
  const profile = await tempDirectory('chromium');
  const browser = await startProgram(program, [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile.path}`,
    '--window-size=900,1000',
    'about:blank',
  ]);
  const [, address = ''] = await browser.waitForLine(/DevTools listening on (ws:\S+)/);
  const tab = await connectTab(address);
  return {
    ...tab,
    close: async () => {
      await end(browser);
      await profile.remove();
    },
  };
}

const end = (browser: StartedProcess) => browser.stop(2_000);

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

async function connectTab(address: string): Promise<Omit<Tab, 'close'>> {
  const { host } = new URL(address);
  const pages = (await (await fetch(`http://${host}/json/list`)).json()) as readonly {
    readonly type: string;
    readonly webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(pages.find(({ type }) => type === 'page')?.webSocketDebuggerUrl ?? '');
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  const complaints: string[] = [];
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
    if (answer.method === 'Log.entryAdded') complaints.push(JSON.stringify(answer.params?.['entry']));
  });
  let next = 0;
  const send = async (method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> => {
    const id = (next += 1);
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
    waiting.delete(id);
    if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result ?? {};
  };
  await Promise.all(['Page.enable', 'Log.enable', 'Runtime.enable'].map((method) => send(method)));
  return { ...actionsOf(send), complaints };
}

type Send = (method: string, params?: object) => Promise<Readonly<Record<string, unknown>>>;

function actionsOf(send: Send): Omit<Tab, 'close' | 'complaints'> {
  const evaluate = async <Value>(expression: string): Promise<Value> => {
    const { result } = (await send('Runtime.evaluate', { expression, returnByValue: true })) as {
      readonly result: { readonly value: Value };
    };
    return result.value;
  };
  const settled = () =>
    eventually('the page to load', () => evaluate<boolean>(`document.readyState === 'complete'`));
  const click = async (selector: string) => {
    const place = await evaluate<{ x: number; y: number }>(
      `(() => { const each = document.querySelector(${JSON.stringify(selector)}); each.scrollIntoView();
        const { x, y, width, height } = each.getBoundingClientRect(); return { x: x + width / 2, y: y + height / 2 }; })()`,
    );
    const button = { ...place, button: 'left', clickCount: 1 };
    await send('Input.dispatchMouseEvent', { type: 'mousePressed', ...button });
    await send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...button });
  };
  return {
    evaluate,
    click,
    open: async (url) => {
      await send('Page.navigate', { url });
      await settled();
    },
    type: async (selector, text) => {
      await evaluate(`document.querySelector(${JSON.stringify(selector)}).select()`);
      await send('Input.insertText', { text });
    },
    heading: async (text) => {
      await eventually(`a heading “${text}”`, () =>
        evaluate<boolean>(
          `document.querySelector('h1')?.textContent.includes(${JSON.stringify(text)}) ?? false`,
        ),
      );
      await settled();
    },
    screenshot: async (path) => {
      const { data } = await send('Page.captureScreenshot', { captureBeyondViewport: true });
      await writeFile(path, Buffer.from(String(data), 'base64'));
    },
  };
}
