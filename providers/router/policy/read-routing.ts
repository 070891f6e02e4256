import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { routingInvalid } from './check-routing.ts';
import { StoredLayer } from './places.ts';
import { plainRouting, Routing } from './routing.ts';

/**
 * Reads the file that `AMAS_ROUTING` names, once, at a start; without one, routing is plain.
 * @throws `providers.routing_invalid`
 */
export function readRouting(path: string | undefined): Routing {
  return path === undefined || path === ''
    ? plainRouting
    : parseRouting(textOf(path, `AMAS_ROUTING names ${path}, which`));
}

function textOf(path: string, told: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = 'no reason' } = error as NodeJS.ErrnoException;
    throw routingInvalid([`${told} can't be read (${code}).`]);
  }
}

/** Aliases of YAML could blow a small file up. */
const maxAliasCount = 100;

export const parseRouting = (text: string): Routing => parseAs(Routing, text);

/** What is to be stored for one organization or project. */
export const readLayer = (path: string): StoredLayer => parseAs(StoredLayer, textOf(path, path));

function parseAs<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  const parsed = schema.safeParse(valueOf(text) ?? {});
  if (parsed.success) return parsed.data;
  throw routingInvalid(parsed.error.issues.map(told));
}

function told({ path, message }: z.core.$ZodIssue): string {
  const place = z.core.toDotPath(path);
  return place === '' ? `${message}.` : `${place}: ${message}.`;
}

function valueOf(text: string): unknown {
  const document = parseDocument(text, { uniqueKeys: true, stringKeys: true });
  const [broken] = document.errors;
  if (broken) throw routingInvalid([`It is no YAML: ${broken.message.split('\n')[0] ?? ''}`]);
  try {
    return document.toJS({ maxAliasCount });
  } catch {
    throw routingInvalid(['It is no YAML that can be read: it has too many aliases.']);
  }
}
