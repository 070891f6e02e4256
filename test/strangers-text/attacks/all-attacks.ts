import type { Attack } from '../attack.ts';
import { disguisedAttacks } from './disguised.ts';
import { forgedAttacks } from './forged.ts';
import { hiddenAttacks } from './hidden.ts';
import { languageAttacks } from './languages.ts';
import { plainAttacks } from './plain.ts';
import { splitAttacks } from './split.ts';

export const allAttacks: readonly Attack[] = [
  ...plainAttacks,
  ...forgedAttacks,
  ...hiddenAttacks,
  ...disguisedAttacks,
  ...languageAttacks,
  ...splitAttacks,
];
