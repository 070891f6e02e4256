import type { ConfigurationRule } from '../configuration-rule.ts';
import { defineTechnology } from '../technology.ts';
import { ignoredScan, remoteInclude, unpinnedImage } from './jobs.ts';
import { type Pipeline, readPipeline } from './pipeline.ts';
import { literalSecret, remoteScript, scriptInjection, shownVariables, tlsOff } from './scripts.ts';

const rules: readonly ConfigurationRule<Pipeline>[] = [
  scriptInjection,
  remoteInclude,
  shownVariables,
  literalSecret,
  tlsOff,
  remoteScript,
  unpinnedImage,
  ignoredScan,
];

export const gitlabTechnology = defineTechnology<Pipeline>({
  id: 'gitlab-ci',
  rules,
  matches: (path) => /(^|\/)([\w.-]*\.)?gitlab-ci\.ya?ml$|(^|\/)\.gitlab\/ci\/.*\.ya?ml$/.test(path),
  read: readPipeline,
  *subjects({ jobs }) {
    for (const { id } of jobs) yield `job:${id}`;
  },
});
