import type { Logger } from '#monitoring/logger.ts';
import type { Database } from '#prisma/client.ts';
import { readWordsWish } from '#prisma/repositories/tenancy.ts';
import type { CompletionRecord, CompletionRequest, Model } from '#providers/contract.ts';
import { toJsonColumn } from '#jobs/rows.ts';
import { createWordLine } from './word-line.ts';

/** Keeps the words of answered calls with their records, for organizations that want it. */
export interface WordKeeper {
  /** The row of a record, as it was written. */
  wrote(record: CompletionRecord, completionId: string): void;
  watch(model: Model, organizationId: string): Model;
  /** What was said without a model that is watched, such as texts that became vectors. Held up by nothing. */
  said(said: Said): void;
  /** Resolves when all that was said is kept, or given up. */
  close(): Promise<void>;
}

/** The words of one answered call. */
export interface Said {
  readonly request: Pick<CompletionRequest, 'system' | 'messages'>;
  readonly record: CompletionRecord;
  readonly text: string;
  readonly organizationId: string;
}

export interface WordKeeperOptions {
  readonly database: Database;
  /** Values that AMAS is configured with, such as keys of vendors: never kept. */
  readonly secrets: () => readonly string[];
  readonly log: Logger;
  /** Adds words, as a JSON column, to the row of that id. */
  readonly write: (completionId: string, content: JsonColumn) => Promise<void> | void;
  /** Answers do not wait until their words are kept: then what comes too fast is given up. */
  readonly isBehind?: boolean;
  /** An organization that turned it off is heard after this long. */
  readonly freshMs?: number;
}

const standardFreshMs = 2_000;
type JsonColumn = ReturnType<typeof toJsonColumn>;

export function createWordKeeper({
  database,
  secrets,
  log,
  write,
  isBehind = false,
  freshMs = standardFreshMs,
}: WordKeeperOptions): WordKeeper {
  const ids = new WeakMap<CompletionRecord, string>();
  const wishes = new Map<string, { readonly isOn: boolean; readonly until: number }>();

  const isOn = async (organizationId: string): Promise<boolean> => {
    const known = wishes.get(organizationId);
    if (known && performance.now() < known.until) return known.isOn;
    const wish = await readWordsWish(database, organizationId);
    wishes.set(organizationId, { isOn: wish.isOn, until: performance.now() + freshMs });
    return wish.isOn;
  };

  /** An answer that was paid for is not lost because its words could not be kept. */
  const keep = async (said: Said, signal: AbortSignal): Promise<void> => {
    const { record, organizationId } = said;
    const id = ids.get(record);
    try {
      if (id === undefined || !(await isOn(organizationId))) return;
      await write(id, toJsonColumn(await redacted(said, { secrets: secrets(), signal })));
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'words of a call not kept');
    }
  };

  const line = createWordLine(keep, log);
  const keepBehind = (said: Said): void => {
    const known = wishes.get(said.organizationId);
    const isOff = known && !known.isOn && performance.now() < known.until;
    if (!isOff) line.add(said);
  };
  const keepInTime = async (said: Said, signal: AbortSignal): Promise<void> => {
    if (isBehind) keepBehind(said);
    else await keep(said, signal);
  };

  return {
    said: keepBehind,
    close: () => line.close(),
    wrote: (record, completionId) => void ids.set(record, completionId),
    watch: (model, organizationId) => ({
      ...model,
      async complete(request, signal) {
        const result = await model.complete(request, signal);
        await keepInTime({ request, record: result.record, text: result.text, organizationId }, signal);
        return result;
      },
      async *stream(request, signal) {
        for await (const part of model.stream(request, signal)) {
          if (part.type === 'finish') {
            const { record, result } = part;
            await keepInTime({ request, record, text: result.text, organizationId }, signal);
          }
          yield part;
        }
      },
    }),
  };
}

async function redacted(
  { request, text }: Said,
  limits: { readonly secrets: readonly string[]; readonly signal: AbortSignal },
) {
  // It comes with all rules of the analysis, which a process at rest does without.
  const { redactWords } = await import('./redact-words.ts');
  const redact = (words: string) => redactWords(words, limits);
  return {
    system: await redact(request.system ?? ''),
    messages: await Promise.all(
      request.messages.map(async ({ role, content }) => ({ role, content: await redact(content) })),
    ),
    answer: await redact(text),
  };
}
