import type { ConfigurationRule } from '../configuration-rule.ts';
import { defineTechnology } from '../technology.ts';
import { addedUrl } from './added-url.ts';
import { baseImage, nameOf } from './base-image.ts';
import { remoteScript, tlsOff, unverifiedPackages } from './commands.ts';
import { type DockerfileText, readDockerfile, withDefaults } from './dockerfile.ts';
import { openPermissions } from './permissions.ts';
import { rootUser } from './root-user.ts';
import { copiedSecret, secretInBuild } from './secrets-in-image.ts';

const rules: readonly ConfigurationRule<DockerfileText>[] = [
  baseImage,
  rootUser,
  addedUrl,
  secretInBuild,
  copiedSecret,
  openPermissions,
  unverifiedPackages,
  remoteScript,
  tlsOff,
];

export const dockerTechnology = defineTechnology<DockerfileText>({
  id: 'dockerfile',
  rules,
  matches: (path) =>
    /(^|\/)(docker|container)file([.-][\w.-]+)?$|\.(docker|container)file$/i.test(path) &&
    !/\.(md|txt|json|ya?ml|dockerignore|sh|tpl|j2)$|dockerignore$/i.test(path),
  read: readDockerfile,
  *subjects(file) {
    for (const { image } of file.stages) yield `image:${nameOf(withDefaults(file, image))}`;
  },
});
