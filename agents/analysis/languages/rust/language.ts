import type { Language } from '../../code/language.ts';
import { lostMiddleware } from '../../code/lost-middleware.ts';
import { removedGuards } from '../../code/removed-guards.ts';
import { correctnessChecks, correctnessForms } from './correctness.ts';
import { grammar } from './grammar.ts';
import { guards } from './guards.ts';
import { injections } from './injections.ts';
import { safeForms } from './safe-forms.ts';
import { settings } from './settings.ts';
import { argumentSources, harmlessTypes, isOutside, sources, values } from './values.ts';

/** Layers are looked at by `guards`: a route's chain says more than its arguments. */
const shared = removedGuards.filter((check) => check.kind !== 'file' || check.find !== lostMiddleware);

export const rust: Language = {
  id: 'rust',
  grammar,
  sources,
  argumentSources,
  isOutside,
  harmlessTypes,
  ...values,
  checks: [...injections, ...settings, ...guards, ...correctnessChecks, ...shared],
  safeForms: { ...safeForms, ...correctnessForms },
};
