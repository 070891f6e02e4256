import { argumentsOf, calleeOf, lastName, objectOf, propertiesOf, unwrap } from '../syntax/expressions.ts';
import type { SyntaxNode } from '../syntax/syntax-node.ts';
import type { Flow, Question } from './flow.ts';
import { carried, cleanValue, isTainted, unknownValue, type Value } from './value.ts';

const closed =
  /\.(enum|nativeEnum|number|int|bigint|boolean|date|literal|uuid|guid|cuid2?|ulid|nanoid|regex|ip|ipv4|ipv6|datetime|iso|hex|oneOf|valid|stringbool)\(/;

/** The expression a validation schema is built by, when this file builds it. */
export function schemaOf(flow: Flow, receiver: SyntaxNode): SyntaxNode | undefined {
  if (receiver.kind === 'call_expression') return receiver;
  if (receiver.kind !== 'identifier') return undefined;
  const binding = flow.bindings.resolve(receiver);
  const value =
    binding?.kind === 'variable' && binding.value !== undefined ? unwrap(binding.value) : undefined;
  return value?.kind === 'call_expression' ? value : undefined;
}

/** What comes out of `schema.parse(input)`: a schema makes text harmless only where it leaves no free text. */
export function schemaValue(schema: SyntaxNode | undefined, input: Value, question: Question): Value {
  // `JSON.parse` and the like are handled by name; what is left of unknown parsers is a checked value.
  if (!isTainted(input)) return carried(input);
  if (schema === undefined) return checkedElsewhere(input);
  const path = question.path.filter((step) => !['data', 'value', 'output'].includes(step));
  const field = fieldOf(schema, path);
  if (field === undefined) return path.length === 0 ? carried(input) : unknownValue;
  if (closed.test(field.text)) return cleanValue;
  return question.purpose === 'nosql' && /\.string\(/.test(field.text) ? cleanValue : carried(input);
}

/** A schema of another file was written to check: half the doubt remains. */
function checkedElsewhere(input: Value): Value {
  const origin = input.origin;
  return origin === undefined
    ? unknownValue
    : { ...carried(input), grade: 'parameter', origin: { ...origin, exported: true } };
}

function fieldOf(schema: SyntaxNode, path: readonly string[]): SyntaxNode | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return schema;
  for (let call: SyntaxNode | undefined = schema; call?.kind === 'call_expression'; call = innerCall(call)) {
    if (!/^(object|strictObject|looseObject|extend|partial|keys)$/.test(lastName(calleeOf(call)))) continue;
    const shape = argumentsOf(call)[0];
    const member =
      shape === undefined ? undefined : propertiesOf(unwrap(shape)).find(({ name }) => name === first);
    if (member !== undefined) return fieldOf(member.value, rest);
  }
  return undefined;
}

/** `z.object({…})` of `z.object({…}).strict()`. */
function innerCall(call: SyntaxNode): SyntaxNode | undefined {
  const callee = calleeOf(call);
  return callee === undefined ? undefined : objectOf(callee);
}
