import { rulesOf } from '../configuration-rule.ts';
import type { Manifest } from './manifest.ts';

export const defineKubernetesRule = rulesOf<Manifest>('kubernetes');
