import { readRedisFacts, type RedisFacts } from '#jobs/redis-facts.ts';
import { fail, ok, warn, type Check } from './check.ts';

/** What BullMQ accepts at all, and what it recommends (bullmq 6.7, `RedisConnection`). */
const oldest = [5, 0];
const recommended = [6, 2];

export async function checkRedis(url: string): Promise<Check[]> {
  const { host } = new URL(url);
  try {
    const facts = await readRedisFacts(url);
    return [checkVersion(facts, host), checkMemory(facts), checkPersistence(facts)];
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    return [
      fail('redis', `Redis at ${host} does not answer (${reason})`, 'Check REDIS_URL and that it runs.'),
    ];
  }
}

function checkVersion({ version }: RedisFacts, host: string): Check {
  const message = `Redis ${version} at ${host}`;
  if (isOlder(version, oldest))
    return fail('redis', message, `The queue needs Redis ${oldest.join('.')} or newer.`);
  if (!isOlder(version, recommended)) return ok('redis', message);
  return warn('redis', message, `Redis ${recommended.join('.')} or newer is recommended for the queue.`);
}

function isOlder(version: string, [major = 0, minor = 0]: readonly number[]): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}

function checkMemory({ maxmemoryPolicy: policy }: RedisFacts): Check {
  if (policy === 'noeviction')
    return ok('redis-memory', 'Redis keeps every job: maxmemory-policy noeviction');
  return fail(
    'redis-memory',
    `Redis may drop jobs when its memory is full: maxmemory-policy ${policy}`,
    'Run: redis-cli CONFIG SET maxmemory-policy noeviction, and set it in redis.conf.',
  );
}

function checkPersistence({ isAppendOnly }: RedisFacts): Check {
  if (isAppendOnly) return ok('redis-persistence', 'Redis writes its jobs to disk: appendonly yes');
  return warn(
    'redis-persistence',
    'Redis forgets its jobs when it restarts: appendonly no',
    'No work is lost, because lost jobs are made again from the rows, but that takes a while: set appendonly yes.',
  );
}
