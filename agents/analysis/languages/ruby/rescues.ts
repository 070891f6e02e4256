import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import type { Language } from '../../code/language.ts';
import { shortText } from '../../code/run-checks.ts';
import type { Match } from '../../rules/define-rule.ts';
import { descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { correctness, isCleanUp, isExplained, isExplainedAbove } from '../shared/correctness.ts';
import { failsOpen, type Handler } from '../shared/fail-open.ts';

/** What goes wrong where errors are handled. */
export const rescueFaults: readonly Check[] = [
  correctness('caught-too-much', wideRescues),
  correctness('empty-catch', silentRescues),
  correctness('unreachable-handler', lateRescues),
  correctness('return-in-finally', returnsInEnsure),
  failsOpen(answersOnError),
];

export const rescueForms: Language['safeForms'] = {
  'correctness/caught-too-much': 'rescue StandardError => e\n  logger.warn(e.message)',
  'correctness/empty-catch': 'rescue Errno::ENOENT => e\n  logger.info("no cache yet: #{e.message}")',
  'correctness/unreachable-handler':
    'rescue KeyError => e\n  halt 404\nrescue StandardError => e\n  halt 500',
  'correctness/return-in-finally': {
    instead: 'Only clean up in `ensure`; return before it.',
    example: 'begin\n  work\nensure\n  release\nend',
  },
  'correctness/fail-open':
    'rescue StandardError => e\n  logger.warn("signature not checked: #{e.message}")\n  false',
};

/** The classes a handler is for; none for all standard errors. */
function caughtBy(clause: SyntaxNode): readonly string[] {
  const list = clause.children.find(({ kind }) => kind === 'exceptions');
  return (list?.children ?? []).map(({ text }) => text.replace(/^::/, ''));
}

function nameIn(clause: SyntaxNode): string {
  const variable = clause.children.find(({ kind }) => kind === 'exception_variable');
  return variable?.children[0]?.text ?? '';
}

/** `rescue Exception` that neither raises again, nor ends the program, nor hands the error to somebody else. */
function* wideRescues(file: CodeFile): Generator<Match> {
  if (file.isTest) return;
  for (const clause of file.nodes('rescue')) {
    const body = clause.field('body')?.text;
    if (!caughtBy(clause).includes('Exception') || body === undefined) continue;
    if (/\b(raise|fail|exit!?|abort|throw|kill)\b/.test(body) || handsOn(body, nameIn(clause))) continue;
    const line = clause.text.split('\n', 1)[0] ?? '';
    if (!line.includes('#')) yield { node: clause, source: shortText(line) };
  }
}

/** Whether somebody else gets the error; a log does not count. */
function handsOn(body: string, name: string): boolean {
  const others = body.replace(/^.*\b(log|logger|puts|warn|print)\b.*$/gm, '');
  return (
    name !== '' &&
    new RegExp(`(=|<<|\\(|,|\\breturn)\\s*${name}\\b(?!\\.(message|class|backtrace))`).test(others)
  );
}

/** Handlers of every error with nothing in them, not even a reason. */
function* silentRescues(file: CodeFile): Generator<Match> {
  for (const clause of file.nodes('rescue')) {
    const isBroad = caughtBy(clause).every((name) => /^(StandardError|Exception)$/.test(name));
    const isSilent = clause.field('body') === undefined && !isUsedLater(clause, file);
    if (isBroad && isSilent && !isMeant(clause, file.text)) yield { node: clause };
  }
}

/** `rescue => @error`, and a name that is looked at behind the block. */
function isUsedLater(clause: SyntaxNode, { flow, text }: CodeFile): boolean {
  const name = nameIn(clause);
  const method = flow.index.enclosing(clause)?.node;
  const after = method === undefined ? '' : text.slice(clause.end, method.end);
  return name.startsWith('@') || (name !== '' && new RegExp(`\\b${name}\\b`).test(after));
}

function isMeant(clause: SyntaxNode, text: string): boolean {
  const guarded = guardedBy(clause).replace(/\b(close|delete|unlink|stop|kill)\b(?!\()/g, '$1(');
  const isRemarked =
    clause.text.includes('#') ||
    isExplained(text, clause.end) ||
    isFollowedByReason(text, clause.end) ||
    isExplainedAbove(text, clause.parent?.start ?? clause.start);
  return (
    guarded === '' || isCleanUp(guarded) || isRemarked || /^_|^(ignored?|expected)$/.test(nameIn(clause))
  );
}

/** The text before the handlers of the same block. */
function guardedBy(clause: SyntaxNode): string {
  const siblings = clause.parent?.children ?? [];
  return siblings
    .slice(
      0,
      siblings.findIndex(({ kind }) => kind === 'rescue'),
    )
    .map(({ text }) => text)
    .join('\n');
}

/** An empty handler ends before the comment that fills it. */
function isFollowedByReason(text: string, end: number): boolean {
  return /^\s*#/.test(text.slice(end, end + 200));
}

/** These are no standard errors: a handler of those does not take them. */
const notStandard =
  /^(Exception|SystemExit|Interrupt|SignalException|NoMemoryError|ScriptError|LoadError|NotImplementedError|SyntaxError|SecurityError|SystemStackError)$|^[a-z]|\*/;

function* lateRescues(file: CodeFile): Generator<Match> {
  /** For each list of handlers: what the ones read so far take, and where. */
  const taken = new Map<SyntaxNode | undefined, { readonly by: SyntaxNode; readonly all: boolean }>();
  for (const clause of file.nodes('rescue')) {
    const names = caughtBy(clause);
    const before = taken.get(clause.parent);
    const isTaken = before?.all === true || names.every((name) => !notStandard.test(name));
    if (before !== undefined && isTaken)
      yield { node: clause, trail: [before.by], source: names.join(', ') || 'StandardError' };
    const all = names.includes('Exception');
    const isWide = all || names.length === 0 || names.includes('StandardError');
    if (isWide && before?.all !== true) taken.set(clause.parent, { by: clause, all });
  }
}

function* returnsInEnsure(file: CodeFile): Generator<Match> {
  for (const clause of file.nodes('ensure')) {
    const enter = ({ kind }: SyntaxNode) => !/^((singleton_)?method|lambda)$/.test(kind);
    const found = [...descendants(clause, enter)].find((node) => node.kind === 'return' && !isOnFlag(node));
    if (found !== undefined) yield { node: found, source: 'return' };
  }
}

/** `return result if success`: the flag is set where nothing went wrong. */
function isOnFlag(node: SyntaxNode): boolean {
  const { parent } = node;
  return parent?.kind === 'if_modifier' && parent.field('condition')?.kind === 'identifier';
}

function* answersOnError(file: CodeFile): Generator<Handler> {
  for (const clause of file.nodes('rescue')) {
    const last = clause.field('body')?.children.at(-1);
    if (last !== undefined) yield { clause, last, answer: last.text.replace(/^return\s+/, '') };
  }
}
