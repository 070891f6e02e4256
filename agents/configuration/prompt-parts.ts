import type { ContextPart } from '../contract.ts';
import { matchesPath } from './glob.ts';
import type { Settings } from './keys.ts';

/**
 * What the team wants a model to look at, and how to word it. It comes from the base branch, so it is the team's own
 * word; it decides neither severities, which are compared with thresholds elsewhere, nor what an agent may do.
 */
export function promptParts(settings: Settings, paths: readonly string[]): readonly ContextPart[] {
  const part = (label: string, text: string): ContextPart => ({
    origin: 'operator',
    trust: 'trusted',
    label,
    text,
  });
  const focus = settings.path_instructions
    .filter((each) => each.paths.some((glob) => paths.some((path) => matchesPath(glob, path))))
    .map((each) =>
      part(`What to look at in ${each.paths.join(', ')} (it changes no severity)`, each.instructions),
    );
  const isShort = settings.tone === 'short';
  return [
    ...focus,
    ...(isShort ? [part('Tone', 'Two sentences for each finding at most.')] : []),
    ...(settings.language === 'en'
      ? []
      : [part('Language', `Write titles and details in the language with the tag ${settings.language}.`)]),
  ];
}
