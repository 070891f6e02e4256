import { rulesOf } from '../configuration-rule.ts';
import type { ComposeFile } from './compose-file.ts';

export const defineComposeRule = rulesOf<ComposeFile>('compose');
