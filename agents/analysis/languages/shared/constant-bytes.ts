import type { CodeFile } from '../../code/code-file.ts';
import type { Call, Expression } from '../../code/expression.ts';

/** Shorter literals name an encoding or a mode. */
const minTextChars = 4;
const minBytes = 8;

/** Whether a key, an IV or a salt is written in the code. */
export function isConstantBytes(expression: Expression | undefined, file: CodeFile): boolean {
  if (expression === undefined) return false;
  const constant = file.constantOf(expression);
  if (constant.kind === 'text') return constant.text.length >= minTextChars;
  if (constant.kind === 'call') return isWrapped(constant, file);
  if (constant.kind === 'binary') return constant.operator === '*' && isRepeated(constant.left, file);
  if (constant.kind === 'collection')
    return constant.items.length >= minBytes && constant.items.every(({ value }) => value.kind === 'number');
  return (
    constant.kind === 'other' && constant.children.length === 1 && isConstantBytes(constant.children[0], file)
  );
}

function isRepeated(left: Expression, file: CodeFile): boolean {
  return left.kind === 'text' || isConstantBytes(left, file);
}

const wrapping =
  /encode|getBytes|GetBytes|fromhex|unhexlify|b64decode|bytes|byte|from|new|to_vec|as_bytes|IvParameterSpec|SecretKeySpec|FromBase64String|pack/;

/** `b"…".encode()`, `bytes.fromhex("…")`, `new SecretKeySpec("…".getBytes(), "AES")` */
function isWrapped({ callee, arguments: given }: Call, file: CodeFile): boolean {
  if (!wrapping.test(callee.node.text)) return false;
  const isMethod = callee.kind === 'member' && /^(encode|getBytes|as_bytes|to_vec|pack)$/.test(callee.name);
  return isConstantBytes(isMethod && callee.kind === 'member' ? callee.object : given[0]?.value, file);
}
