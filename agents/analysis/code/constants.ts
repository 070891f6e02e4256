import { ancestors, type SyntaxNode } from '../syntax/syntax-node.ts';
import type { CodeIndex } from './code-index.ts';
import type { Binary, Expression } from './expression.ts';

const maxSteps = 4;

/** The expression that a name which is written once stands for; other expressions stand for themselves. */
export function constantOf(index: CodeIndex, expression: Expression, steps = maxSteps): Expression {
  if (steps === 0) return expression;
  const target = expression.kind === 'member' ? index.targetOf(expression) : undefined;
  if (target !== undefined) return onlyWrite(index, index.writesTo(target), expression, steps);
  if (expression.kind !== 'name') return expression;
  const binding = index.resolve(expression.name, expression.node);
  if (binding?.kind === 'variable') return onlyWrite(index, binding.writes, expression, steps);
  return binding === undefined
    ? onlyWrite(index, index.writesTo(`this.${expression.name}`), expression, steps)
    : expression;
}

function onlyWrite(
  index: CodeIndex,
  writes: readonly { readonly mode: string; readonly value: Expression }[],
  expression: Expression,
  steps: number,
): Expression {
  const [write] = writes;
  if (writes.length !== 1 || write?.mode !== 'set' || write.value.node.contains(expression.node))
    return expression;
  return constantOf(index, write.value, steps - 1);
}

/** The number that an expression always is. */
export function numberOf(index: CodeIndex, expression: Expression): number | undefined {
  const constant = constantOf(index, expression);
  if (constant.kind === 'number') return constant.value;
  if (constant.kind === 'other' && constant.children.length === 1)
    return numberOf(index, constant.children[0] as Expression);
  if (constant.kind !== 'binary') return undefined;
  const left = numberOf(index, constant.left);
  const right = numberOf(index, constant.right);
  return left === undefined || right === undefined ? undefined : computed(constant.operator, left, right);
}

function computed(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? undefined : left / right;
    case '<<':
      return left * 2 ** right;
    default:
      return undefined;
  }
}

/** Whether a condition always holds, or never. */
export function isTruth(index: CodeIndex, condition: Expression): boolean | undefined {
  if (condition.kind === 'constant') return truths[condition.text];
  if (condition.kind === 'other' && condition.children.length === 1)
    return isTruth(index, condition.children[0] as Expression);
  return condition.kind === 'binary' ? comparison(index, condition) : undefined;
}

const truths: Readonly<Record<string, boolean>> = { true: true, True: true, false: false, False: false };

function comparison(index: CodeIndex, { operator, left, right }: Binary): boolean | undefined {
  if (!/^([<>]=?|[!=]==?)$/.test(operator)) return undefined;
  const one = numberOf(index, left);
  const other = one === undefined ? undefined : numberOf(index, right);
  if (one === undefined || other === undefined) return undefined;
  switch (operator) {
    case '<':
      return one < other;
    case '>':
      return one > other;
    case '<=':
      return one <= other;
    case '>=':
      return one >= other;
    default:
      return (one === other) === operator.startsWith('=');
  }
}

/** Whether a statement stands in a branch whose condition never lets it run, or under a case that is never chosen. */
export function isDead(index: CodeIndex, node: SyntaxNode): boolean {
  let inner = node;
  for (const outer of ancestors(node)) {
    if (index.functionAt(outer) !== undefined) return false;
    const shape = index.grammar.conditions[outer.kind]?.(outer, index.read);
    if (shape !== undefined && shape.condition.node !== inner) {
      const truth = isTruth(index, shape.condition);
      const branch = (shape.whenTrue === inner) !== (shape.negated === true);
      if (truth !== undefined && truth !== branch) return true;
    }
    if (isOtherCase(index, outer)) return true;
    inner = outer;
  }
  return false;
}

/** A case of a switch over a constant, for another value. */
function isOtherCase(index: CodeIndex, branch: SyntaxNode): boolean {
  const subject = index.grammar.cases[branch.kind]?.(branch, index.read);
  if (subject === undefined) return false;
  const chosen = characterOf(index, index.read(subject));
  if (chosen === undefined) return false;
  const labels = [...(branch.parent?.children ?? [])].map((one) => labelOf(one));
  const own = labelOf(branch);
  return own === undefined
    ? labels.includes(chosen)
    : !own.split(',').includes(chosen) && !fallsInto(branch, chosen);
}

function labelOf(branch: SyntaxNode): string | undefined {
  const labels = branch.children.filter(({ kind }) => kind === 'switch_label');
  const texts = labels.map(({ text }) => text.replace(/^(case|default)\s*/, '').replace(/^['"]|['"]$/g, ''));
  return texts.every((text) => text === '' || text === 'default') ? undefined : texts.join(',');
}

/** A case without statements goes on in the next. */
function fallsInto(branch: SyntaxNode, chosen: string): boolean {
  const branches = branch.parent?.children ?? [];
  const before = branches[branches.indexOf(branch) - 1];
  if (before === undefined || labelOf(before) !== chosen) return false;
  return before.children.every(({ kind }) => kind === 'switch_label');
}

/** The value of a constant text, or of one of its characters. */
function characterOf(index: CodeIndex, subject: Expression): string | undefined {
  const constant = constantOf(index, subject);
  if (constant.kind === 'text') return constant.text;
  if (constant.kind !== 'call' || constant.callee.kind !== 'member' || constant.callee.name !== 'charAt')
    return undefined;
  const text = constantOf(index, constant.callee.object);
  const at = constant.arguments[0] === undefined ? undefined : numberOf(index, constant.arguments[0].value);
  return text.kind === 'text' && at !== undefined ? text.text[at] : undefined;
}
