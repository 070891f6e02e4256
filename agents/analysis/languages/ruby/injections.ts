import type { Check } from '../../code/check.ts';
import type { CodeCall, CodeFile } from '../../code/code-file.ts';
import type { Argument, Expression } from '../../code/expression.ts';
import { calledFunction } from '../../code/evaluate-code-call.ts';
import { fromRequest, isFragmentDanger, isSqlDanger } from '../../code/judgements.ts';
import { isTainted, taintedHole, type Value } from '../../flow/value.ts';
import { decidesHost, fromOutside } from '../../rules/sink-rule.ts';
import { ancestors } from '../../syntax/syntax-node.ts';
import { sink } from '../shared/sink.ts';

const isPlain = ({ name, value }: Argument): boolean =>
  name === undefined && value.node.kind !== 'hash' && !hasKeys(value);

function hasKeys(value: Expression): boolean {
  return (
    value.kind === 'collection' && value.items.some(({ key, spread }) => key !== undefined || spread === true)
  );
}

/** What is not named, and no options. */
function plain({ call }: CodeCall): readonly Expression[] {
  return call.arguments.filter(isPlain).map(({ value }) => value);
}

const shell = /^(\/(usr\/)?bin\/(env )?)?(ba|z|da|k)?sh$|^cmd(\.exe)?$/;

/** A single text goes to a shell; of a list only what follows `sh -c` does. */
function commandOf(call: CodeCall, file: CodeFile): readonly Expression[] {
  const [first, second, third, ...rest] = plain(call).flatMap((value) =>
    value.kind === 'collection' && value.node.kind === 'array' ? [value, value] : [value],
  );
  const isSplat = call.call.arguments.some(({ spread }) => spread === true);
  if (first === undefined || first.kind === 'collection' || (isSplat && second === undefined)) return [];
  if (second === undefined) return [first];
  const isShell = shell.test(file.textOf(first) ?? '') && /^[-/]c$/.test(file.textOf(second) ?? '');
  return isShell && third !== undefined ? [third, ...rest] : [first];
}

/** The text of a condition: `["name = ?", name]` and `"name = ?", name` bind the rest. */
function conditionOf(call: CodeCall, file: CodeFile): readonly Expression[] {
  const [first] = plain(call);
  if (first?.kind !== 'collection') return first === undefined || isBound(first, file) ? [] : [first];
  const text = first.items[0]?.value;
  return text === undefined || text.kind === 'constant' ? [] : [text];
}

/** Parameters that were filtered are a hash, and a list binds what stands behind its first text. */
function isBound(argument: Expression, file: CodeFile): boolean {
  return meaningsOf(argument, file).some(
    (value) =>
      /\.(permit|slice|to_h|to_unsafe_h|except|select|reject|merge)\b[^.]*$/s.test(value.node.text) ||
      isCollection(value),
  );
}

function isCollection(value: Expression): boolean {
  if (value.kind === 'collection') return true;
  if (value.kind === 'choice') return value.options.some(isCollection);
  return value.kind === 'other' && value.children.some(isCollection);
}

/** What a variable was given, or a method of the file gives. */
function meaningsOf(argument: Expression, { flow }: CodeFile): readonly Expression[] {
  if (argument.kind === 'call') {
    const fn = calledFunction(flow, argument);
    return fn === undefined ? [argument] : flow.index.returnsOf(fn);
  }
  const binding = argument.kind === 'name' ? flow.index.resolve(argument.name, argument.node) : undefined;
  return binding?.kind === 'variable' ? binding.writes.map(({ value }) => value) : [argument];
}

/** What can be written in any of several columns or directions. */
function allOf(call: CodeCall, file: CodeFile): readonly Expression[] {
  return plain(call).flatMap((value) =>
    value.kind === 'collection' ? value.items.map((item) => item.value) : isBound(value, file) ? [] : [value],
  );
}

const startsWithOutside = (value: Value): boolean =>
  fromRequest(value) && value.shape.startsWith(taintedHole);
