import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import type { Expression } from '../../code/expression.ts';
import type { Language } from '../../code/language.ts';
import type { Match } from '../../rules/define-rule.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { correctness, parentOf, shown } from '../shared/correctness.ts';
import { usesOf } from '../shared/uses.ts';

export const leaks: readonly Check[] = [correctness('unclosed-resource', unclosed)];

export const leakForms: Language['safeForms'] = {
  'correctness/unclosed-resource': {
    instead: 'Declare it with `using`.',
    example: 'using var stream = File.OpenRead(path);',
  },
};

const made =
  /^(FileStream|\w*SqlConnection|SqliteConnection|OracleConnection|OleDbConnection|TcpClient|UdpClient|Socket)#?$/;
const given =
  /^(System\.IO\.)?(File\.(Open|OpenRead|OpenWrite|OpenText|Create|CreateText|AppendText)|ZipFile\.(Open|OpenRead))$/;
/** They close what they are given: what is not theirs must stay open. */
const wrapping = /^(StreamReader|StreamWriter|BinaryReader|BinaryWriter)#?$/;

/** Opened into a variable that stays in its method and is never closed there. */
function* unclosed(file: CodeFile): Generator<Match> {
  if (file.isTest) return;
  for (const call of file.calls()) {
    const { node } = call;
    const declarator = isOpening(call) ? parentOf(node, 'variable_declarator') : undefined;
    const statement = parentOf(declarator?.parent, 'local_declaration_statement');
    const body = file.flow.index.enclosing(node)?.body;
    if (declarator === undefined || statement === undefined || body === undefined) continue;
    if (
      !/^(await\s+)?using\b/.test(statement.text) &&
      !isHandedOn(usesOf(declarator.fieldText('name'), body, file), declarator)
    )
      yield shown(node);
  }
}

function isOpening({ name, call }: CodeCall): boolean {
  if (!call.construction) return given.test(name);
  return made.test(name) || (wrapping.test(name) && isPath(call.arguments[0]?.value));
}

function isPath(value: Expression | undefined): boolean {
  const text = value?.node.text ?? '';
  if (/stream/i.test(text)) return false;
  return value?.kind === 'text' || value?.kind === 'joined' || /path|file(name)?$/i.test(text);
}

/** Whether it leaves the method, or is closed in it. */
function isHandedOn(uses: readonly SyntaxNode[], declarator: SyntaxNode): boolean {
  for (const use of uses) {
    if (declarator.contains(use)) continue;
    const { parent } = use;
    // A command leaves its connection open.
    const called = parentOf(parentOf(use, 'argument')?.parent, 'object_creation_expression');
    if (called?.fieldText('type').endsWith('Command') === true) continue;
    const isObject = parent?.kind === 'member_access_expression' && parent.field('expression') === use;
    if (!isObject || /^(Close|Dispose|CloseAsync|DisposeAsync)$/.test(parent.fieldText('name'))) return true;
  }
  return false;
}
