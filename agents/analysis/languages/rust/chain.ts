import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import type { Call, Expression } from '../../code/expression.ts';

/** Builders are longer than this nowhere. */
const maxSteps = 40;

/** The calls of a builder, the first first: of the chain, and of the variable that it begins with. */
export function chainOf(expression: Expression, file: CodeFile): readonly Call[] {
  const calls: Call[] = [];
  let current: Expression | undefined = expression;
  for (let step = 0; current !== undefined && step < maxSteps; step += 1) {
    if (current.kind === 'call') {
      calls.push(current);
      current = current.callee.kind === 'member' ? current.callee.object : undefined;
    } else if (current.kind === 'name') {
      const start: Expression = file.constantOf(current);
      const written: Expression | undefined = start === current ? firstWrite(current, file) : start;
      current = written === current ? undefined : written;
    } else {
      current = current.kind === 'other' && current.children.length === 1 ? current.children[0] : undefined;
    }
  }
  return calls.toReversed();
}

function firstWrite(
  name: Expression & { readonly kind: 'name' },
  { flow }: CodeFile,
): Expression | undefined {
  const binding = flow.index.resolve(name.name, name.node);
  const write = binding?.kind === 'variable' ? binding.writes.find(({ mode }) => mode === 'set') : undefined;
  return write?.value.node.contains(name.node) === true ? undefined : write?.value;
}

const shell = /^((\/usr)?\/bin\/)?(ba|z|da|k)?sh$|^cmd(\.exe)?$|^(powershell|pwsh)(\.exe)?$/i;

/** Whether a program's arguments go to a shell that runs one of them. */
export function isShell({ receiver }: CodeCall, file: CodeFile): boolean {
  const [program] = receiver === undefined ? [] : chainOf(receiver, file);
  const named = program?.arguments[0]?.value;
  return named !== undefined && shell.test(file.textOf(named) ?? '');
}
