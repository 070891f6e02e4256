import { rulesOf } from '../configuration-rule.ts';
import type { Pipeline } from './pipeline.ts';

export const defineGitlabRule = rulesOf<Pipeline>('gitlab-ci');