const isDatabase = ({ name, receiver }: CodeCall): boolean =>
  /connection|conn|db\b|client|sqlite|mysql|pg\b|PG::|database|Mysql2|SQLite3|Sequel/i.test(
    `${receiver?.node.text ?? ''} ${name}`,
  );
const receiverOf = ({ receiver }: CodeCall): readonly Expression[] =>
  receiver === undefined ? [] : [receiver];

const queries: readonly Check[] = [
  sink(
    'sql-injection',
    /(^|\.)(where|having|joins|left_joins|from|lock|rewhere|find_by|find_by!|find_or_(initialize|create)_by!?|exists\?|update_all|delete_all|destroy_all|destroy_by|delete_by|annotate|optimizer_hints)$/,
    [],
    {
      picks: conditionOf,
      accepts: (value, { method }) =>
        isFragmentDanger(value) && (method !== 'exists?' || value.shape !== taintedHole),
    },
  ),
  sink('sql-injection', /\.not$/, [], {
    picks: conditionOf,
    when: ({ receiver }) => /\bwhere$/.test(receiver?.node.text ?? ''),
    accepts: isFragmentDanger,
  }),
  sink(
    'sql-injection',
    /(^|\.)(order|reorder|group|select|reselect|pluck|in_order_of|calculate|maximum|minimum|average)$/,
    [],
    {
      picks: allOf,
      when: ({ name, method }) => method !== 'select' || !/IO\.|form|^f\.|~f\.|builder/.test(name),
      accepts: (value, { method }) =>
        /^(select|group|maximum|minimum|average)$/.test(method)
          ? isFragmentDanger(value) && fromRequest(value)
          : isFragmentDanger(value),
    },
  ),
  sink(
    'sql-injection',
    /(^|\.)(find|all|first|last|count|reload|find_each|paginate)$/,
    ['conditions', 'order', 'lock', 'group', 'joins', 'having'],
    { accepts: (value) => isFragmentDanger(value) },
  ),
  sink('sql-injection', /^(DB|Sequel)\.\[\]$/, [0], { accepts: isSqlDanger }),
  sink('sql-injection', /^Arel\.sql$|^Sequel\.(lit|literal)$|\.(where_sql|sql_literal)$/, [0], {
    accepts: (value) => isFragmentDanger(value) || fromOutside(value),
  }),
  sink('sql-injection', /(^|\.)(find_by_sql|count_by_sql)$/, [], {
    picks: conditionOf,
    accepts: isSqlDanger,
  }),
  sink(
    'sql-injection',
    /\.(execute|exec_query|exec_update|exec_delete|exec_insert|select_all|select_one|select_value|select_values|select_rows|execute_batch|exec|exec_params|async_exec|query|prepare|get_first_row|get_first_value|fetch|run|dataset|send_query)$/,
    [],
    {
      picks: conditionOf,
      when: isDatabase,
      accepts: (value, call) =>
        isSqlDanger(value) && (value.shape !== taintedHole || !/^(fetch|run|query|exec)$/.test(call.method)),
    },
  ),
  sink(
    'nosql-injection',
    /\.(find|find_one|delete_one|delete_many|update_one|update_many|count_documents|aggregate)$/,
    [0],
    {
      when: ({ receiver }) => /collection|\[:\w+\]$|mongo/i.test(receiver?.node.text ?? ''),
      accepts: fromRequest,
    },
  ),
  sink('nosql-code', /\.(for_js|map_reduce)$/, [0, 1]),
  sink('nosql-code', /(^|\.)where$/, ['$where']),
  sink('ldap-injection', /Filter\.(construct|from_rfc2254)$/, [0]),
  sink('ldap-injection', /\.search$/, ['filter'], { when: ({ name }) => /ldap/i.test(name) }),
  sink('xpath-injection', /\.(xpath|at_xpath)$|^REXML::XPath\.(first|match|each)$/, [0, 1]),
];

