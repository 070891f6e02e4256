import type { Actor, Delivery, Normalised, PlatformEvent, Trust } from '#bots/contract.ts';

/** A delivery on its way to an event. `payload` is parsed JSON of unknown shape. */
export interface Inbound {
  readonly delivery: Delivery;
  readonly payload: unknown;
  /** The GitHub App that AMAS is. */
  readonly app: { readonly id: string; readonly slug: string };
}

export interface Sender {
  readonly id: number;
  readonly login: string;
  readonly type?: string | null | undefined;
}

/** What GitHub says of someone's relation to the repository. Whoever asks for work is checked by `authorise`. */
const trustByAssociation: Readonly<Record<string, Trust>> = {
  OWNER: 'owner',
  MEMBER: 'member',
  COLLABORATOR: 'collaborator',
  CONTRIBUTOR: 'outsider',
  FIRST_TIMER: 'outsider',
  FIRST_TIME_CONTRIBUTOR: 'outsider',
  MANNEQUIN: 'outsider',
  NONE: 'outsider',
};

export function actorOf(sender: Sender, app: Inbound['app'], association?: string | null): Actor {
  const isBotSender = isBot(sender);
  return {
    id: String(sender.id),
    name: sender.login,
    isBot: isBotSender,
    isSelf: isBotSender && sender.login.toLowerCase() === `${app.slug.toLowerCase()}[bot]`,
    trust: trustByAssociation[association ?? ''] ?? 'unknown',
  };
}

export function isBot(user: Pick<Sender, 'login' | 'type'> | null | undefined): boolean {
  return user?.type === 'Bot' || user?.login.endsWith('[bot]') === true;
}

type Facts = Omit<PlatformEvent, 'key' | 'platform' | 'organizationId' | 'projectId' | 'occurredAt'> & {
  /** As GitHub writes it; the time of receipt when absent or unreadable. */
  readonly occurredAt?: string | null | undefined;
};

export function eventOf({ delivery }: Inbound, facts: Facts): Normalised {
  const occurredAt = new Date(facts.occurredAt ?? Number.NaN);
  return {
    kind: 'event',
    event: {
      ...facts,
      key: delivery.externalId,
      platform: 'github',
      organizationId: delivery.organizationId,
      projectId: delivery.projectId,
      occurredAt: (Number.isNaN(occurredAt.getTime())
        ? new Date(delivery.receivedAt)
        : occurredAt
      ).toISOString(),
    },
  };
}

/** `code` without its layer: `draft` becomes `github.draft`. */
export function ignored(code: string, subjectUrl?: string, remedy?: string): Normalised {
  return {
    kind: 'ignored',
    reason: `github.${code}`,
    ...(remedy === undefined ? {} : { remedy }),
    ...(subjectUrl === undefined ? {} : { subjectUrl }),
  };
}
