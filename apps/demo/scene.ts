import type { Servers } from '#apps/cli/server/servers.ts';
import type { Database } from '#prisma/client.ts';
import type { GitHubStandIn } from '#test/stand-ins/github/github-stand-in.ts';
import type { OpenedPull, RepositoryHandle } from '#test/stand-ins/github/repository-handle.ts';
import type { SlackStandIn } from '#test/stand-ins/slack/stand-in.ts';
import type { Delivery } from '#test/stand-ins/github/webhooks/deliveries.ts';
import type { DemoConfig } from './config.ts';
import type { LogFile } from './log-file.ts';
import type { Story } from './story.ts';

/** What every step of the demo gets. */
export interface Stage {
  readonly config: DemoConfig;
  readonly story: Story;
  readonly logFile: LogFile;
  /** Things to do at the end, whatever happened; the last added comes first. */
  readonly undo: (() => Promise<void>)[];
}

/** The two platforms as this demo plays them. */
export interface Platforms {
  readonly github: GitHubStandIn;
  readonly repository: RepositoryHandle;
  readonly slack: SlackStandIn;
  /** Id of the Slack channel that the bot is in. */
  readonly channel: string;
  /** Id of the person who asks in it. */
  readonly user: string;
}

/** Everything that runs. */
export interface Scene extends Platforms {
  readonly servers: Servers;
  readonly hubUrl: string;
  readonly database: Database;
}

/** A pull request whose webhook was answered. */
export interface Announced {
  readonly pull: OpenedPull;
  readonly delivery: Delivery;
  /** The hub's own id of the delivery. */
  readonly deliveryId: string;
}
