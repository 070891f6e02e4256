import type { Signal } from './signal.ts';

/** Gaps between words that belong together, and lists of words for one thing. */
export const few = String.raw`(?: \S+){0,3}?`;
export const some = String.raw`(?: \S+){0,5}?`;
export const many = String.raw`(?: \S+){0,9}?`;
export const reviewer =
  'ai|bots|llms?|language models?|chat ?gpt|gpt|claude|copilot|gemini|code ?rabbit|ai agents?|ai assistants?|ai reviewers?|review(?:er)? bots?|review(?:er)? agents?|automated (?:reviewers?|review|systems?|tools?|agents?)';
export const orders =
  'instructions?|prompts?|directions?|directives?|guidelines?|guidance|commands?|constraints?|orders|context|polic(?:y|ies)|programming|training';
export const tell =
  'print|reveal|show|output|repeat|display|leak|dump|expose|send|post|include|append|share|echo|disclose|give|tell|embed|encode|put|insert|write|paste|return|list|summari[sz]e|upload|exfiltrate|attach';
export const change =
  'prs?|pull requests?|changes?|changesets?|merge requests?|commits?|diffs?|patch(?:es)?|code|branch';
export const faults =
  'findings?|issues?|problems?|vulnerabilit(?:y|ies)|bugs?|concerns?|remarks?|defects?|flaws?|weaknesses';

/** A sign in whole words of English. */
export const signal = (want: Signal['want'], points: Signal['points'], pattern: string): Signal => ({
  want,
  points,
  form: new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${pattern})(?![\p{L}\p{N}])`, 'u'),
});
