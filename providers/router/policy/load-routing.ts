import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { routingInvalid } from './check-routing.ts';
import { plainRouting, Routing } from './routing.ts';

/**
 * Reads the file that `AMAS_ROUTING` names; without one, routing is plain.
 * @throws `providers.routing_invalid`
 */
export async function loadRouting(path: string | undefined): Promise<Routing> {
  if (path === undefined || path === '') return plainRouting;
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw routingInvalid([`AMAS_ROUTING names ${path}, which can't be read (${error.code ?? 'no reason'}).`]);
  });
  return parseRouting(text);
}

/** Aliases of YAML could blow a small file up. */
const maxAliasCount = 100;

export function parseRouting(text: string): Routing {
  const document = parseDocument(text, { uniqueKeys: true, stringKeys: true });
  const [broken] = document.errors;
  if (broken) throw routingInvalid([`It is no YAML: ${broken.message.split('\n')[0] ?? ''}`]);
  const parsed = Routing.safeParse(document.toJS({ maxAliasCount }) ?? {});
  if (parsed.success) return parsed.data;
  throw routingInvalid(
    z
      .prettifyError(parsed.error)
      .split('\n')
      .map((line) => line.trim()),
  );
}
