import type { Logger } from '#monitoring/logger.ts';
import type { Database } from '#prisma/client.ts';
import { keepContent } from '#prisma/repositories/completions.ts';
import { recordsPrompts } from '#prisma/repositories/tenancy.ts';
import type { CompletionRecord, CompletionRequest, Model } from '#providers/contract.ts';
import { toJsonColumn } from '#jobs/rows.ts';

/** Keeps the words of answered calls with their records, for organizations that want it. */
export interface WordKeeper {
  /** The row of a record, as it was written. */
  wrote(record: CompletionRecord, completionId: string): void;
  watch(model: Model, organizationId: string): Model;
}

export interface WordKeeperOptions {
  readonly database: Database;
  /** Values that AMAS is configured with, such as keys of vendors: never kept. */
  readonly secrets: () => readonly string[];
  readonly log: Logger;
  /** An organization that turned it off is heard after this long. */
  readonly freshMs?: number;
}

const standardFreshMs = 2_000;

export function createWordKeeper({
  database,
  secrets,
  log,
  freshMs = standardFreshMs,
}: WordKeeperOptions): WordKeeper {
  const ids = new WeakMap<CompletionRecord, string>();
  const wishes = new Map<string, { readonly isOn: boolean; readonly until: number }>();

  const isOn = async (organizationId: string): Promise<boolean> => {
    const known = wishes.get(organizationId);
    if (known && performance.now() < known.until) return known.isOn;
    const wanted = await recordsPrompts(database.store, organizationId);
    wishes.set(organizationId, { isOn: wanted, until: performance.now() + freshMs });
    return wanted;
  };

  /** An answer that was paid for is not lost because its words could not be kept. */
  const keep = async (said: Said, signal: AbortSignal): Promise<void> => {
    const { request, record, text, organizationId } = said;
    const id = ids.get(record);
    try {
      if (id === undefined || !(await isOn(organizationId))) return;
      // It comes with all rules of the analysis, which a worker at rest does without.
      const { redactWords } = await import('./redact-words.ts');
      const redact = (words: string) => redactWords(words, { secrets: secrets(), signal });
      const content = {
        system: await redact(request.system ?? ''),
        messages: await Promise.all(
          request.messages.map(async ({ role, content }) => ({ role, content: await redact(content) })),
        ),
        answer: await redact(text),
      };
      await keepContent(database.store, id, toJsonColumn(content));
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, 'words of a call not kept');
    }
  };

  return {
    wrote: (record, completionId) => void ids.set(record, completionId),
    watch: (model, organizationId) => ({
      ...model,
      async complete(request, signal) {
        const result = await model.complete(request, signal);
        await keep({ request, record: result.record, text: result.text, organizationId }, signal);
        return result;
      },
      async *stream(request, signal) {
        for await (const part of model.stream(request, signal)) {
          if (part.type === 'finish') {
            const { record, result } = part;
            await keep({ request, record, text: result.text, organizationId }, signal);
          }
          yield part;
        }
      },
    }),
  };
}

interface Said {
  readonly request: CompletionRequest;
  readonly record: CompletionRecord;
  readonly text: string;
  readonly organizationId: string;
}
