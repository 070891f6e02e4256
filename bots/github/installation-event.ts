import type { Normalised } from '#bots/contract.ts';
import { actorOf, eventOf, ignored, type Inbound } from './inbound.ts';
import { InstallationPayload, readPayload } from './payload.ts';

const kinds: Readonly<Record<string, { readonly kind: string; readonly said: string }>> = {
  created: { kind: 'integration.added', said: 'installed' },
  deleted: { kind: 'integration.removed', said: 'uninstalled' },
  suspend: { kind: 'integration.suspended', said: 'suspended' },
  unsuspend: { kind: 'integration.resumed', said: 'unsuspended' },
  new_permissions_accepted: { kind: 'integration.changed', said: 'given new permissions' },
};

export function normaliseInstallation(inbound: Inbound): Normalised {
  const read = readPayload(InstallationPayload, inbound.payload);
  if (!read.ok) return { kind: 'malformed', reason: read.reason };
  const { action, repositories } = read.value;
  const known = Object.hasOwn(kinds, action) ? kinds[action] : undefined;
  if (!known) return ignored('event_not_used');
  const names = listed('', repositories);
  return toEvent(inbound, read.value, known.kind, known.said + (names === '' ? '' : `: ${names}`));
}

/** The account's owner chose other repositories for the App. */
export function normaliseInstallationRepositories(inbound: Inbound): Normalised {
  const read = readPayload(InstallationPayload, inbound.payload);
  if (!read.ok) return { kind: 'malformed', reason: read.reason };
  const changes = [
    listed('added ', read.value.repositories_added),
    listed('removed ', read.value.repositories_removed),
  ].filter((change) => change !== '');
  const said =
    changes.length === 0 ? 'given the same repositories' : `given other repositories: ${changes.join('; ')}`;
  return toEvent(inbound, read.value, 'integration.changed', said);
}

function toEvent(inbound: Inbound, payload: InstallationPayload, kind: string, said: string): Normalised {
  const { installation, sender } = payload;
  const account = installation.account?.login ?? installation.account?.slug ?? 'an unnamed account';
  return eventOf(inbound, {
    kind,
    accountId: String(installation.id),
    actor: actorOf(sender, inbound.app),
    subject: {
      type: 'installation',
      id: String(installation.id),
      title: account,
      url: installation.html_url,
    },
    text: `The GitHub App of ${account} was ${said}`,
  });
}

type Repositories = InstallationPayload['repositories'];

const maxListed = 10;

function listed(prefix: string, repositories: Repositories): string {
  if (!repositories || repositories.length === 0) return '';
  const names = repositories.slice(0, maxListed).map(({ full_name: name }) => name);
  const more = repositories.length - names.length;
  return `${prefix}${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
