import type { Language } from '../../code/language.ts';
import { removedGuards } from '../../code/removed-guards.ts';
import { correctnessChecks, correctnessForms } from './correctness.ts';
import { classGuards } from './class-guards.ts';
import { grammar } from './grammar.ts';
import { injections } from './injections.ts';
import { safeForms } from './safe-forms.ts';
import { settings } from './settings.ts';
import { argumentSources, harmlessTypes, isOutside, sources, values } from './values.ts';

export const java: Language = {
  id: 'java',
  grammar,
  sources,
  argumentSources,
  isOutside,
  harmlessTypes,
  ...values,
  checks: [...injections, ...settings, ...removedGuards, ...classGuards, ...correctnessChecks],
  safeForms: { ...safeForms, ...correctnessForms },
};
