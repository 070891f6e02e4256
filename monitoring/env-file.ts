import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { AmasError } from './errors.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The environment with what the file adds that `AMAS_ENV_FILE` names (`NAME=value` lines, as `node --env-file` reads
 * them). The environment itself goes before the file, as everywhere.
 * @throws `apps.config_invalid` that names the line, and never repeats a value.
 */
export function withEnvFile(env: Env): Env {
  const path = env['AMAS_ENV_FILE'];
  if (path === undefined || path === '') return env;
  const added = parseEnvFile(textOf(path), path);
  const own = Object.entries(env).filter(([, value]) => value !== undefined && value !== '');
  return { ...added, ...Object.fromEntries(own) };
}

function textOf(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const code = error instanceof TypeError ? 'not UTF-8' : (error as NodeJS.ErrnoException).code;
    throw invalid(`${path} can't be read (${code ?? 'no reason'}).`);
  }
}

/** `parseEnv` passes over what it does not understand: a key that is mistyped would just be gone. */
export function parseEnvFile(text: string, path: string): Record<string, string> {
  const wrong = wrongLine(text);
  if (wrong) throw invalid(`line ${wrong.line} of ${path} ${wrong.problem}.`);
  return Object.fromEntries(
    Object.entries(parseEnv(text)).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
}

const assignment = /^\s*(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=\s*(?<value>.*)$/;

function wrongLine(text: string): { readonly line: number; readonly problem: string } | undefined {
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!.trim();
    if (line === '' || line.startsWith('#')) continue;
    const value = assignment.exec(line)?.groups?.['value'];
    if (value === undefined || line.includes('\0'))
      return { line: at + 1, problem: 'is no NAME=value: begin remarks with #' };
    const quote = /^["'`]/.exec(value)?.[0];
    if (quote === undefined || value.slice(1).includes(quote)) continue;
    const end = lines.findIndex((each, other) => other > at && each.includes(quote));
    if (end === -1) return { line: at + 1, problem: `opens a ${quote} that is never closed` };
    at = end;
  }
  return undefined;
}

const invalid = (what: string) =>
  new AmasError('apps.config_invalid', 'The file of the environment is invalid.', {
    publicMessage: `AMAS_ENV_FILE: ${what}`,
    details: { problems: [`AMAS_ENV_FILE: ${what}`] },
  });
