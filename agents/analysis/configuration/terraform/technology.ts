import type { ConfigurationRule } from '../configuration-rule.ts';
import { defineTechnology } from '../technology.ts';
import {
  basicRole,
  federationWithoutCondition,
  literalSecret,
  publicMember,
  tlsOff,
  unpinnedModule,
} from './access.ts';
import {
  lossProtection,
  metadataService,
  publicBucket,
  publicCluster,
  publicEndpoint,
  unencrypted,
  weakTls,
} from './flags.ts';
import { openNetwork } from './open-network.ts';
import { openTrust, publicPrincipal, wildcardPolicy } from './policies.ts';
import { idOf, readTerraform, type TerraformFile } from './terraform-file.ts';

const rules: readonly ConfigurationRule<TerraformFile>[] = [
  openNetwork,
  publicBucket,
  publicEndpoint,
  publicCluster,
  unencrypted,
  weakTls,
  metadataService,
  lossProtection,
  wildcardPolicy,
  publicPrincipal,
  openTrust,
  publicMember,
  basicRole,
  federationWithoutCondition,
  unpinnedModule,
  literalSecret,
  tlsOff,
];

export const terraformTechnology = defineTechnology<TerraformFile>({
  id: 'terraform',
  rules,
  matches: (path) => /\.(tf|tofu)$/.test(path),
  read: readTerraform,
  *subjects({ root }) {
    for (const block of root.blocks) yield idOf(block);
  },
});
