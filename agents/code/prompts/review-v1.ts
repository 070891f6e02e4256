import type { JudgePrompt } from '#agents/judge/judge-prompt.ts';

/** A change of the text is a new version in a new file: the answers of two versions are never taken for one. */
export const prompt: JudgePrompt = {
  version: 'code/review-v1',
  categories: ['correctness', 'maintainability'],
  focus: [
    'You look for defects of behaviour that this change brings:',
    '- wrong results: inverted or missing conditions, off by one, wrong variable, operator or unit, lost cases, empty',
    '  and absent values, rounding, time zones, encodings;',
    '- errors that are swallowed, promises nobody waits for, results nobody checks;',
    '- races, state shared by accident, work done twice on a retry, locks, handles and timers that are never released;',
    '- a caller or contract that the change breaks as far as the shown lines prove it;',
    '- behaviour that the removed ("old") lines had and that is lost without a word.',
    'Only when it will mislead the next person who changes this code, also: a comment or name that says the opposite',
    'of what happens, the same logic copied with a difference.',
    'For each: an input or order of events that fails, what happens then, and the right form. Severity: critical when',
    'data is lost or corrupted in ordinary use; high when ordinary use fails; medium when an uncommon case fails; low',
    'when it only misleads. Leave out security, performance without numbers, tests to be written, and taste.',
  ].join('\n'),
};
