import { concatenated, constantValue, isTainted, type Value } from '../flow/value.ts';

const placeholder = /%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]|\{[^{}\s]*\}|%%/g;

/** Placeholders that take no text. */
const numeric = /^%[-+ #0]*\d*(?:\.\d+)?[dfFeEgGxXobcu]$|^\{[^{}]*:[^{}]*[dfFeEgGxXob]\}$/;

/** The text that a format becomes with its arguments in place of `%s` and `{}`. A number's place holds no text. */
export function filled(format: Value, values: readonly Value[]): Value {
  if (isTainted(format)) return concatenated([format, ...values], ' ');
  const parts: Value[] = [];
  let next = 0;
  let end = 0;
  for (const match of format.shape.matchAll(placeholder)) {
    parts.push(constantValue(format.shape.slice(end, match.index)));
    end = match.index + match[0].length;
    if (match[0] === '%%') continue;
    const numbered = /^\{(\d+)/.exec(match[0])?.[1];
    const value = values[numbered === undefined ? next : Number(numbered)];
    next += 1;
    if (value !== undefined && !numeric.test(match[0])) parts.push(value);
  }
  parts.push(constantValue(format.shape.slice(end)));
  // More arguments than places: named ones, whose order is not the format's.
  const rest = next === 0 ? values : [];
  return concatenated([...parts, ...rest]);
}
