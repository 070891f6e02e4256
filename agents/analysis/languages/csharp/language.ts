import type { Language } from '../../code/language.ts';
import { removedGuards } from '../../code/removed-guards.ts';
import { correctnessChecks, correctnessForms } from './correctness.ts';
import { grammar } from './grammar.ts';
import { injections } from './injections.ts';
import { safeForms } from './safe-forms.ts';
import { checks } from './settings.ts';
import { argumentSources, harmlessTypes, isOutside, sources, values } from './values.ts';

export const csharp: Language = {
  id: 'csharp',
  grammar,
  sources,
  argumentSources,
  isOutside,
  harmlessTypes,
  ...values,
  checks: [...injections, ...checks, ...correctnessChecks, ...removedGuards],
  safeForms: { ...safeForms, ...correctnessForms },
};
