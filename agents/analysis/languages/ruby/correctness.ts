import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import type { Language } from '../../code/language.ts';
import type { Match } from '../../rules/define-rule.ts';
import { withoutBlanks } from '../../syntax/expressions.ts';
import { descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { correctness, parentOf, repeated, sameSides, shown, siblingOf } from '../shared/correctness.ts';
import { letterCase } from '../shared/letter-case.ts';
import { isMethodCall } from './names.ts';
import { usesOf } from '../shared/uses.ts';
import { rescueFaults, rescueForms } from './rescues.ts';

export const correctnessChecks: readonly Check[] = [
  ...rescueFaults,
  correctness('unclosed-resource', unclosed),
  correctness('result-dropped', droppedResults),
  correctness('assignment-in-condition', constantsAssigned),
  correctness('index-past-end', pastEnds),
  correctness('self-compare', (file) =>
    sameSides(file, ['binary'], /^([!=]=|[<>]=?|&&|\|\||-|and|or)$/, doesMore),
  ),
  correctness('duplicate-condition', (file) => repeated(chainsIn(file))),
  correctness('duplicate-key', duplicateKeys),
  letterCase('binary'),
];

export const correctnessForms: Language['safeForms'] = {
  ...rescueForms,
  'correctness/unclosed-resource': {
    instead: 'Give the work to it as a block.',
    example: "File.open(path, 'w') do |file|\n  file.write(text)\nend",
  },
  'correctness/result-dropped': {
    instead: 'Use the result, or the method with `!`.',
    example: 'name = name.strip',
  },
  'correctness/assignment-in-condition': { instead: 'Compare with `==`.', example: "if status == 'done'" },
  'correctness/index-past-end': {
    instead: 'Leave the end out with `...`, or use `each`.',
    example: '(0...items.length).each { |i| show(items[i]) }',
  },
  'correctness/self-compare': { instead: 'Compare with the other value.', example: 'left.id == right.id' },
  'correctness/duplicate-condition': "if kind == 'a'\n  one\nelsif kind == 'b'\n  two\nend",
  'correctness/duplicate-key': 'LIMITS = { low: 1, high: 10 }.freeze',
  'correctness/impossible-case': "if role.downcase == 'admin'",
};

/** Methods without arguments that answer otherwise the next time. */
const moving =
  /^(rand|read\w*|get[cs]|shift|pop|next|call|run|sample|shuffle|load|open|now|today|new|uuid|hex|perform|reload|save|result|yield)$|!$/;

/** More than looks at parts of an object. */
function doesMore(side: SyntaxNode): boolean {
  return [...descendants(side)].some(
    (node) =>
      /assignment|yield|block|super/.test(node.kind) ||
      (node.kind === 'call' &&
        (node.field('arguments') !== undefined || moving.test(node.fieldText('method')))) ||
      (node.kind === 'identifier' && isMethodCall(node)),
  );
}

const opening = /^(File(#|\.open|\.new)|TCPSocket(#|\.open)|UNIXSocket(#|\.open))$/;

/** Opened into a variable that stays in its method and is never closed, or written to and forgotten. */
function* unclosed(file: CodeFile): Generator<Match> {
  if (file.isTest) return;
  for (const { node, name, call } of file.calls()) {
    if (!opening.test(name) || node.field('block') !== undefined || node.text.includes('&')) continue;
    const source =
      call.callee.node.text === 'open' ? 'File.open' : node.text.slice(0, node.text.search(/[\s(]|$/));
    if (isWrittenAtOnce(node)) yield { node, source, severity: 'low' };
    if (isKeptOpen(node, file)) yield { node, source };
  }
}

/** `File.open(path, 'w').write(text)` */
function isWrittenAtOnce(node: SyntaxNode): boolean {
  const outer = parentOf(node, 'call');
  return outer?.field('receiver') === node && /^(write|puts|print|<<)$/.test(outer.fieldText('method'));
}

function isKeptOpen(node: SyntaxNode, file: CodeFile): boolean {
  const body = file.flow.index.enclosing(node)?.body;
  const target = parentOf(node, 'assignment')?.field('left');
  if (body === undefined || target?.kind !== 'identifier') return false;
  return usesOf(target.text, body, file).every((use) => use === target || isOwnUse(use));
}

/** A use that neither closes it nor lets it out. */
function isOwnUse(use: SyntaxNode): boolean {
  const call = parentOf(use, 'call');
  return (
    call?.field('receiver') === use &&
    !/^(close|close_write|detach|to_io|fileno)$/.test(call.fieldText('method'))
  );
}

const pure =
  /^(l?strip|rstrip|chomp|chop|upcase|downcase|capitalize|squeeze|sort|uniq|compact|flatten)\/0$|^(gsub|sub|tr)\/2$|^delete_(prefix|suffix)\/1$/;

/** Texts and lists do not change by these: they answer with another one. */
function* droppedResults(file: CodeFile): Generator<Match> {
  for (const call of file.calls()) {
    const isPure = pure.test(`${call.method}/${call.call.arguments.length}`);
    if (isPure && isOfVariable(call) && isFollowed(call.node)) yield shown(call.node, { sink: call.method });
  }
}

function isOfVariable({ node, method }: CodeCall): boolean {
  const receiver = node.field('receiver');
  // A loop such as `map(&:strip)` is read as what it does with each.
  if (node.fieldText('method') !== method) return false;
  return /^(identifier|instance_variable)$/.test(receiver?.kind ?? '') && node.field('block') === undefined;
}

/** Whether it is a statement, and not the last one, which would be the answer. */
function isFollowed(node: SyntaxNode): boolean {
  if (!/^(body_statement|block_body|then|else|program|do|begin)$/.test(node.parent?.kind ?? '')) return false;
  const next = siblingOf(node, 1);
  return next !== undefined && !/^(rescue|ensure|else)$/.test(next.kind);
}

function* constantsAssigned(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('assignment')) {
    const isCondition =
      /^(if|elsif|unless|while|until|conditional|(if|unless|while|until)_modifier)$/.test(
        node.parent?.kind ?? '',
      ) && node.parent?.field('condition') === node;
    if (
      isCondition &&
      /^(integer|float|string|true|false|nil|simple_symbol)$/.test(node.field('right')?.kind ?? '')
    )
      yield shown(node);
  }
}

/** The list of `0..items.length`, or of its end alone. */
const range = /^\(?(?:0\s*\.\.)?\s*([\w.@]+)\.(?:length|size|count)\)?$/;

/** `(0..items.length).each`, `0.upto(items.length)` and `for i in 0..items.length` that read `items[i]`. */
function* pastEnds(file: CodeFile): Generator<Match> {
  for (const node of file.nodes('call', 'for')) {
    const end = node.kind === 'for' ? endOfFor(node) : endOfBlock(node);
    const list = range.exec(end?.text ?? '')?.[1];
    if (end !== undefined && list !== undefined && readsPast(node, list)) yield { node: end, source: list };
  }
}

function readsPast(loop: SyntaxNode, list: string): boolean {
  const block = loop.field('block') ?? loop.field('body');
  const index = loop.field('pattern')?.text ?? block?.fieldText('parameters').replace(/\W/g, '') ?? '';
  const read = `${list}[${index}]`;
  const body = withoutBlanks(block?.text ?? '');
  const isKnown =
    ['<', '==', '>=', '!='].some((sign) => body.includes(`${index}${sign}`)) || body.includes('break');
  const isForgiven = ['&.', '.nil', '||'].some((sign) => body.includes(`${read}${sign}`));
  return index !== '' && body.includes(read) && !isKnown && !isForgiven;
}

function endOfFor(loop: SyntaxNode): SyntaxNode | undefined {
  const over = loop.field('value');
  const span = over?.kind === 'in' ? over.children[0] : over;
  return isWithEnd(span) ? span : undefined;
}

function endOfBlock(call: SyntaxNode): SyntaxNode | undefined {
  const receiver = call.field('receiver');
  const method = call.fieldText('method');
  if (method === 'upto' && receiver?.text === '0') return call.field('arguments')?.children[0];
  return method === 'each' && isWithEnd(receiver) ? receiver : undefined;
}

/** `0..9` and not `0...9` */
function isWithEnd(span: SyntaxNode | undefined): boolean {
  return span !== undefined && /(?<!\.)\.\.(?!\.)/.test(span.text);
}

function* chainsIn(file: CodeFile): Generator<readonly SyntaxNode[]> {
  for (const statement of file.nodes('if')) {
    const chain: SyntaxNode[] = [];
    for (
      let one: SyntaxNode | undefined = statement;
      one?.kind === 'if' || one?.kind === 'elsif';
      one = one.field('alternative')
    )
      chain.push(...(one.field('condition') === undefined ? [] : [one.field('condition') as SyntaxNode]));
    yield chain;
  }
  for (const choice of file.nodes('case'))
    yield choice.children
      .filter(({ kind }) => kind === 'when')
      .flatMap((branch) => branch.children.filter(({ kind }) => kind === 'pattern'));
}

/** Of two equal keys in a literal only the last counts. */
function* duplicateKeys(file: CodeFile): Generator<Match> {
  for (const table of file.nodes('hash')) {
    const seen = new Set<string>();
    for (const item of table.children) {
      const key = item.kind === 'pair' ? keyOf(item) : undefined;
      if (item.kind !== 'pair') seen.clear();
      if (key === undefined) continue;
      if (seen.has(key)) yield { node: item, source: key };
      seen.add(key);
    }
  }
}

/** A symbol as `:name`, a text in quotes. */
function keyOf(pair: SyntaxNode): string | undefined {
  const [key, value] = [pair.field('key'), pair.field('value')];
  if (key === undefined || !/^(hash_key_symbol|simple_symbol|string|integer)$/.test(key.kind))
    return undefined;
  const name = key.kind === 'string' ? key.text.slice(1, -1) : key.text.replace(/^:/, '');
  // Signs may be quoted in more than one way.
  if (!/^[\w.-]+[?!]?$/.test(name)) return undefined;
  const isText = key.kind === 'string' && value !== undefined && key.textAfterUntil(value).includes('=>');
  if (key.kind === 'integer') return name;
  return isText ? `'${name}'` : `:${name}`;
}
