import { rulesOf } from '../configuration-rule.ts';
import type { DockerfileText } from './dockerfile.ts';

export const defineDockerRule = rulesOf<DockerfileText>('dockerfile');