const programs: readonly Check[] = [
  sink(
    'command-injection',
    /^((Kernel|Process|PTY)\.)?(system|exec|spawn|subshell)$|^IO\.popen$|^Open3\.(capture\w+|popen\w+)$|^Kernel\.(`|fork_)$|^POSIX::Spawn\.\w+$/,
    [],
    { picks: commandOf },
  ),
  sink('command-injection', /^(Terrapin|Cocaine)::CommandLine$/, [0, 1]),
  sink('command-injection', /^Open3\.pipeline\w*$/, [], {
    picks: (call) => plain(call).filter(({ kind }) => kind !== 'collection'),
  }),
  sink('command-injection', /\.exec!$|^(Kernel\.)?open$|^IO\.(read|readlines|foreach|binread|write)$/, [0], {
    accepts: (value, { method }) =>
      method === 'exec!'
        ? isTainted(value)
        : startsWithOutside(value) || (fromRequest(value) && value.shape.startsWith('|')),
  }),
  sink('dynamic-code', /^(Kernel\.|binding\.)?eval$|\.eval$/, [0], {
    when: ({ name }) => !/redis|js|javascript|context|page|driver/i.test(name),
  }),
  sink('dynamic-code', /(^|\.)(instance_eval|class_eval|module_eval|instance_exec_|define_method)$/, [0], {
    accepts: fromRequest,
  }),
  sink(
    'dynamic-code',
    /(^|\.)(send|public_send|__send__|try|try!|method|const_get|instance_variable_[gs]et)$/,
    [0],
    {
      accepts: startsWithOutside,
    },
  ),
  sink('dynamic-code', /^(constantize|safe_constantize)$/, [0], { accepts: fromRequest }),
  sink('dynamic-code', /^(Kernel\.)?(load|require|require_relative)$/, [0], {
    accepts: fromRequest,
  }),
  sink(
    'unsafe-deserialisation',
    /^Marshal\.(load|restore)$|^(YAML|Psych)\.(unsafe_load|load_stream_)$|^Oj\.object_load$/,
    [0],
  ),
  sink('unsafe-deserialisation', /^(YAML|Psych)\.load$/, [0], {
    accepts: fromOutside,
    when: ({ call }) => !/SafeLoader|permitted_classes/.test(call.node.text),
  }),
  sink('unsafe-deserialisation', /^Oj\.load$/, [0], {
    accepts: fromRequest,
    when: ({ call }) => !/mode:\s*:(strict|compat|null|json|rails|wab)/.test(call.node.text),
  }),
  sink('unsafe-deserialisation', /^Hash\.from_trusted_xml$/, [0], { accepts: fromOutside }),
  sink('unsafe-deserialisation', /^(Ox\.load|Ox\.parse_obj|Plist\.parse_xml)$/, [0], {
    accepts: fromOutside,
    when: ({ call, method }) =>
      method === 'parse_obj' || /mode:\s*:object|marshal:\s*true/.test(call.node.text),
  }),
  sink('unsafe-deserialisation', /^JSON\.(load|parse)$/, [0], {
    accepts: fromRequest,
    when: ({ call }) => /create_additions:\s*true/.test(call.node.text),
  }),
  sink(
    'template-injection',
    /^(ERB|Erubi::Engine|Erubis::Eruby|Haml::Engine|Haml::Template|Slim::Template|Tilt\w*(::\w+)?|Mustache_)$/,
    [0],
    {
      accepts: fromOutside,
    },
  ),
  sink('template-injection', /^(\w+\.)?render(_to_string)?$/, ['inline'], {
    accepts: (value) =>
      fromOutside(value) || (isTainted(value) && /[a-z]/i.test(value.shape.replaceAll(taintedHole, ''))),
  }),
  sink('template-injection', /^(erb|haml|slim|markdown)$/, [0], { accepts: fromRequest }),
];

const files: readonly Check[] = [
  sink(
    'path-traversal',
    /^(File|IO)\.(open|read|readlines|binread|write|binwrite|new|foreach|delete|unlink)$|^File$|^Dir\.(\[\]|mkdir|rmdir|children|entries|glob|foreach|each_child|unlink|delete)$|^FileUtils\.(rm\w*|mkdir\w*|touch|remove\w*|rmtree|makedirs)$|^Pathname\.(read|write)$/,
    [0],
    { accepts: pathDanger },
  ),
  sink(
    'path-traversal',
    /^(File|IO)\.(rename|symlink|link|copy_stream)$|^FileUtils\.(cp\w*|mv|move|copy\w*|ln\w*|install)$/,
    [0, 1],
    {
      accepts: pathDanger,
    },
  ),
  sink(
    'path-traversal',
    /(^|\.)(send_file|x_send_file)$|^(CSV|YAML|Psych|JSON)\.(load_file|foreach|read|open|unsafe_load_file)$/,
    [0],
  ),
  sink(
    'path-traversal',
    /\.(read|binread|readlines|write|binwrite|delete|unlink|open|rmtree|children|mkpath)$/,
    [],
    {
      picks: receiverOf,
      when: ({ name }) => /\.join\(\)\.\w+$|^Pathname#\.\w+$/.test(name),
    },
  ),
  sink('path-traversal', /^(\w+\.)?render(_to_string)?$/, [0, 'file', 'template', 'partial'], {
    accepts: (value) =>
      fromRequest(value) && (value.shape.startsWith(taintedHole) || value.shape.startsWith('/')),
  }),
  sink('archive-extraction', /[?~]\w*entry\.extract$|\.extract$/, [0, 1], { accepts: fromRequest }),
];

function pathDanger(value: Value): boolean {
  return fromRequest(value) && !/^https?:/i.test(value.shape);
}

const requests: readonly Check[] = [
  sink(
    'ssrf',
    /^Net::HTTP\.(get|get_response|post|post_form|start|get_print)$|^Net::HTTP(::(Get|Post|Put|Delete|Head|Patch))?$|^(HTTParty|Faraday|RestClient|Excon|Typhoeus|HTTP|HTTPX|Curl|Curl::Easy|Unirest|Patron)\.(get|post|put|patch|delete|head|new|perform|http_get|request|download)$|^(Faraday|Faraday::Connection|Excon|Typhoeus::Request|RestClient::Resource|Curl::Easy)$|^(URI|OpenURI)\.(open|open_uri)$|^Down\.(download|open)$|^(TCPSocket|Socket\.tcp)$|^(MiniMagick::Image|Magick::Image)\.(open|read)$/,
    [0],
    { accepts: (value) => fromRequest(value) && decidesHost(value) },
  ),
  sink(
    'ssrf',
    /^(Faraday|Faraday::Connection|RestClient::Request\.execute|Net::HTTP\.start|HTTParty\.\w+)$/,
    ['url'],
  ),
  sink('ssrf', /\.(open|read)$/, [], {
    picks: receiverOf,
    when: ({ name }) => /^(URI(\.parse)?|Addressable::URI\.parse)\(\)\.(open|read)$/.test(name),
  }),
  sink('ssrf', /\.(get|post|put|patch|delete|head|request|get_response)$/, [0], {
    when: ({ name, receiver }) =>
      /conn|http|client|faraday|agent/i.test(receiver?.node.text ?? '') &&
      !/cookies|headers|session|params/.test(name),
    accepts: (value) => fromRequest(value) && decidesHost(value),
  }),
  sink('open-redirect', /^redirect_back(_or_to)?$/, ['fallback_location'], {
    when: ({ call }) => !/allow_other_host:\s*false/.test(call.node.text),
  }),
  sink('open-redirect', /(^|\.)(redirect_to|redirect|redirect_back_or_to)$/, [0], {
    when: ({ call }) => !/allow_other_host:\s*false/.test(call.node.text),
    accepts: (value) => {
      const before = value.shape.split(taintedHole, 1)[0] ?? '';
      const isBack = /refer+er|\.(full_?)?path(_info)?$|original_fullpath/i.test(value.origin?.label ?? '');
      return fromOutside(value) && !isBack && (decidesHost(value) || before === '/');
    },
  }),
];

const isHtml = (_: CodeCall, file: CodeFile) => !/application\/json|text\/plain/.test(file.text);

/** The address of a link, where it is a text. */
function addressOf(call: CodeCall, file: CodeFile): readonly Expression[] {
  const [, address] = plain(call);
  return address === undefined || isBound(address, file) ? [] : [address];
}

const pages: readonly Check[] = [
  sink(
    'xss',
    /^(raw|html_safe)$|\.(safe_concat|raw)$|^ActiveSupport::SafeBuffer$|^ActionView::OutputBuffer$/,
    [0],
  ),
  sink('xss', /^link_to$/, [], { picks: addressOf, accepts: startsWithOutside }),
  sink('xss', /^(\w+\.)?render$/, ['text', 'body'], { when: isHtml, accepts: fromRequest }),
  sink('xss', /^(response|res|~response|~res|Rack::Response#)\.write$/, [0], {
    when: isHtml,
    accepts: fromRequest,
  }),
];

const objects: readonly Check[] = [
  sink('mass-assignment', /^(permit!|to_unsafe_h|to_unsafe_hash)$/, [0], {
    accepts: fromRequest,
    when: isStored,
  }),
  sink(
    'mass-assignment',
    /^[A-Z]\w*(::\w+)*(\.(create!?|insert|insert!|upsert|update))?$|\.(update!?|update_attributes!?|assign_attributes|build)$|^=.*\.attributes$/,
    [],
    {
      picks: bulkOf,
      accepts: (value) => fromRequest(value),
    },
  ),
  sink('regex-injection', /^Regexp(\.(compile|new))?$/, [0]),
];

/** Whether what came unfiltered goes into a record. */
function isStored({ method, node }: CodeCall): boolean {
  if (method === 'permit!')
    return !/^\.(to_h|to_hash|to_query)\b/.test(node.parent?.text.slice(node.text.length) ?? '');
  const outer = [...ancestors(node)].find(({ kind }) => kind === 'call' || kind === 'assignment');
  const into = outer?.field('method')?.text ?? outer?.fieldText('left').split('.').at(-1) ?? '';
  return /^(new|create!?|update!?|update_(attributes|columns)!?|assign_attributes|insert\w*!?|upsert\w*|build|attributes)$/.test(
    into,
  );
}

/** All that came, by one name: `params`, `params[:user]`, a parsed body. */
function bulkOf(call: CodeCall, file: CodeFile): readonly Expression[] {
  const [first, second] = plain(call);
  if (
    first === undefined ||
    second !== undefined ||
    (call.call.construction && !/^[A-Z]\w+$/.test(call.name))
  )
    return [];
  if (
    /^(URI|File|Pathname|Set|Array|Hash|String|StringIO|OpenStruct|Struct|Mail|Time|Date|ERB|Regexp)$/.test(
      call.name,
    )
  )
    return [];
  const text = file.constantOf(first).node.text;
  return /^params(\[:\w+\])?$|^params\.(require|fetch)\([^()]*\)$|^JSON\.parse\(request\.body\.read\b[^()]*\)$/.test(
    text,
  ) && isBulk(text, call)
    ? [first]
    : [];
}

/** `User.new(params[:user])`; an id is no set of attributes. */
function isBulk(text: string, { call, receiver }: CodeCall): boolean {
  const key = /\[:(\w+)\]|\(:(\w+)\)/.exec(text);
  const named = key?.[1] ?? key?.[2];
  const owner = (receiver ?? call.callee).node.text.replace(/^@|^.*::/g, '').toLowerCase();
  return (
    named === undefined ||
    named.replaceAll('_', '') === owner.replaceAll('_', '') ||
    /(_|^)(attributes|params)$/.test(named)
  );
}

export const injections: readonly Check[] = [
  ...queries,
  ...programs,
  ...files,
  ...requests,
  ...pages,
  ...objects,
];
