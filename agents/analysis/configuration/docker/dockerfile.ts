import { DockerfileParser } from 'dockerfile-ast';
import type { Span } from '../span.ts';

export interface Instruction extends Span {
  /** In capitals. */
  readonly keyword: string;
  /** Options before the arguments: `--from=build` as `from` and `build`. */
  readonly flags: ReadonlyMap<string, string>;
  /** What follows, continuations and comments between them taken out; heredocs are part of it. */
  readonly arguments: string;
  /** The source from the first argument on, continuations and all. */
  readonly source: Span;
}

export interface Stage {
  readonly name: string | undefined;
  readonly from: Instruction;
  /** As written, without its stage name. */
  readonly image: string;
  readonly instructions: readonly Instruction[];
}

export interface DockerfileText {
  readonly text: string;
  /** `ARG` before the first `FROM`, with defaults. */
  readonly globals: ReadonlyMap<string, string>;
  readonly stages: readonly Stage[];
  /** Meant for a developer's machine or a test run: nobody else builds or reaches it. */
  readonly isLocal: boolean;
  readonly gap: string | undefined;
}

/** The library takes quadratic time for some texts of that length; nobody writes a longer one. */
const maxDockerfileChars = 100_000;

const localName =
  /(^|[._-])(gitpod|dev|devel|devcontainer|development|local|tests?|testing|ci|e2e|integration|debug|examples?|samples?|demo)([._-]|$)/i;

export function readDockerfile(text: string, path: string): DockerfileText | undefined {
  const isLocal = localName.test(path.slice(path.lastIndexOf('/') + 1));
  const empty = { text, globals: new Map<string, string>(), stages: [], isLocal };
  if (text.length > maxDockerfileChars) return { ...empty, gap: 'too-intricate' };
  try {
    const instructions = instructionsOf(text);
    return {
      text,
      globals: globalsOf(instructions),
      stages: stagesOf(instructions),
      isLocal,
      gap: undefined,
    };
  } catch {
    return { ...empty, gap: 'malformed' };
  }
}

function instructionsOf(text: string): readonly Instruction[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const offset = ({ line, character }: { readonly line: number; readonly character: number }) =>
    (starts[line] ?? text.length) + character;
  return DockerfileParser.parse(text)
    .getInstructions()
    .map((found) => {
      const { start, end } = found.getRange();
      const keywordEnd = offset(found.getInstructionRange().end);
      const span = { start: offset(start), end: offset(end) };
      return withFlags(found.getKeyword(), span, text, keywordEnd);
    });
}

/** Flags are read from the source: the library knows them for some instructions only. */
function withFlags(keyword: string, span: Span, text: string, keywordEnd: number): Instruction {
  const flags = new Map<string, string>();
  let from = keywordEnd;
  const pattern = /(?:\s|[\\`]\r?\n)*--([\w-]+)(?:=("[^"]*"|[^\s]*))?/y;
  for (;;) {
    pattern.lastIndex = from;
    const match = pattern.exec(text);
    if (match === null || pattern.lastIndex > span.end) break;
    flags.set(match[1] ?? '', match[2] ?? '');
    from = pattern.lastIndex;
  }
  const source = { start: Math.min(from, span.end), end: span.end };
  const joined = text
    .slice(source.start, source.end)
    .replace(/^[ \t]*#[^\n]*\n/gm, '')
    .replace(/[\\`][ \t]*\r?\n/g, ' ')
    .trim();
  return { keyword, ...span, flags, arguments: joined, source };
}

function globalsOf(instructions: readonly Instruction[]): ReadonlyMap<string, string> {
  const globals = new Map<string, string>();
  for (const { keyword, arguments: text } of instructions) {
    if (keyword === 'FROM') break;
    const match = /^(\w+)=(.*)$/.exec(text);
    if (keyword === 'ARG' && match !== null) globals.set(match[1] ?? '', unquoted(match[2] ?? ''));
  }
  return globals;
}

function stagesOf(instructions: readonly Instruction[]): readonly Stage[] {
  const stages: (Stage & { readonly instructions: Instruction[] })[] = [];
  for (const instruction of instructions) {
    if (instruction.keyword !== 'FROM') {
      stages.at(-1)?.instructions.push(instruction);
      continue;
    }
    const [image = '', , name] = instruction.arguments.split(/\s+/);
    stages.push({ name: name?.toLowerCase(), from: instruction, image: unquoted(image), instructions: [] });
  }
  return stages;
}

export function unquoted(text: string): string {
  return text.trim().replace(/^(['"])(.*)\1$/s, '$2');
}

/** The stage that a stage builds on, when it is one of the same file; `FROM build-${VARIANT}` chooses among them. */
export function parentOf(file: DockerfileText, stage: Stage): Stage | undefined {
  const before = file.stages.slice(0, file.stages.indexOf(stage));
  const image = withDefaults(file, stage.image).toLowerCase();
  return before.findLast(({ name }) => name !== undefined && name === image);
}

/** The image that a stage rests on in the end, with the defaults of its arguments filled in. */
export function baseImageOf(file: DockerfileText, stage: Stage): string {
  const parent = parentOf(file, stage);
  return parent === undefined ? withDefaults(file, stage.image) : baseImageOf(file, parent);
}

/** An argument without a default stays as it is written. */
export function withDefaults({ globals }: DockerfileText, image: string): string {
  return image.replace(/\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))/g, (whole, braced, fallback, bare) => {
    const name = (braced ?? bare) as string;
    return globals.get(name) ?? (fallback as string | undefined) ?? whole;
  });
}

/** `FOO=bar "X Y"=z` and the old `FOO bar`, as pairs. */
export function pairsOf(text: string): readonly (readonly [string, string])[] {
  const pairs = [...text.matchAll(/([\w.-]+)=("(?:[^"\\]|\\.)*"|'[^']*'|(?:[^\s\\]|\\.)*)/g)];
  if (/^[\w.-]+\s+[^=\s]/.test(text) || (pairs.length === 0 && /\s/.test(text))) {
    const [name = '', ...rest] = text.split(/\s+/);
    return [[name, rest.join(' ')]];
  }
  return pairs.length === 0
    ? [[text, '']]
    : pairs.map(([, name = '', value = '']) => [name, unquoted(value)]);
}
