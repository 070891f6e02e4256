import { describe, expect, it } from 'vitest';
import type { Connection } from '#bots/contract.ts';
import { AmasError } from '#monitoring/errors.ts';
import { silentLogger } from '#monitoring/logger.ts';
import { createRepositoryReaders } from './repository-reader.ts';

const place = { taskId: 'task', subjectId: 'octo/repo#1', headSha: 'head', baseSha: 'base' };

function scene(text: (path: string) => string | undefined = () => 'text') {
  const asked: string[] = [];
  const fileAt: Connection['fileAt'] = async (_subject, commit, path) => {
    asked.push(`${commit}:${path}`);
    return text(path);
  };
  const connection: Connection = { reply: async () => ({}), fileAt };
  const tools = {
    connect: async () => connection,
    log: silentLogger(),
    signal: new AbortController().signal,
  };
  return { asked, tools };
}

describe('files beyond the change', () => {
  it('are asked for once for all runs of a task', async () => {
    const { asked, tools } = scene();
    const readers = createRepositoryReaders();
    const texts = await Promise.all([readers(place, tools)('a.ts'), readers(place, tools)('a.ts')]);
    expect(texts).toEqual(['text', 'text']);
    expect(asked).toEqual(['head:a.ts']);
    await readers({ ...place, taskId: 'other' }, tools)('a.ts', 'base');
    expect(asked).toEqual(['head:a.ts', 'base:a.ts']);
  });

  it('end after forty reads, or two million characters', async () => {
    const many = scene();
    const read = createRepositoryReaders()(place, many.tools);
    for (let index = 0; index < 60; index += 1) await read(`${index}.ts`);
    expect(many.asked).toHaveLength(40);
    const long = scene(() => 'x'.repeat(1_500_000));
    const readLong = createRepositoryReaders()(place, long.tools);
    for (let index = 0; index < 5; index += 1) await readLong(`${index}.ts`);
    expect(long.asked).toHaveLength(2);
  });

  it.each(['../secret', '/etc/passwd', 'a//b', '.', 'a/../../b', ''])(
    'never leave the repository: %j is not asked for',
    async (path) => {
      const { asked, tools } = scene();
      expect(await createRepositoryReaders()(place, tools)(path)).toBeUndefined();
      expect(asked).toEqual([]);
    },
  );

  it('that fail are left out, and the run goes on', async () => {
    const { tools } = scene(() => {
      throw new AmasError('bots.rate_limited', 'slow down');
    });
    expect(await createRepositoryReaders()(place, tools)('a.ts')).toBeUndefined();
  });

  it('end with the run when it is cancelled', async () => {
    const stop = new AbortController();
    const { tools } = scene(() => {
      stop.abort(new Error('cancelled'));
      throw new Error('connection reset');
    });
    const read = createRepositoryReaders()(place, { ...tools, signal: stop.signal });
    await expect(read('a.ts')).rejects.toThrow('cancelled');
  });
});
