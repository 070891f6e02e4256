import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import type { Expression } from '../../code/expression.ts';
import { fromRequest, isFragmentDanger, isSqlDanger } from '../../code/judgements.ts';
import type { Match } from '../../rules/define-rule.ts';
import { isTainted, taintedHole, type Value } from '../../flow/value.ts';
import { fromOutside } from '../../rules/sink-rule.ts';
import { callCheck } from '../shared/settings.ts';
import { sink } from '../shared/sink.ts';
import { chainOf, isShell } from './chain.ts';
import { argumentGroups, readTokens } from './tokens.ts';

const isDatabase = ({ receiver, name }: CodeCall): boolean =>
  /conn|client|\bdb\b|pool|\btx\b|transaction|database|pg\b|sqlite|stmt|session/i.test(
    receiver?.node.text ?? '',
  ) || /rusqlite|postgres|mysql|sqlite|Connection/i.test(name);

const queries: readonly Check[] = [
  sink(
    'sql-injection',
    /^sqlx\.(query|query_as|query_scalar|query_with|query_as_with|raw_sql)$|^(query|query_as|query_scalar|raw_sql)$|^(diesel\.(dsl\.)?)?(sql_query|sql)$|^diesel\.sql_types\.\w+$|(^|\.)QueryBuilder\.(new|with_arguments)$|(^|\.)Statement\.from_string$|(^|\.)Expr\.cust(_with_values)?$/,
    [0, 1],
    { accepts: (value) => isSqlDanger(value) || (fromOutside(value) && isFragmentDanger(value)) },
  ),
  sink('sql-injection', /QueryBuilder\.new\(\)(\.\w+\(\))*\.push$|QueryBuilder#(\.\w+\(\))*\.push$/, [0], {
    accepts: (value) => fromOutside(value) && value.shape !== '',
  }),
  sink(
    'sql-injection',
    /\.(query|query_one|query_opt|query_raw|query_row|query_map|query_iter|query_drop|query_first|execute|execute_batch|execute_unprepared|batch_execute|simple_query|prepare|prepare_cached|exec|exec_drop|exec_first|exec_iter|query_all|fetch_all_)$/,
    [0],
    {
      when: isDatabase,
      accepts: (value) => isSqlDanger(value) && (value.shape !== taintedHole || fromOutside(value)),
    },
  ),
  sink('ldap-injection', /\.(search|streaming_search)$/, [2], {
    when: ({ receiver }) => /ldap/i.test(receiver?.node.text ?? ''),
  }),
  sink('xpath-injection', /(^|\.)(evaluate_xpath|Factory\.new\(\)\.build)$/, [0, 1], {
    accepts: fromOutside,
  }),
  sink(
    'nosql-injection',
    /\.(find|find_one|delete_one|delete_many|update_one|update_many|aggregate|count_documents)$/,
    [],
    {
      picks: ({ call }, file) =>
        call.arguments
          .slice(0, 1)
          .map(({ value }) => value)
          .filter((value) => !/^&?(bson::)?(doc|bson|json)!/.test(file.constantOf(value).node.text)),
      when: (call, file) => /mongodb|bson/.test(file.text) && /coll/i.test(call.receiver?.node.text ?? ''),
      accepts: (value) => fromRequest(value) && value.shape === taintedHole,
    },
  ),
];

/** What follows `-c`: the arguments themselves, or those of a list. */
function argumentsOf({ call }: CodeCall): readonly Expression[] {
  return call.arguments.flatMap(({ value }) =>
    value.kind === 'collection' ? value.items.map((item) => item.value) : [value],
  );
}

const programs: readonly Check[] = [
  sink('command-injection', /(^|\.)Command\.new$/, [0], { accepts: fromRequest }),
  sink(
    'command-injection',
    /(^|\.)Command\.new\(\)(\.\w+\(\))*\.(arg|args|raw_arg)$|Command#(\.\w+\(\))*\.(arg|args)$/,
    [],
    {
      picks: argumentsOf,
      when: isShell,
    },
  ),
  sink(
    'command-injection',
    /^duct_sh\.sh_dangerous$|^subprocess\.Exec\.shell$|^run_script\.run\w*$|\.(exec_command|command_shell)$/,
    [0],
  ),
  sink('command-injection', /channel\w*\.exec$/, [0], { accepts: isTainted }),
  sink('dynamic-code', /^libloading\.Library\.new$|^Library\.new$/, [0], { accepts: fromRequest }),
  sink(
    'dynamic-code',
    /(^|\.)(Engine|rhai)\.(new\(\)\.)?(eval\w*|run)$|(^|\.)Engine#\.(eval\w*|run)$|[Ll]ua\w*[^.]*(\(\))?\.load$|\.run_code$|\.py_run$|^pyo3\.\w*\.?py_run!$/,
    [0],
    {
      accepts: fromOutside,
    },
  ),
  sink(
    'template-injection',
    /(^|\.)Tera\.one_off$|\.(render_template|render_str|template_from_str|template_from_named_str|add_raw_template|register_template_string)$/,
    [0, 1],
    {
      accepts: fromOutside,
      when: (call) => !/^(render_template)$/.test(call.method) || call.call.arguments.length > 1,
    },
  ),
];

const pathDanger = (value: Value): boolean => fromRequest(value) && !/^https?:/i.test(value.shape);

