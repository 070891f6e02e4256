import { hole, isTainted, taintedHole, type Value } from '../../flow/value.ts';
import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { defineSinkRule, fromOutside } from '../sink-rule.ts';
import type { CallSite, SourceFile } from '../source-file.ts';

const textMethods =
  /^(query|execute|exec|run|all|get|each|prepare|batch|one|oneOrNone|none|many|manyOrNone|any|result|multi|iterate|pragma|values)$/;
/** These take SQL and nothing else: no SQL word has to show. */
const rawMethods = /(Raw|Unsafe)$|^(unsafe|literal|queryRaw)$/;
const rawNames =
  /^knex(\(\))?\.raw$|^@prisma\/client\.Prisma\.raw$|^(sequelize\.Sequelize|sequelize)(#)?\.literal$|^drizzle-orm\.sql\.raw$|^kysely\.sql\.(raw|lit)$|^typeorm\.Raw$|\bsql\.raw$/;
const rawCallee = /^(knex|db|trx|tx|sequelize|sql)\.raw$/i;
/** Builders that take a fragment: a comparison or a sort direction shows it. */
const builderMethods = /^(orderBy|addOrderBy|where|andWhere|orWhere|having|andHaving|addSelect|select)$/;
const sqlWords =
  /\b(select\b[\s\S]*\bfrom|insert\s+into|update\b[\s\S]*\bset|delete\s+from|create\s+(table|database|user|schema|index|view)|drop\s+\w+|alter\s+\w+|truncate|where|order\s+by|group\s+by|union|having|call|exec(ute)?|values\s*\(|like|limit|returning|pragma|use)\b/i;
const fragment = new RegExp(
  `(=|<|>|\\blike\\b|\\bin\\b|\\bis\\b|\\basc\\b|\\bdesc\\b|\\()\\s*['"%(]*[${hole}${taintedHole}]|${taintedHole}\\s*(=|asc|desc)`,
  'i',
);
const quotedUnknown = new RegExp(`['"]%?${hole}%?['"]`);

/** The same words without a database: `app.get(path)`, `Promise.all(list)`, `map.get(key)`. */
const otherModules =
  /^(express|fastify|koa|hono|@hono|axios|got|lodash|global\.(Promise|document|window|localStorage|sessionStorage|Object|Array|Reflect|caches|Map|Set)|path|fs|child_process|vitest|playwright|xpath|ldapjs|ldapts|neo4j-driver)\b/;
const databaseModules =
  /^(pg|mysql2?|mssql|sqlite3?|better-sqlite3|knex|sequelize|typeorm|@prisma|postgres|mariadb|oracledb)\b/;
const databaseName =
  /(^|\.)(db|pool|conn|connection|database|knex|sequelize|prisma|client|sql|pg|mysql|tx|trx)$/i;

export const sqlInjection = defineSinkRule({
  id: 'security/sql-injection',
  title: '`{source}` is written into the SQL text of `{sink}`',
  cwe: 'CWE-89',
  severity: 'critical',
  purpose: 'sql',
  why: "A value such as `' OR 1=1 --` ends the literal and becomes part of the statement: it reads or changes rows of everyone.",
  instead: 'Bind values as parameters. Take table and column names from a fixed map.',
  example: "await db.query('SELECT * FROM users WHERE id = $1', [id]);",
  accepts: isTainted,
  *sinks(file) {
    for (const call of file.calls()) {
      const accepts = call.node.kind === 'call_expression' ? judgeOf(call) : undefined;
      const argument = accepts === undefined ? undefined : textArgument(file, call);
      if (accepts === undefined || argument === undefined || otherModules.test(call.name)) continue;
      yield { node: call.node, argument, name: sinkName(call), accepts };
    }
  },
});

function sinkName(call: CallSite): string {
  const text = call.callee.text.replace(/\s+/g, '');
  return text.length > 40 ? call.method : text;
}

/** The SQL text: the first argument, or its `sql`, `text` or `query` member; none when it holds only data. */
function textArgument(file: SourceFile, call: CallSite): SyntaxNode | undefined {
  const [first] = call.arguments;
  const member = ['sql', 'text', 'query'].map((name) => file.option(first, name)).find(Boolean);
  return member ?? (file.objectOf(first) === undefined ? first : undefined);
}

/** What makes a value dangerous as the text of a call; undefined for calls that take no SQL. */
function judgeOf(call: CallSite): ((value: Value) => boolean) | undefined {
  if (rawMethods.test(call.method) || rawNames.test(call.name) || rawCallee.test(call.callee.text))
    return isRawDanger;
  if (builderMethods.test(call.method)) return isFragmentDanger;
  if (!textMethods.test(call.method)) return undefined;
  const takesWholeText = /^(query|execute|exec|prepare)$/.test(call.method) && isDatabase(call);
  return (value) =>
    isTextDanger(value) || (takesWholeText && fromOutside(value) && value.shape === taintedHole);
}

function isRawDanger(value: Value): boolean {
  return fromOutside(value) || (isTainted(value) && value.shape !== taintedHole) || quotesUnknown(value);
}

function isFragmentDanger(value: Value): boolean {
  return isTainted(value) && fragment.test(value.shape) && value.shape.trim() !== taintedHole;
}

function isTextDanger(value: Value): boolean {
  return sqlWords.test(value.shape) && (isTainted(value) || quotesUnknown(value));
}

/** A value nobody here knows, put between quotes of the statement: it was meant to be a value and is text. */
function quotesUnknown(value: Value): boolean {
  return value.grade === 'unknown' && quotedUnknown.test(value.shape);
}

function isDatabase(call: CallSite): boolean {
  return databaseModules.test(call.name) || databaseName.test(call.receiver?.text ?? '');
}
