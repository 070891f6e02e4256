import { rulesOf } from '../configuration-rule.ts';
import type { TerraformFile } from './terraform-file.ts';

export const defineTerraformRule = rulesOf<TerraformFile>('terraform');
