import { Lang, parse, type SgNode } from '@ast-grep/napi';

const layers = 'agents|apps|bots|bug|jobs|monitoring|prisma|providers';

export type RetryKind = 'never' | 'backoff' | 'wait';

/** One place where a code stands in the source. */
export interface CodeUse {
  readonly code: string;
  readonly line: number;
  /** False where the code is only compared with. */
  readonly isMade: boolean;
  /** What `new AmasError('code', …)` says of retrying, where it says so literally. */
  readonly retry: RetryKind | undefined;
}

/** Every string of a source text that is an error code, written out in full. */
export function codesIn(text: string): CodeUse[] {
  return parse(Lang.TypeScript, text)
    .root()
    .findAll({ rule: { kind: 'string', regex: `^.(?:${layers})\\.[a-z_]+.$` } })
    .map((node) => ({
      code: node.text().slice(1, -1),
      line: node.range().start.line + 1,
      isMade: !node.parent()?.is('binary_expression'),
      retry: retryOf(node),
    }));
}

/** Lines where a code is put together from parts: nobody can search for it. */
export function composedCodesIn(text: string): number[] {
  // Few files have one: the others need no parser.
  if (!new RegExp(`\`(?:${layers})\\.[a-z_]*\\$\\{`).test(text)) return [];
  return parse(Lang.TypeScript, text)
    .root()
    .findAll({ rule: { kind: 'template_string', regex: `^.(?:${layers})\\.[a-z_]*\\$\\{` } })
    .map((node) => node.range().start.line + 1);
}

function retryOf(code: SgNode): RetryKind | undefined {
  const construction = code.parent()?.parent();
  if (!construction?.is('new_expression') || construction.field('constructor')?.text() !== 'AmasError')
    return undefined;
  const options = construction
    .field('arguments')
    ?.children()
    .find((child) => child.is('object'));
  if (!options) return 'never';
  const value = options
    .children()
    .find((child) => child.is('pair') && child.field('key')?.text() === 'retry')
    ?.field('value');
  if (value) return literalRetry(value);
  const mayHideOne = options
    .children()
    .some((child) => child.is('spread_element') || child.text() === 'retry');
  return mayHideOne ? undefined : 'never';
}

function literalRetry(value: SgNode): RetryKind | undefined {
  if (value.is('object')) return 'wait';
  const text = value.text().slice(1, -1);
  return text === 'never' || text === 'backoff' ? text : undefined;
}

export interface ListedCode {
  readonly code: string;
  /** The second column: when to retry, or the status of a refusal. */
  readonly second: string;
}

/** Rows of the tables of a Markdown text whose first column is a code. */
export function listedCodes(markdown: string): ListedCode[] {
  return [...markdown.matchAll(/^\|\s*`?([a-z]+\.[a-z_]+)`?\s*\|\s*([^|]*?)\s*\|/gm)].map((match) => ({
    code: match[1]!,
    second: match[2]!,
  }));
}

/** Whether the table's word for retrying covers what the source says: "the vendor's wait, else backoff" covers two. */
export function covers(listed: string, retry: RetryKind): boolean {
  if (listed.startsWith('as ')) return true;
  return retry === 'wait' ? /\bwait\b|\d+ m?s\b/.test(listed) : new RegExp(`\\b${retry}\\b`).test(listed);
}
