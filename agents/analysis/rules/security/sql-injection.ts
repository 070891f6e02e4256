import { isTainted, taintedHole, type Value } from '../../flow/value.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineSinkRule, fromOutside } from '../sink-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const methods =
  /^(query|execute|exec|run|all|get|each|prepare|raw|unsafe|batch|one|oneOrNone|none|many|manyOrNone|any|result|multi|iterate|pragma|values|queryRaw|\$queryRawUnsafe|\$executeRawUnsafe|literal|whereRaw|havingRaw|orderByRaw|selectRaw|groupByRaw|joinRaw|fromRaw|andWhereRaw|orWhereRaw|orderBy|addOrderBy|where|andWhere|orWhere|having|andHaving|addSelect|select|lit)$/;
/** These take SQL and nothing else: no SQL word has to show. */
const rawMethods = /(Raw|Unsafe)$|^(unsafe|literal)$/;
const rawNames =
  /^(knex|knex\(\))\.raw$|^@prisma\/client\.Prisma\.raw$|^(sequelize\.Sequelize|sequelize)(#)?\.literal$|^drizzle-orm\.sql\.raw$|^kysely\.sql\.(raw|lit)$|^typeorm\.Raw$/;
const sqlWords =
  /\b(select\b[\s\S]*\bfrom|insert\s+into|update\b[\s\S]*\bset|delete\s+from|create\s+(table|database|user|schema|index|view)|drop\s+\w+|alter\s+\w+|truncate|where|order\s+by|group\s+by|union|having|call|exec(ute)?|values\s*\(|like|limit|returning|pragma|use)\b/i;
/** Builders whose argument is a fragment: a comparison or a sort direction shows it. */
const fragment =
  /(=|<|>|\blike\b|\bin\b|\bis\b|\basc\b|\bdesc\b|\()\s*['"%(]*[\uE000\uE001]|[\uE001]\s*(=|asc|desc)/i;
const builderMethods = /^(orderBy|addOrderBy|where|andWhere|orWhere|having|andHaving|addSelect|select)$/;

export const sqlInjection = defineSinkRule({
  id: 'security/sql-injection',
  title: '`{source}` is written into the SQL text of `{sink}`',
  cwe: 'CWE-89',
  severity: 'critical',
  purpose: 'sql',
  why: "A value such as `' OR 1=1 --` ends the literal and becomes part of the statement: it reads or changes rows of everyone.",
  instead: 'Bind values as parameters. Take table and column names from a fixed map.',
  example: "await db.query('SELECT * FROM users WHERE id = $1', [id]);",
  accepts: (value) => isTainted(value),
  *sinks(file) {
    for (const call of file.calls()) {
      if (call.node.kind !== 'call_expression' || !methods.test(call.method)) continue;
      const argument = textArgument(file, call);
      if (argument === undefined || isPlainData(file, call)) continue;
      yield { node: call.node, argument, name: sinkName(call), accepts: judge(call) };
    }
  },
});

function sinkName(call: CallSite): string {
  const text = call.callee.text.replace(/\s+/g, '');
  return text.length > 40 ? call.method : text;
}

/** The SQL text: the first argument, or its `sql` or `text` member. */
function textArgument(file: SourceFile, call: CallSite): SyntaxNode | undefined {
  const [first] = call.arguments;
  return file.option(first, 'sql') ?? file.option(first, 'text') ?? file.option(first, 'query') ?? first;
}

/** `map.get(key)`, `app.get(path)`, `express().all('/x')`: same words, no database. */
function isPlainData(file: SourceFile, call: CallSite): boolean {
  if (
    /^(express|fastify|koa|hono|@hono|axios|got|lodash|global\.(Promise|document|window|localStorage|sessionStorage|Object|Array|Reflect|caches|Map|Set)|path|fs|child_process|vitest|playwright)\b/.test(
      call.name,
    )
  ) {
    return true;
  }
  return file.objectOf(call.arguments[0]) !== undefined && textArgument(file, call) === call.arguments[0];
}

function judge(call: CallSite): (value: Value) => boolean {
  return (value: Value) => {
    if (rawMethods.test(call.method) || rawNames.test(call.name)) {
      return fromOutside(value) || (isTainted(value) && value.shape !== taintedHole) || quotesUnknown(value);
    }
    if (builderMethods.test(call.method)) {
      return fragment.test(value.shape) && isTainted(value) && value.shape.trim() !== taintedHole;
    }
    if (sqlWords.test(value.shape)) return isTainted(value) || quotesUnknown(value);
    // The whole statement from outside.
    return (
      fromOutside(value) &&
      value.shape === taintedHole &&
      /^(query|execute|exec|prepare)$/.test(call.method) &&
      isDatabase(call)
    );
  };
}

/** A value nobody here knows, put between quotes of the statement: it was meant to be a value and is text. */
function quotesUnknown(value: Value): boolean {
  return value.grade === 'unknown' && /['"]%?\uE000%?['"]/.test(value.shape);
}

function isDatabase(call: CallSite): boolean {
  return (
    /^(pg|mysql2?|mssql|sqlite3?|better-sqlite3|knex|sequelize|typeorm|@prisma|postgres|mariadb|oracledb)\b/.test(
      call.name,
    ) ||
    /(^|\.)(db|pool|conn|connection|database|knex|sequelize|prisma|client|sql|pg|mysql|tx|trx)$/i.test(
      call.receiver?.text ?? '',
    )
  );
}