const files: readonly Check[] = [
  sink(
    'path-traversal',
    /^((std|tokio|async_std|fs_err)\.)?fs\.(read\w*|write|remove_\w+|create_dir\w*|copy|rename|metadata_|File\.\w+|OpenOptions.*\.open|symlink\w*|hard_link)$|(^|\.)File\.(open|create|create_new|options_)$|(^|\.)OpenOptions\.new\(\)(\.\w+\(\))*\.open$/,
    [0],
    { accepts: pathDanger },
  ),
  sink('path-traversal', /^((std|tokio)\.)?fs\.(copy|rename|hard_link)$/, [1], {
    accepts: pathDanger,
  }),
  sink(
    'path-traversal',
    /(^|\.)NamedFile\.(open|open_async)$|(^|\.)ServeFile\.new$|^warp\.fs\.file$|\.(persist|persist_to|copy_to)$|\.unpack$/,
    [0],
    { accepts: pathDanger },
  ),
];

/** An entry of a tar archive that goes where its own path says; `unpack_in` and the whole archive's `unpack` check it. */
const archives: readonly Check[] = [
  callCheck('archive-extraction', /[?~]\w*(entry|file)\.unpack$/, (call, file) => {
    const around = file.flow.index.enclosing(call.node)?.node.text ?? '';
    return /\.path\(\)/.test(around) && !/starts_with|components\(\)|enclosed/.test(around)
      ? { sink: call.method, source: call.node.text }
      : undefined;
  }),
];

const isHttp = ({ name, receiver }: CodeCall): boolean =>
  /reqwest|surf|ureq|isahc|hyper|awc|Client/.test(name) ||
  /client|http|reqwest|agent/i.test(receiver?.node.text ?? '');

const requests: readonly Check[] = [
  sink(
    'ssrf',
    /^(reqwest(\.blocking)?|ureq|surf|attohttpc|isahc|minreq|chttp)\.(get|post|put|patch|delete|head|get_async|post_async)$|(^|\.)TcpStream\.connect$|(^|\.)lookup_host_$/,
    [0],
  ),
  sink('ssrf', /\.(get|post|put|patch|delete|head)$/, [0], { when: isHttp }),
  sink('ssrf', /\.request$/, [1], { when: isHttp }),
  sink('ssrf', /(^|\.)Request\.builder\(\)(\.\w+\(\))*\.uri$/, [0]),
  sink(
    'open-redirect',
    /(^|\.)Redirect\.(to|temporary|permanent|see_other|found|moved|new)$|^warp\.redirect(\.\w+)?$/,
    [0],
  ),
  sink('open-redirect', /\.(append_header|insert_header|header|with_header|set_header|insert)$/, [], {
    picks: locationOf,
  }),
];

/** The value of a `Location` header, as a pair or as two arguments. */
function locationOf({ call }: CodeCall): readonly Expression[] {
  const [first, second] = call.arguments.map(({ value }) => value);
  const [name, value] =
    first?.kind === 'collection' ? first.items.map((item) => item.value) : [first, second];
  return name !== undefined && value !== undefined && /^"?([\w:]*::)?location"?$/i.test(name.node.text)
    ? [value]
    : [];
}

function isHtmlBody({ receiver }: CodeCall, file: CodeFile): boolean {
  const chain = receiver === undefined ? [] : chainOf(receiver, file);
  return chain.some(({ node }) => /text\/html|ContentType::html|TEXT_HTML|mime::TEXT_HTML/.test(node.text));
}

const pages: readonly Check[] = [
  sink(
    'xss',
    /^(axum\.response\.|response\.|poem\.web\.|salvo\.\w+\.)?Html$|(^|\.)Html\.new$|(^|\.)(RawHtml|PreEscaped|content\.RawHtml|content\.Html)$|^warp\.reply\.html$/,
    [0],
    {
      accepts: (value) => fromRequest(value) || (isTainted(value) && /<\/?[a-z!]/i.test(value.shape)),
    },
  ),
  sink('xss', /\.(body|set_body)$/, [0], { when: isHtmlBody, accepts: fromRequest }),
  sink('xss', /\.render$/, [0], {
    when: ({ call }) => /Text::Html/.test(call.node.text),
    accepts: fromRequest,
  }),
  { kind: 'file', rule: 'security/xss', find: escapedOff },
];

/** `html! { (PreEscaped(name)) }` of maud. */
function* escapedOff(file: CodeFile): Generator<Match> {
  for (const tree of file.nodes('token_tree')) {
    const { children } = tree;
    for (const [at, node] of children.entries()) {
      const next = children[at + 1];
      if (node.text !== 'PreEscaped' || next?.kind !== 'token_tree') continue;
      const [group] = argumentGroups(next);
      if (group === undefined) continue;
      const value = file.valueOf(readTokens(group, file.flow.index.read, nothing), 'html');
      if (fromRequest(value))
        yield {
          node: next,
          trail: value.trail,
          sink: 'PreEscaped',
          source: value.origin?.label ?? '',
        };
    }
  }
}

const nothing = ({ node }: { readonly node: Expression['node'] }): Expression => ({
  kind: 'other',
  node,
  children: [],
});

export const injections: readonly Check[] = [
  ...queries,
  ...programs,
  ...files,
  ...archives,
  ...requests,
  ...pages,
];
