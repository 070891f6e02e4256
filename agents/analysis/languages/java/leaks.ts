import type { Check } from '../../code/check.ts';
import type { CodeFile } from '../../code/code-file.ts';
import type { Language } from '../../code/language.ts';
import type { Match } from '../../rules/define-rule.ts';
import { descendants, type SyntaxNode } from '../../syntax/syntax-node.ts';
import { around, correctness, parentOf, shown } from '../shared/correctness.ts';
import { usesOf } from '../shared/uses.ts';

export const leaks: readonly Check[] = [
  correctness('unclosed-resource', unclosed),
  correctness('lock-left-held', locksOutsideFinally),
];

export const leakForms: Language['safeForms'] = {
  'correctness/unclosed-resource':
    'try (InputStream in = Files.newInputStream(path)) {\n    return in.readAllBytes();\n}',
  'correctness/lock-left-held': 'lock.lock();\ntry {\n    work();\n} finally {\n    lock.unlock();\n}',
};

const made =
  /^(File(Input|Output)Stream|FileReader|FileWriter|RandomAccessFile|Socket|ServerSocket|ZipFile|JarFile|PrintWriter|Scanner|BufferedReader|BufferedWriter)$/;
const given =
  /^(java\.nio\.file\.)?Files\.(new(Input|Output)Stream|newBuffered(Reader|Writer)|lines|list|walk|newDirectoryStream)$|DriverManager\.getConnection$|DataSource#\.getConnection$|Connection#\.(prepareStatement|createStatement|prepareCall)$/;

/** Opened into a variable that stays in its method and is never closed there. */
function* unclosed(file: CodeFile): Generator<Match> {
  if (file.isTest) return;
  for (const { node, name, call } of file.calls()) {
    const isMade = call.construction && made.test(name.replace(/#$/, '')) && !isHarmless(node.text);
    const declarator = isMade || given.test(name) ? parentOf(node, 'variable_declarator') : undefined;
    const body = file.flow.index.enclosing(node)?.body;
    if (declarator === undefined || body === undefined) continue;
    const isLocal = parentOf(declarator, 'local_variable_declaration') !== undefined;
    if (isLocal && !isHandedOn(usesOf(declarator.fieldText('name'), body, file), declarator))
      yield shown(node);
  }
}

/** What reads the console or a text has nothing to close. */
function isHarmless(text: string): boolean {
  return (
    /System\.(in|out|err)|StringReader|StringWriter|ByteArray/.test(text) ||
    (/^new (PrintWriter|Scanner|Buffered\w+)\(/.test(text) &&
      !/^new \w+\(\s*new (File|InputStreamReader\(new)/.test(text))
  );
}

/** Whether it leaves the method, or is closed in it. */
function isHandedOn(uses: readonly SyntaxNode[], declarator: SyntaxNode): boolean {
  for (const use of uses) {
    if (declarator.contains(use)) continue;
    const { parent } = use;
    const isObject = parent?.kind === 'method_invocation' && parent.field('object') === use;
    if (!isObject || /^(close|lines|getChannel)$/.test(parent.fieldText('name'))) return true;
  }
  return false;
}

/** `lock()` and `unlock()` side by side: what is thrown between them leaves the lock held. */
function* locksOutsideFinally(file: CodeFile): Generator<Match> {
  if (file.isTest) return;
  for (const { node, receiver } of file.calls()) {
    const lock = receiver?.node.text ?? '';
    const statement = node.text === `${lock}.lock()` ? parentOf(node, 'expression_statement') : undefined;
    if (statement === undefined || around(node, /^finally_clause$/) !== undefined) continue;
    const list = statement.parent?.children ?? [];
    const after = list.slice(list.indexOf(statement) + 1);
    const end = after.findIndex(({ text }) => text === `${lock}.unlock();`);
    if (after.slice(0, Math.max(0, end)).some(mayLeave))
      yield { node, source: lock, trail: after.slice(end, end + 1) };
  }
}

function mayLeave(statement: SyntaxNode): boolean {
  return [...descendants(statement)].some(({ kind }) => /invocation|^(return|throw)_statement$/.test(kind));
}
