import { rulesOf } from '../configuration-rule.ts';
import type { NginxFile } from './nginx-file.ts';

export const defineNginxRule = rulesOf<NginxFile>('nginx');
