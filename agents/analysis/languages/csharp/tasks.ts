import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import type { Call, Expression } from '../../code/expression.ts';
import type { FunctionShape } from '../../code/grammar.ts';
import type { Language } from '../../code/language.ts';
import type { Match } from '../../rules/define-rule.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { correctness, parentOf, shown } from '../shared/correctness.ts';

/** What goes wrong with tasks. */
export const taskFaults: readonly Check[] = [
  correctness('task-not-awaited', droppedTasks),
  correctness('async-void', unawaitable),
  correctness('blocking-call', blockedThreads),
];

export const taskForms: Language['safeForms'] = {
  'correctness/task-not-awaited': 'await context.SaveChangesAsync();',
  'correctness/async-void': 'public async Task SaveAsync(Order order) {',
  'correctness/blocking-call': {
    instead: 'Await the task.',
    example: 'var order = await store.FindAsync(id);',
  },
};

function isAsync(node: SyntaxNode | undefined): boolean {
  return node?.children.some(({ kind, text }) => kind === 'modifier' && text === 'async') === true;
}

/** Methods by this ending that tell of their end by an event, and answer with nothing. */
const eventBased =
  /^(RunWorker|Cancel|Upload(String|File|Data|Values)|Download(String|File|Data)|OpenRead|Begin\w*)Async$/;

/** Calls that stand for themselves in code that could wait for them. */
function* droppedTasks(file: CodeFile): Generator<Match> {
  for (const call of file.calls()) {
    const { node } = call;
    if (!isStatement(node) || !isAsync(file.flow.index.enclosing(node)?.node)) continue;
    if (answersWithTask(call, file)) yield shown(node);
  }
}

/** `Foo();` or `x?.Foo();` */
function isStatement(node: SyntaxNode): boolean {
  const whole = parentOf(node, 'conditional_access_expression') ?? node;
  return parentOf(whole, 'expression_statement') !== undefined;
}

function answersWithTask({ name, method, receiver, call, node }: CodeCall, file: CodeFile): boolean {
  if (method === 'ConfigureAwait' && receiver?.kind === 'call')
    return answersWithTask(file.siteOf(receiver), file);
  if (/^Task\.(Delay|WhenAll|WhenAny)$/.test(name)) return true;
  const isOwn = call.callee.kind === 'name' || node.text.startsWith('this.');
  const own = isOwn ? file.flow.index.functionsNamed(method) : [];
  if (own.length > 0) return own.every(({ node }) => isAsync(node) && !isVoid(node));
  return /\wAsync$/.test(method) && !eventBased.test(method);
}

function isVoid(node: SyntaxNode): boolean {
  const name = node.field('name');
  return name !== undefined && /\bvoid\s+$/.test(node.textBefore(name));
}

/** Async functions whose end and whose errors nobody gets. */
function* unawaitable(file: CodeFile): Generator<Match> {
  const given = givenNames(file);
  for (const fn of file.functions()) {
    const name = fn.node.field('name');
    if (name === undefined || !isAsync(fn.node) || !isVoid(fn.node)) continue;
    if (given.has(fn.name) || isHandler(fn)) continue;
    yield { node: name, source: `async void ${fn.name}`, identity: `async void ${fn.name}` };
  }
  for (const { node, name, call } of file.calls()) {
    const isAsyncGiven = call.arguments.some(({ value }) => value.kind === 'function' && isAsync(value.node));
    if (isAsyncGiven && voidDelegates.test(name)) yield { node, source: call.callee.node.text };
  }
}

/** They take an `Action`: what an async lambda answers with is thrown away. */
const voidDelegates = /(^|\.)ForEach$|^Parallel\.(For|Invoke)$|^(Thread|Timer)#?$/;

/** Methods that are handed over by their names: `button.Click += Save`, `new Command(Save)`. */
function givenNames({ text }: CodeFile): ReadonlySet<string> {
  const handed = text.matchAll(/(?:\+=|=>?|[(,?:]|\breturn)\s*(?:this\.)?(\w+)(?=\s*[;,)])/g);
  return new Set([...handed].map(([, name = '']) => name));
}

/** What a framework calls has no choice, and what keeps all its errors does no harm. */
function isHandler({ node, name, parameters, annotations, body }: FunctionShape): boolean {
  const isOfEvent = parameters.some(
    (parameter) => parameter.type.endsWith('Args') || /^(sender|e|args)$/.test(parameter.name),
  );
  const isFramework =
    /^(On|Handle)[A-Z]|_|^(Start|Awake|Update|Execute|Main|Run)$|EventHandler$|Handler$/.test(name);
  const [only, second] = body?.children ?? [];
  const keepsErrors =
    second === undefined &&
    only?.kind === 'try_statement' &&
    only.children.some(({ kind }) => kind === 'catch_clause');
  const isOverride = node.children.some(({ kind, text: word }) => kind === 'modifier' && word === 'override');
  return isOfEvent || isFramework || keepsErrors || isOverride || annotations.length > 0;
}

/** Waiting for a task without `await`, in code that could. */
function* blockedThreads(file: CodeFile): Generator<Match> {
  const { index } = file.flow;
  const inAsync = ({ node }: { readonly node: SyntaxNode }) => isAsync(index.enclosing(node)?.node);
  for (const call of file.calls()) if (isBlocking(call, file) && inAsync(call)) yield shown(call.node);
  for (const node of file.nodes('member_access_expression')) {
    const object = node.fieldText('name') === 'Result' ? node.field('expression') : undefined;
    if (object !== undefined && inAsync({ node }) && isRunning(index.read(object), file)) yield shown(node);
  }
}

function isBlocking({ name, method, receiver, call }: CodeCall, file: CodeFile): boolean {
  if (/^(Thread\.Sleep|Task\.WaitAll|Task\.WaitAny)$/.test(name)) return true;
  if (method === 'GetResult') return receiver?.node.text.endsWith('.GetAwaiter()') === true;
  return method === 'Wait' && call.arguments.length === 0 && isRunning(receiver, file);
}

/** Whether an expression is a task that has not been awaited: a call, or a variable for one. */
function isRunning(expression: Expression | undefined, file: CodeFile): boolean {
  if (expression?.kind === 'call')
    return isStarted(expression, file) && parentOf(expression.node, 'await_expression') === undefined;
  if (expression?.kind !== 'name' || mayBeOver(expression, file)) return false;
  const binding = file.flow.index.resolve(expression.name, expression.node);
  const writes = binding?.kind === 'variable' ? binding.writes : [];
  return writes.length === 1 && isRunning(writes[0]?.value, file);
}

/** Whether the function around has waited for a task by another way. */
function mayBeOver({ name, node }: Expression & { readonly kind: 'name' }, { flow }: CodeFile): boolean {
  const around = flow.index.enclosing(node)?.node.text ?? '';
  return new RegExp(`\\bWhen(All|Any)\\(|IsCompleted|await\\s+${name}\\b`).test(around);
}

function isStarted(call: Call, file: CodeFile): boolean {
  const { name, method } = file.siteOf(call);
  return /^Task\.(Run|Delay|WhenAll|WhenAny|Factory\.StartNew)$/.test(name) || /\wAsync$/.test(method);
}
