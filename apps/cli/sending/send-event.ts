import { randomBytes } from 'node:crypto';
import { rotatingSecret } from '#monitoring/settings.ts';
import type { Cli } from '../command.ts';
import { hubUrl } from '../data/hub-url.ts';
import { configOf } from '../data/open-data.ts';
import { NotFinished, WrongUse } from '../errors.ts';
import { clip, oneLine } from '../output/one-line.ts';
import { printJson } from '../output/print-json.ts';
import { duration } from '../output/times.ts';
import { explainAnswer, type Answer } from './explain-answer.ts';
import { readPayload } from './read-payload.ts';
import { senders, signedHeaders, type Sender } from './senders.ts';

export interface SendOptions {
  readonly to?: string;
  readonly event?: string;
  readonly json?: boolean;
}

const patienceMs = 10_000;
const longestBodyShown = 2_000;

/** Sends one signed event to a running hub, as the platform would. Ends with 1 when the hub refuses it. */
export async function sendEvent(
  cli: Cli,
  platform: string,
  named: string,
  options: SendOptions,
): Promise<void> {
  const sender = senderOf(platform);
  const moment = { now: cli.clock.now(), unique: randomBytes(12).toString('hex') };
  const payload = await readPayload(sender, named, moment, options.event);
  const url = webhookUrl(cli, platform, options.to);
  const secret = secretOf(sender, cli);
  const startedAt = performance.now();
  const answer = await post(url, {
    method: 'POST',
    headers: signedHeaders(sender, payload, moment, secret),
    body: payload.body,
    redirect: 'manual',
    signal: AbortSignal.any([cli.signal, AbortSignal.timeout(patienceMs)]),
  });
  const durationMs = Math.round(performance.now() - startedAt);
  const isAccepted = answer.status >= 200 && answer.status < 300;
  if (options.json) {
    const { status, body } = answer;
    printJson(cli.terminal, { platform, event: payload.event, url, status, body, durationMs });
  } else {
    print(cli, `${payload.event} to ${url}`, answer, durationMs);
  }
  if (isAccepted) return;
  cli.terminal.err(`${explainAnswer(answer, sender.secretVariable)}\n`);
  cli.setExitCode(1);
}

function senderOf(platform: string): Sender {
  const sender = Object.hasOwn(senders, platform) ? senders[platform] : undefined;
  if (sender) return sender;
  throw new WrongUse(`Events can be sent for ${Object.keys(senders).join(' and ')}, not for ${platform}.`);
}

function secretOf({ secretVariable }: Sender, { config }: Cli): string {
  const [secret] = rotatingSecret(config.environment[secretVariable] ?? '');
  if (secret !== undefined) return secret;
  throw new WrongUse(
    `${secretVariable} is not set, so the event cannot be signed. Set it to the value that the hub has.`,
  );
}

function webhookUrl(cli: Cli, platform: string, to: string | undefined): string {
  const base = URL.parse(to ?? hubUrl(configOf(cli, {})));
  if (!base || !['http:', 'https:'].includes(base.protocol)) {
    throw new WrongUse(`--to takes the address of a hub such as http://127.0.0.1:8000, not ${to}.`);
  }
  if (!base.pathname.includes('/webhooks/')) {
    base.pathname = `${base.pathname.replace(/\/+$/, '')}/webhooks/${platform}`;
  }
  return base.href;
}

async function post(url: string, request: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(url, request);
    const text = await response.text();
    return { status: response.status, body: parseBody(text) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? cause.message : 'unknown reason';
    throw new NotFinished(
      `No hub answers at ${url} (${oneLine(reason)}). Is it running (npm start)? Elsewhere: --to <address>`,
      error,
    );
  }
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function print({ terminal }: Cli, what: string, { status, body }: Answer, durationMs: number): void {
  const colors = terminal.outColors;
  const painted = status < 300 ? colors.green(String(status)) : colors.red(String(status));
  const shown = typeof body === 'string' ? body : JSON.stringify(body);
  terminal.out(
    `${what}: ${painted} after ${duration(durationMs)}\n${clip(oneLine(shown), longestBodyShown)}\n`,
  );
  const delivery = deliveryOf(body);
  if (delivery !== undefined) terminal.out(`What becomes of it: amas show ${delivery}\n`);
}

function deliveryOf(body: unknown): string | undefined {
  const id =
    typeof body === 'object' && body !== null ? (body as { delivery?: unknown }).delivery : undefined;
  return typeof id === 'string' ? id : undefined;
}
