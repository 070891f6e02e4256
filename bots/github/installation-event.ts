import type { Normalised } from '#bots/contract.ts';
import { actorOf, eventOf, type Inbound } from './inbound.ts';
import { onActions } from './on-actions.ts';
import { InstallationPayload } from './payload.ts';

interface Change {
  readonly kind: string;
  /** What the App was, in the past tense. */
  readonly said: string;
}

const kinds: Readonly<Record<string, Change>> = {
  created: { kind: 'integration.added', said: 'installed' },
  deleted: { kind: 'integration.removed', said: 'uninstalled' },
  suspend: { kind: 'integration.suspended', said: 'suspended' },
  unsuspend: { kind: 'integration.resumed', said: 'unsuspended' },
  new_permissions_accepted: { kind: 'integration.changed', said: 'given new permissions' },
};

/** The App was installed, uninstalled, suspended, or given other rights. */
export const normaliseInstallation = onActions(
  Object.keys(kinds),
  InstallationPayload,
  (payload, inbound) => {
    const { kind, said } = kinds[payload.action] ?? { kind: 'integration.changed', said: 'changed' };
    const names = listed('', payload.repositories);
    return toEvent(inbound, payload, { kind, said: names === '' ? said : `${said}: ${names}` });
  },
);

/** The account's owner chose other repositories for the App. */
export const normaliseInstallationRepositories = onActions(
  ['added', 'removed'],
  InstallationPayload,
  (payload, inbound) => {
    const changes = [
      listed('added ', payload.repositories_added),
      listed('removed ', payload.repositories_removed),
    ].filter((change) => change !== '');
    const said = `given other repositories: ${changes.join('; ') || 'none'}`;
    return toEvent(inbound, payload, { kind: 'integration.changed', said });
  },
);

function toEvent(inbound: Inbound, payload: InstallationPayload, { kind, said }: Change): Normalised {
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
