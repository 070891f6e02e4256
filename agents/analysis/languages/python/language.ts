import type { Language } from '../../code/language.ts';
import { removedGuards } from '../../code/removed-guards.ts';
import { correctnessChecks, correctnessForms } from './correctness.ts';
import { djangoSettings } from './django-settings.ts';
import { python as grammar } from './grammar.ts';
import { injections } from './injections.ts';
import { removedMarks } from './removed-marks.ts';
import { safeForms } from './safe-forms.ts';
import { settings } from './settings.ts';
import { argumentSources, harmlessTypes, isOutside, sources } from './sources.ts';
import { values } from './values.ts';

export const python: Language = {
  id: 'python',
  grammar,
  sources,
  argumentSources,
  isOutside,
  harmlessTypes,
  ...values,
  checks: [
    ...injections,
    ...settings,
    ...djangoSettings,
    ...removedGuards,
    ...removedMarks,
    ...correctnessChecks,
  ],
  safeForms: { ...safeForms, ...correctnessForms },
};
