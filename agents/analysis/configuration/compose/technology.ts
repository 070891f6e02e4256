import type { ConfigurationRule } from '../configuration-rule.ts';
import { defineTechnology } from '../technology.ts';
import { entriesAt } from '../yaml/yaml-node.ts';
import { type ComposeFile, readComposeFile } from './compose-file.ts';
import { hostMount, literalSecret, noAuthentication, publishedDatabase, tlsOff } from './exposure.ts';
import { capabilities, dockerSocket, hardening, hostNamespace, privileged, unconfined } from './isolation.ts';

const rules: readonly ConfigurationRule<ComposeFile>[] = [
  privileged,
  dockerSocket,
  hostNamespace,
  capabilities,
  unconfined,
  hardening,
  publishedDatabase,
  hostMount,
  literalSecret,
  noAuthentication,
  tlsOff,
];

export const composeTechnology = defineTechnology<ComposeFile>({
  id: 'compose',
  rules,
  matches: (path, text) =>
    /\.ya?ml$/i.test(path) &&
    /^["']?services["']?\s*:/m.test(text) &&
    (/(^|\/)[\w.-]*compose[\w.-]*\.ya?ml$/i.test(path) ||
      (/^(version|x-|networks|volumes)/m.test(text) &&
        /^\s+(image|build)\s*:/m.test(text) &&
        !/^(jobs|stages|apiVersion)\s*:/m.test(text) &&
        !/\.github\//.test(path))),
  read: readComposeFile,
  *subjects({ services, root }) {
    for (const { name } of services) yield `service:${name}`;
    for (const { key } of entriesAt(root, 'networks')) yield `network:${key}`;
  },
});
