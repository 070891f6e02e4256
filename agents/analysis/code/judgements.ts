import { hole, isTainted, type Purpose, taintedHole, type Value } from '../flow/value.ts';
import { decidesHost, fromOutside } from '../rules/sink-rule.ts';
import type { CodeCall } from './code-file.ts';

/** When a value that reaches a sink of a rule is dangerous there, in any language. */
export interface Judgement {
  readonly purpose: Purpose;
  readonly accepts: (value: Value, call: CodeCall) => boolean;
}

const sqlWords =
  /\b(select\b[\s\S]*\bfrom|insert\s+into|replace\s+into|update\b[\s\S]*\bset|delete\s+from|create\s+(table|database|user|role|schema|index|view)|drop\s+\w+|alter\s+\w+|truncate|where|order\s+by|group\s+by|union|having|call|exec(ute)?|values\s*\(|like|limit|returning|pragma|use|grant|from\s)\b|\{call/i;
const quotedUnknown = new RegExp(`['"]%?${hole}%?['"]`);
const fragment = new RegExp(
  `(=|<|>|\\blike\\b|\\bin\\b|\\basc\\b|\\bdesc\\b|\\()\\s*['"%(]*[${hole}${taintedHole}]|${taintedHole}\\s*(=|asc|desc|<|>)`,
  'i',
);
const callersName = /file_?name|upload|attachment|avatar|requested|user_?path|^filename$/i;
const belowFolder = new RegExp(`[^${taintedHole}][/\\\\]${taintedHole}`);
const markup = /<\/?[a-z!]/i;

/** A caller's value next to written text; a bare parameter is a wrapper whose callers decide. */
function isParameterInText(value: Value): boolean {
  return isTainted(value) && /[a-z]/i.test(value.shape.replaceAll(taintedHole, ''));
}

export function isSqlDanger(value: Value): boolean {
  if (fromOutside(value))
    return value.shape === taintedHole || sqlWords.test(value.shape) || fragment.test(value.shape);
  if (!sqlWords.test(value.shape)) return false;
  return isTainted(value) || (value.grade === 'unknown' && quotedUnknown.test(value.shape));
}

/** A builder takes a fragment of a statement. */
export function isFragmentDanger(value: Value): boolean {
  return (
    (fromOutside(value) && value.shape !== '') ||
    (isTainted(value) && fragment.test(value.shape) && value.shape.trim() !== taintedHole)
  );
}

export function fromRequest(value: Value): boolean {
  return value.grade === 'tainted' && value.origin?.kind === 'request';
}

function isCallersFile(value: Value): boolean {
  return (
    isTainted(value) &&
    value.origin?.exported === true &&
    callersName.test(value.origin.label) &&
    belowFolder.test(value.shape)
  );
}

/** Where the text before the value ends the part that names the host or the site. */
function decidesTarget(value: Value): boolean {
  const before = value.shape.split(taintedHole, 1)[0] ?? '';
  return fromOutside(value) && (decidesHost(value) || before === '/' || /^redirect:\/?$/.test(before));
}

function isLdapDanger(value: Value): boolean {
  return fromOutside(value) || (isTainted(value) && /[=(,]\s*\*?[\uE001]/.test(value.shape));
}

function isXpathDanger(value: Value): boolean {
  return fromOutside(value) || (isTainted(value) && /['"[(/][\uE001]/.test(value.shape));
}

export const judgements: Readonly<Record<string, Judgement>> = {
  'security/sql-injection': { purpose: 'sql', accepts: isSqlDanger },
  'security/command-injection': {
    purpose: 'command',
    accepts: (value) => fromOutside(value) || isParameterInText(value),
  },
  'security/argument-injection': { purpose: 'command', accepts: fromRequest },
  'security/path-traversal': {
    purpose: 'path',
    accepts: (value) => fromRequest(value) || isCallersFile(value),
  },
  'security/archive-extraction': { purpose: 'path', accepts: fromRequest },
  'security/ssrf': { purpose: 'url', accepts: (value) => fromRequest(value) && decidesHost(value) },
  'security/open-redirect': { purpose: 'redirect', accepts: decidesTarget },
  'security/xss': {
    purpose: 'html',
    accepts: (value) => fromOutside(value) || (isTainted(value) && markup.test(value.shape)),
  },
  'security/template-injection': {
    purpose: 'code',
    accepts: (value) => fromOutside(value) || isParameterInText(value),
  },
  'security/dynamic-code': { purpose: 'code', accepts: isTainted },
  'security/unsafe-deserialisation': { purpose: 'code', accepts: isTainted },
  'security/nosql-injection': { purpose: 'nosql', accepts: fromOutside },
  'security/nosql-code': { purpose: 'code', accepts: fromOutside },
  'security/ldap-injection': { purpose: 'ldap', accepts: isLdapDanger },
  'security/xpath-injection': { purpose: 'xpath', accepts: isXpathDanger },
  'security/regex-injection': { purpose: 'regex', accepts: fromRequest },
  'security/xxe': { purpose: 'code', accepts: isTainted },
  'security/mass-assignment': { purpose: 'key', accepts: fromRequest },
};
