import type { Client } from 'pg';
import type { GitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import type { Life, LivePull } from './actions.ts';

/** What is still on its way. Empty when all is calm. */
export async function unfinished(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ what: string }>(
    `select 'task ' || status || ' ' || coalesce(subject_id, '') as what from tasks
       where status in ('queued', 'planning', 'running', 'waiting')
     union all select 'delivery ' || status from deliveries where status = 'received'
     union all select 'reply ' || status || ' ' || coalesce(reason, '') from replies where status <> 'posted'`,
  );
  return rows.map(({ what }) => what);
}

/** What must hold once all is calm. */
export async function findViolations(life: Life, client: Client, writesPerMinute: number): Promise<string[]> {
  return [
    ...(await deliveryViolations(life.github, client)),
    ...life.pulls.flatMap((pull) => pullViolations(life, pull)),
    ...paceViolations(life.github, writesPerMinute),
  ];
}

async function deliveryViolations(github: GitHubStandIn, client: Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string; status: string; reason: string; tasks: number }>(
    `select d.external_id as id, d.status, d.reason,
       (select count(*)::int from tasks t where t.delivery_id = d.id and t.delivery_restart = d.restarts) as tasks
     from deliveries d`,
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  const acknowledged = github.deliveries().filter(({ outcome }) => outcome.statusCode === 200);
  return [
    ...acknowledged
      .filter(({ guid }) => !known.has(guid))
      .map(({ event }) => `${event} was acknowledged and is not stored`),
    ...rows.filter(({ tasks }) => tasks > 1).map(({ id, tasks }) => `delivery ${id} has ${tasks} tasks`),
    ...rows
      .filter(({ status }) => status === 'failed' || status === 'quarantined')
      .map(({ status, reason }) => `a delivery ended ${status}: ${reason}`),
  ];
}

function pullViolations({ github, repository }: Life, pull: LivePull): string[] {
  const { fullName } = repository;
  const own = github.app.bot.login;
  const summaries = github
    .comments(fullName, pull.number)
    .filter(({ user, body }) => user.login === own && body.includes('<!-- amas:summary '));
  const fingerprints = github
    .reviewComments(fullName, pull.number)
    .filter(({ user }) => user.login === own)
    .flatMap(({ body }) => /<!-- amas:remark (\S+)/.exec(body)?.[1] ?? []);
  const twice = fingerprints.filter((print, index) => fingerprints.indexOf(print) !== index);
  return [
    ...(summaries.length > 1 ? [`${summaries.length} summaries`] : []),
    ...(twice.length > 0 ? [`${twice.length} findings stand twice`] : []),
    ...checkViolations(github, fullName, { pull, headSha: repository.tip(pull.branch) }),
  ].map((violation) => `#${pull.number}: ${violation}`);
}

const unlooked = /not reviewed|partly reviewed|cancelled|skipped|left alone|draft/i;

/** A check that is done says what its receipt says, and that is what is there. */
function checkViolations(
  github: GitHubStandIn,
  fullName: string,
  { pull, headSha }: { readonly pull: LivePull; readonly headSha: string },
): string[] {
  const runs = github.checkRuns(fullName, headSha);
  const open = runs.filter(({ status }) => status !== 'completed');
  const contradictory = runs.filter(
    ({ conclusion, output }) => conclusion === 'success' && unlooked.test(output.title ?? ''),
  );
  const decided = runs.filter(({ conclusion }) => conclusion === 'success' || conclusion === 'failure');
  const wrong = decided.filter(({ conclusion }) => (conclusion === 'success') === pull.vulnerable.size > 0);
  const isExpected = pull.isOpen && !pull.isDraft;
  return [
    ...open.map(({ status }) => `a check run is ${status}`),
    ...contradictory.map(({ output }) => `success over “${output.title}”`),
    ...wrong.map(({ conclusion }) => `${conclusion} with ${pull.vulnerable.size} vulnerable files`),
    ...(isExpected && decided.length === 0
      ? [
          `no decision about the newest commit: ${runs.map(({ conclusion, output }) => `${conclusion} “${output.title}”`).join(', ') || 'no check run'}`,
        ]
      : []),
  ];
}

/** Every write that became visible, in any minute. The clock of the stand-in and the database's are the same machine's. */
function paceViolations(github: GitHubStandIn, writesPerMinute: number): string[] {
  const own = github.app.bot.login;
  const at = github.effects.filter(({ login }) => login === own).map((effect) => effect.at);
  const windows = [
    { windowMs: 60_000, max: writesPerMinute },
    { windowMs: 10_000, max: writesPerMinute / 8 },
  ];
  return windows.flatMap(({ windowMs, max }) => {
    const most = at.reduce((worst, start, index) => {
      const inside = at.slice(index).filter((other) => other < start + windowMs).length;
      return Math.max(worst, inside);
    }, 0);
    // A write takes effect a moment after its turn.
    return most > max * 1.1 + 2
      ? [`${most} writes within ${windowMs / 1_000} s, where ${max} are allowed`]
      : [];
  });
}
