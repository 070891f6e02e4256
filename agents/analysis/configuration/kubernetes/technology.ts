import type { ConfigurationRule } from '../configuration-rule.ts';
import { defineTechnology } from '../technology.ts';
import { anonymousAccess, clusterAdmin, secretAccess, wideRole } from './access.ts';
import { missingLimits } from './limits.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { capabilities, hostNamespace, hostPath, privileged, unconfined } from './pod-isolation.ts';
import { privilegeEscalation, rootUser } from './pod-user.ts';
import { removedProtection } from './removed-protection.ts';
import { literalSecret, tlsOff } from './secrets.ts';
import { plainIngress, selectorMismatch, snippetAnnotation } from './traffic.ts';

const rules: readonly ConfigurationRule<Manifest>[] = [
  privileged,
  hostPath,
  hostNamespace,
  capabilities,
  unconfined,
  rootUser,
  privilegeEscalation,
  missingLimits,
  removedProtection,
  wideRole,
  secretAccess,
  clusterAdmin,
  anonymousAccess,
  literalSecret,
  tlsOff,
  plainIngress,
  snippetAnnotation,
  selectorMismatch,
];

export const kubernetesTechnology = defineTechnology<Manifest>({
  id: 'kubernetes',
  rules,
  matches: (path, text) =>
    /\.(ya?ml|tpl)$/i.test(path) &&
    /^[\s-]*["']?apiVersion["']?\s*:/m.test(text) &&
    /^\s*["']?kind["']?\s*:/m.test(text),
  read: readManifest,
  *subjects({ resources }) {
    for (const { id, pod } of resources) {
      yield id;
      if (pod === undefined) continue;
      for (const { name } of pod.containers) yield `${id}/${name}`;
    }
  },
});
