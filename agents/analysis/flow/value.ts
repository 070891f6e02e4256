import type { SyntaxNode } from '../syntax/syntax-node.ts';

/** What a value will be put into. What makes a value harmless depends on it. */
export type Purpose =
  | 'command'
  | 'code'
  | 'sql'
  | 'nosql'
  | 'path'
  | 'html'
  | 'url'
  | 'redirect'
  | 'key'
  | 'regex'
  | 'header'
  | 'ldap'
  | 'xpath'
  | 'size'
  | 'log';

/**
 * How much of a value an outsider decides: nothing (`constant`, `clean`), not known, as much as the caller of an
 * exported function (`parameter`), or all of it.
 */
export const grades = ['constant', 'clean', 'unknown', 'parameter', 'tainted'] as const;
export type Grade = (typeof grades)[number];

/** Stands in a shape for a part that is not written in the code and that no outsider decides. */
export const hole = '\uE000';
/** Stands in a shape for a part that an outsider or a caller decides. */
export const taintedHole = '\uE001';

export interface Origin {
  readonly kind: 'request' | 'browser' | 'arguments' | 'parameter';
  readonly label: string;
  /** For a parameter: whether code outside the file can pass it. */
  readonly exported?: boolean;
}

export interface Value {
  readonly grade: Grade;
  /** The text as far as the code shows it, with holes. */
  readonly shape: string;
  readonly origin?: Origin;
  /** The places the value came through. */
  readonly trail: readonly SyntaxNode[];
}

export const unknownValue: Value = { grade: 'unknown', shape: hole, trail: [] };
export const cleanValue: Value = { grade: 'clean', shape: hole, trail: [] };

export function constantValue(text: string): Value {
  return { grade: 'constant', shape: text, trail: [] };
}

export function taintedValue(origin: Origin, trail: readonly SyntaxNode[]): Value {
  return { grade: origin.kind === 'parameter' ? 'parameter' : 'tainted', shape: taintedHole, origin, trail };
}

export function isTainted(value: Value): boolean {
  return value.grade === 'tainted' || value.grade === 'parameter';
}

/** Long chains repeat themselves; the first places are the nearest to the sink. */
const maxTrail = 12;

/** Longer texts add nothing to what a shape tells. */
const maxShapeChars = 4_000;

/** One text after the other. */
export function concatenated(values: readonly Value[], separator = ''): Value {
  return { ...worst(values), shape: joinedShape(values, separator), trail: trailOf(values) };
}

function joinedShape(values: readonly Value[], separator: string): string {
  let shape = '';
  for (const [index, value] of values.entries()) {
    if (shape.length >= maxShapeChars) break;
    shape += (index === 0 ? '' : separator) + value.shape;
  }
  return shape.slice(0, maxShapeChars);
}

/** One of several values, not known which. The shape is that of the worst. */
export function either(values: readonly Value[]): Value {
  return { ...worst(values), trail: trailOf(values) };
}

/** The same outsider's say over another text: a slice, an element, a decoded form. */
export function carried(value: Value): Value {
  const shape = isTainted(value) ? taintedHole : hole;
  return { ...value, grade: value.grade === 'constant' ? 'clean' : value.grade, shape };
}

/** A part of a value: it keeps the taint but not the text; a part of a constant is one. */
export function partOf(value: Value): Value {
  return value.grade === 'constant' ? value : carried(value);
}

export function through(value: Value, place: SyntaxNode): Value {
  return isTainted(value) ? { ...value, trail: [place, ...value.trail].slice(0, maxTrail) } : value;
}

function worst(values: readonly Value[]): Value {
  const rank = (value: Value) => grades.indexOf(value.grade);
  return values.reduce((a, b) => (rank(b) > rank(a) ? b : a), constantValue(''));
}

function trailOf(values: readonly Value[]): readonly SyntaxNode[] {
  const trail: SyntaxNode[] = [];
  for (const value of values) {
    if (trail.length >= maxTrail) break;
    trail.push(...value.trail);
  }
  return trail.slice(0, maxTrail);
}
