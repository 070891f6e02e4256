import {
  createGitHubStandIn,
  type GitHubStandIn,
  type GitHubStandInOptions,
} from '#test/stand-ins/github/github-stand-in.ts';
import type { OpenedPull, RepositoryHandle } from '#test/stand-ins/github/repository-handle.ts';
import { addSampleRepository, sampleRepository } from '#test/stand-ins/github/sample-repository.ts';
import {
  createSlackStandIn,
  type SlackStandIn,
  type SlackStandInOptions,
} from '#test/stand-ins/slack/stand-in.ts';

/** GitHub with the sample repository on it, the app installed, and no pull request yet. */
export interface GitHubScene {
  readonly github: GitHubStandIn;
  readonly repository: RepositoryHandle;
  readonly fullName: string;
  /** Opens the sample's pull request; its webhook goes out. */
  openPullRequest(): OpenedPull;
}

export async function createGitHubScene(
  webhookPatienceMs = 3_000,
  limits?: GitHubStandInOptions['limits'],
): Promise<GitHubScene> {
  const github = await createGitHubStandIn({ webhookPatienceMs, ...(limits ? { limits } : {}) });
  const repository = addSampleRepository(github);
  github.install({ account: sampleRepository.owner });
  return {
    github,
    repository,
    fullName: repository.fullName,
    openPullRequest: () => repository.openPullRequest(sampleRepository.pull),
  };
}

export const slackChannel = 'C0REVIEWS01';
export const slackUser = 'U0MONA00001';

/**
 * A workspace with one person and one channel that the bot is in.
 * @param options without Slack's limits a test that is not about them saves a second for each message.
 */
export async function createSlackScene(options: SlackStandInOptions = {}): Promise<SlackStandIn> {
  const slack = await createSlackStandIn(options);
  const { workspace } = slack;
  workspace.addUser({ id: slackUser, name: 'mona' });
  workspace.addChannel({
    id: slackChannel,
    name: 'reviews',
    members: new Set([slackUser, workspace.app.botUserId]),
  });
  return slack;
}
