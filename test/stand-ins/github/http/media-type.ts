import { Refusal } from './refusal.ts';

/** The form of answer asked for by `Accept`. */
export type MediaType = 'json' | 'raw' | 'object' | 'diff';

const githubType = /^application\/vnd\.github(?:\.([a-z0-9.-]+))?(?:\+json)?$/;
const plainTypes = new Set(['*/*', 'application/*', 'application/json']);

export function mediaTypeOf(accept: string | undefined): MediaType {
  const types = (accept ?? '*/*').split(',').map((type) => type.split(';')[0]?.trim().toLowerCase() ?? '');
  for (const type of types) {
    if (plainTypes.has(type)) return 'json';
    const github = githubType.exec(type);
    if (github) return formOf(github[1]?.split('.').at(-1));
  }
  throw new Refusal(415, `Unsupported 'Accept' header: '${accept}'. Must accept 'application/json'.`);
}

function formOf(name: string | undefined): MediaType {
  if (name === 'raw' || name === 'object' || name === 'diff') return name;
  if (name === 'patch')
    throw new Refusal(415, `Unsupported 'Accept' header: the stand-in holds no patch form.`);
  return 'json';
}
