import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import { fromRequest, isFragmentDanger, isSqlDanger } from '../../code/judgements.ts';
import { taintedHole, type Value } from '../../flow/value.ts';
import { fromOutside } from '../../rules/sink-rule.ts';
import { sink } from '../shared/sink.ts';

const shell = (at: number) => (call: CodeCall, file: CodeFile) =>
  /(^|\/)((ba|z|da|k)?sh|cmd(\.exe)?|powershell(\.exe)?|pwsh)$/.test(
    file.textOf(file.argument(call.call, at)) ?? '',
  );

function isQuery(value: Value, { receiver }: CodeCall): boolean {
  const isDatabase = /db|conn|tx|pool|stmt|sql|store|repo/i.test(receiver?.node.text ?? '');
  return isSqlDanger(value) && (isDatabase || value.shape !== taintedHole);
}

const statement =
  /\.(Query|QueryRow|Exec|Prepare|MustExec|Queryx|QueryRowx|NamedExec|NamedQuery|QueryContext|QueryRowContext|ExecContext|PrepareContext|Raw|Rebind)$/;

function takesSql({ name }: CodeCall): boolean {
  return !notSql.test(name);
}

function startsWithContext({ method, call }: CodeCall): boolean {
  const [first] = call.arguments;
  return (
    method.endsWith('Context') ||
    /^(ctx|c|context\.\w+\(\)|\w+\.Context\(\)|\w+[cC]tx)$/.test(first?.value.node.text ?? '')
  );
}

const notSql = /gin\.Context|url\.URL|fiber\.Ctx|echo\.Context|http\.Request|os\/exec/;

/** An answer that is no page: JSON, plain text, a download. */
function isPage(call: CodeCall, file: CodeFile): boolean {
  const around = file.flow.index.enclosing(call.node)?.node.text ?? '';
  return !/application\/json|text\/plain|Content-Disposition|octet-stream|text\/event-stream/.test(around);
}

const toWriter = (call: CodeCall, file: CodeFile) => {
  const writer = file.argument(call.call, 0);
  return (
    writer !== undefined &&
    /ResponseWriter#|\.Writer$/.test(file.flow.names.nameOf(writer)) &&
    isPage(call, file)
  );
};

export const injections: readonly Check[] = [
  sink('command-injection', /(^|\/)exec\.Command$/, [1, 2, 3], { when: shell(0) }),
  sink('command-injection', /(^|\/)exec\.CommandContext$/, [2, 3, 4], { when: shell(1) }),
  sink('command-injection', /(^|\/)exec\.Command$/, [0], { accepts: fromOutside }),
  sink('command-injection', /(^|\/)exec\.CommandContext$/, [1], { accepts: fromOutside }),
  sink('command-injection', /(^|\/)(syscall|os)\.(Exec|StartProcess)$/, [0], { accepts: fromOutside }),
  sink('command-injection', /(^|\/)ssh\.Session#\.(Run|Output|CombinedOutput|Start)$/, [0]),
  sink('dynamic-code', /\.(RunString|RunProgram|DoString|EvalString|Eval)$/, [0], { accepts: fromRequest }),
  sink('sql-injection', statement, [0], {
    when: (call) => takesSql(call) && !startsWithContext(call),
    accepts: isQuery,
  }),
  sink('sql-injection', statement, [1], {
    when: (call) => takesSql(call) && startsWithContext(call),
    accepts: isQuery,
  }),
  // sqlx puts the place for the result first.
  sink('sql-injection', /\.(Get|Select|GetContext|SelectContext)$/, [1, 2], {
    when: takesSql,
    accepts: (value) => isSqlDanger(value) && value.shape !== taintedHole,
  }),
  sink('sql-injection', /\.(Where|Or|Not|Having|Order|Group|Joins|Table|Pluck)$/, [0], {
    when: ({ name }) => !notSql.test(name),
    accepts: (value) => isFragmentDanger(value) && (fromOutside(value) || value.shape !== taintedHole),
  }),
  sink(
    'path-traversal',
    /(^|\/)(os|ioutil|afero)\.(Open|OpenFile|Create|ReadFile|WriteFile|Remove|RemoveAll|Mkdir|MkdirAll|Rename|ReadDir|Chmod|Symlink)$/,
    [0],
  ),
  sink('path-traversal', /(^|\/)http\.ServeFile$/, [2]),
  sink(
    'path-traversal',
    /(gin\.Context#|echo\.Context#)\.(File|FileAttachment|Attachment|Inline)$|fiber\.Ctx#\.(SendFile|Download)$/,
    [0],
  ),
  sink('path-traversal', /gin\.Context#\.SaveUploadedFile$|fiber\.Ctx#\.SaveFile$/, [1]),
  sink(
    'ssrf',
    /(^|\/)http\.(Get|Post|Head|PostForm)$|(^|\/)http\.(DefaultClient|Client#)\.(Get|Post|Head|PostForm)$|(^|\/)resty\.New\(\)\.R\(\)(\.\w+\(\))*\.(Get|Post|Put|Delete)$/,
    [0],
  ),
  sink('ssrf', /(^|\/)http\.NewRequest$|(^|\/)net\.(Dial|DialTimeout)$/, [1]),
  sink('ssrf', /(^|\/)http\.NewRequestWithContext$/, [2]),
  sink('open-redirect', /(^|\/)http\.Redirect$/, [2]),
  sink('open-redirect', /(gin|echo)\.Context#\.Redirect$/, [1]),
  sink('open-redirect', /fiber\.Ctx#\.Redirect$/, [0]),
  sink('xss', /(^|\/)template\.(HTML|JS|URL|HTMLAttr|CSS|JSStr)$/, [0]),
  sink('xss', /(^|\/)fmt\.(Fprintf|Fprint|Fprintln)$/, [1, 2, 3, 4], {
    when: toWriter,
    accepts: fromOutside,
  }),
  sink('xss', /(^|\/)io\.WriteString$/, [1], { when: toWriter, accepts: fromOutside }),
  sink('xss', /ResponseWriter#\.Write$/, [0], { when: isPage, accepts: fromOutside }),
  sink('xss', /text\/template\.\w+(\(\)|#)(\.\w+\(\))*\.(Execute|ExecuteTemplate)$/, [1, 2], {
    accepts: fromOutside,
  }),
  sink('xss', /echo\.Context#\.HTML$/, [1], { accepts: fromOutside }),
  sink('template-injection', /(^|\/)template\.\w+(\(\)|#)(\.\w+\(\))*\.Parse$/, [0], {
    accepts: fromOutside,
  }),
  sink('ldap-injection', /(^|\/)ldap\.NewSearchRequest$/, [0, 6]),
  sink(
    'xpath-injection',
    /(^|\/)(xpath|xmlquery|htmlquery)\.(Compile|Find|FindOne|QueryAll|Query|MustCompile)$/,
    [0, 1],
  ),
];
