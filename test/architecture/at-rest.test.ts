import { expect, it } from 'vitest';
import { readRepositoryFile } from '#test/support/repository.ts';
import { importsOf } from './imports.ts';

/** Every file and package that comes with a program when it starts, before anything asks for more. */
function loadedWith(start: string): ReadonlySet<string> {
  const loaded = new Set<string>();
  const waiting = [start];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (loaded.has(path)) continue;
    loaded.add(path);
    if (!path.endsWith('.ts')) continue;
    for (const each of importsOf(path, readRepositoryFile(path))) {
      if (each.typeOnly || each.isLater) continue;
      if (each.path !== undefined) waiting.push(each.path);
      if (each.package !== undefined) loaded.add(each.package);
    }
  }
  return loaded;
}

const heavy =
  /^(agents\/analysis\/(rules|languages|configuration)\/|@ast-grep|@secretlint|yaml$|openai$|@anthropic-ai|groq-sdk|probot$|@octokit)/;

it.each(['apps/hub/main.ts', 'apps/worker/main.ts'])(
  'the memory of %s at rest holds no rule, no parser and no SDK: what it does is loaded when it is asked for',
  (start) => {
    expect([...loadedWith(start)].filter((name) => heavy.test(name))).toEqual([]);
  },
);
