import type { Cli } from '../command.ts';
import { WrongUse } from '../errors.ts';
import type { Input } from '../terminal.ts';

/** More than the longest context holds. */
const maxBytes = 8 * 2 ** 20;

/** The words of the command line, and below them what stands on standard input when it is no keyboard. */
export async function questionFrom(
  words: readonly string[],
  { input, signal }: Pick<Cli, 'input' | 'signal'>,
): Promise<string> {
  const asked = words.join(' ').trim();
  const given =
    input && input.isTTY !== true ? (await Promise.race([readAll(input), abortOf(signal)])).trim() : '';
  const question = [asked, given].filter((part) => part !== '').join('\n\n');
  if (question !== '') return question;
  throw new WrongUse(
    'There is no question. Write it behind the command, or send it on standard input: amas ask "…"',
  );
}

async function readAll(input: Input): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of input) {
    const piece = Buffer.from(chunk);
    bytes += piece.byteLength;
    if (bytes > maxBytes)
      throw new WrongUse(`Standard input is longer than ${maxBytes / 2 ** 20} MiB: send less.`);
    chunks.push(piece);
  }
  return Buffer.concat(chunks).toString();
}

/** A pipe that nobody writes to has no end of its own. */
function abortOf(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  if (signal.aborted) reject(signal.reason as Error);
  signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  return promise;
}
