import { createGitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import { startAmas } from '#test/support/amas.ts';
import { eventually } from '#test/support/eventually.ts';
import { startBenchDatabase } from './bench-database.ts';
import { changedFiles, filesBefore } from './sample-change.ts';

const fileCount = 30;
const rounds = 5;

/** From the moment a webhook is sent to the completed check run: 30 changed files, no model, GitHub on loopback. */
export async function benchReview(print: (line: string) => void): Promise<void> {
  const database = await startBenchDatabase();
  // Its own limits are GitHub's; five reviews in a row would rightly run into the one for content writes.
  const github = await createGitHubStandIn({
    limits: { contentPerMinute: 10_000, pointsPerMinute: 100_000 },
  });
  const amas = await startAmas({ databaseUrl: database.url, github });
  try {
    const repository = github.addRepository({
      owner: 'bench',
      name: 'service',
      files: filesBefore(fileCount),
    });
    github.install({ account: 'bench' });
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const branch = `change-${round}`;
      repository.createBranch(branch);
      repository.commit(branch, changedFiles(fileCount, round));
      const startedAt = performance.now();
      const pull = repository.openPullRequest({ head: branch, title: `Round ${round}` });
      await eventually(
        'the review',
        () => github.checkRuns(repository.fullName, pull.headSha).some((run) => run.status === 'completed'),
        { timeoutMs: 30_000, intervalMs: 5 },
      );
      times.push(performance.now() - startedAt);
    }
    const [first = 0, ...later] = times;
    const median = later.toSorted((one, other) => one - other)[Math.floor(later.length / 2)] ?? 0;
    print(
      `${fileCount} files, webhook to completed check run: first ${seconds(first)}, then median ${seconds(median)} of ${later.length}`,
    );
  } finally {
    await amas.stop();
    await github.close();
    await database.stop();
  }
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`;
