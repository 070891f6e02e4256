import type { ConfigurationRule } from '../configuration-rule.ts';
import { defineTechnology } from '../technology.ts';
import { alwaysTrueCondition, botCondition, substringCondition } from './conditions.ts';
import { credentialsInArtifact } from './credentials-in-artifact.ts';
import { environmentInjection } from './environment-injection.ts';
import { permissions } from './permissions.ts';
import { selfHostedRunner, unsecureCommands } from './runner.ts';
import { scriptInjection } from './script-injection.ts';
import { remoteScript, tlsOff } from './scripts.ts';
import { dumpedSecrets, inheritedSecrets } from './secrets.ts';
import { unpinnedAction } from './unpinned-action.ts';
import { untrustedCheckout } from './untrusted-checkout.ts';
import { readWorkflow, type Workflow } from './workflow.ts';

const rules: readonly ConfigurationRule<Workflow>[] = [
  scriptInjection,
  untrustedCheckout,
  environmentInjection,
  unpinnedAction,
  permissions,
  inheritedSecrets,
  dumpedSecrets,
  credentialsInArtifact,
  botCondition,
  substringCondition,
  alwaysTrueCondition,
  unsecureCommands,
  selfHostedRunner,
  remoteScript,
  tlsOff,
];

const workflowPath = /(^|\/)\.(github|gitea|forgejo)\/(workflows|workflow-templates)\/[^/]+\.ya?ml$/;
const actionPath = /(^|\/)action\.ya?ml$/;

export const actionsTechnology = defineTechnology<Workflow>({
  id: 'github-actions',
  rules,
  matches: (path, text) => workflowPath.test(path) || (actionPath.test(path) && /^runs:/m.test(text)),
  read: readWorkflow,
  *subjects({ jobs }) {
    for (const { id, steps } of jobs) {
      yield `job:${id}`;
      for (const { name } of steps) yield `step:${id}/${name}`;
    }
  },
});
