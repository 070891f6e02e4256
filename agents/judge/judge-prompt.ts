import { randomUUID } from 'node:crypto';
import type { TokenRate } from '#providers/contract.ts';
import type { ContextPart, Finding, Task } from '../contract.ts';
import { estimateTokens } from './estimate-tokens.ts';
import type { Batch } from './hunk-batches.ts';
import { frameText, frameVersion } from './prompts/frame-v1.ts';
import { spellHidden } from './spell-hidden.ts';

/** What an agent asks the model to judge. The version is kept with every call, so that answers can be compared. */
export interface JudgePrompt {
  /** `<agent>/<name>-v<number>`, as the prompt's file is called. */
  readonly version: string;
  readonly focus: string;
  readonly categories: readonly [Finding['category'], ...Finding['category'][]];
}

export interface PromptText {
  readonly system: string;
  readonly user: string;
  /** For the record of the call: everything that made the text. */
  readonly version: string;
}

export interface Material {
  readonly batch: Batch;
  readonly fileList: string;
  /** Code around the change, marked as such; empty when there is none. */
  readonly related: string;
  readonly rate: TokenRate;
}

/** Parts of the context beyond this are cut: a long description must not crowd out the code. */
const maxPartCharacters = 4_000;
const maxContextTokens = 3_000;

/** A mark that no text of the data can know or hold. */
export function createBoundary(): string {
  return randomUUID().replaceAll('-', '');
}

/** One call: rules in the system text, everything that anybody else wrote between two lines with the boundary. */
export function promptText(
  prompt: JudgePrompt,
  task: Task,
  material: Material,
  boundary: string,
): PromptText {
  const data = [
    ...contextSections(task, material.rate),
    `[all files of the change]\n${material.fileList}`,
    hunksText(material.batch),
    ...(material.related === '' ? [] : [material.related]),
  ].join('\n\n');
  return {
    version: `${prompt.version}+${frameVersion}`,
    system: frameText({
      focus: prompt.focus,
      teamRules: task.context.filter(isOperators).map((part) => `- ${part.label}: ${part.text}`),
      boundary,
      categories: prompt.categories,
    }),
    user: ['Review the change below.', fenced(data, boundary), 'Answer with the JSON object only.'].join(
      '\n',
    ),
  };
}

/** The second and last try after an answer that could not be read. */
export function repairText(error: string): string {
  return [
    `Your answer could not be used: ${error}`,
    'Answer again with one complete JSON object of the schema and nothing else. All earlier rules hold.',
  ].join('\n');
}

/** Between its two lines, text is data. */
export function fenced(data: string, boundary: string): string {
  return `BEGIN DATA ${boundary}\n${data}\nEND DATA ${boundary}`;
}

/** Only the operator gives orders; a part that says so but is not trusted stays data. */
function isOperators(part: ContextPart): boolean {
  return part.origin === 'operator' && part.trust === 'trusted';
}

function contextSections(task: Task, rate: TokenRate): readonly string[] {
  const parts = task.context.filter((part) => !isOperators(part) && part.text.trim() !== '');
  const texts = [
    ...parts.map((part) => section(part.label, part.text)),
    ...(task.instructions === '' ? [] : [section('the request', task.instructions)]),
  ];
  const kept: string[] = [];
  let left = maxContextTokens;
  for (const text of texts) {
    left -= estimateTokens(text, rate);
    if (left < 0) break;
    kept.push(text);
  }
  const missing = texts.length - kept.length;
  return missing === 0 ? kept : [...kept, `[${missing} more texts of the request, left out for length]`];
}

function section(label: string, text: string): string {
  const seen = spellHidden(text);
  const cut = seen.length > maxPartCharacters ? `${seen.slice(0, maxPartCharacters)} …[cut]` : seen;
  return `[${spellHidden(label)}]\n${cut}`;
}

function hunksText(batch: Batch): string {
  const byPath = Map.groupBy(batch.hunks, (hunk) => hunk.path);
  return [...byPath]
    .map(([path, hunks]) =>
      [`[file ${JSON.stringify(spellHidden(path))}]`, ...hunks.map((hunk) => hunk.text)].join('\n'),
    )
    .join('\n\n');
}
