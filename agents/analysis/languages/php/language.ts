import type { Language } from '../../code/language.ts';
import { removedGuards } from '../../code/removed-guards.ts';
import { checks } from './checks.ts';
import { correctnessChecks, correctnessForms } from './correctness.ts';
import { grammar } from './grammar.ts';
import { safeForms } from './safe-forms.ts';
import { argumentSources, harmlessTypes, isOutside, sources, values } from './values.ts';

export const php: Language = {
  id: 'php',
  grammar,
  sources,
  argumentSources,
  isOutside,
  harmlessTypes,
  ...values,
  checks: [...checks, ...removedGuards, ...correctnessChecks],
  safeForms: { ...safeForms, ...correctnessForms },
};
