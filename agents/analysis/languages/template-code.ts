/**
 * The code in a template at the places where it stands, with blanks for everything else; other texts as they are.
 * ERB: what stands between its tags. Razor: what writes markup as it came, and blocks without markup inside.
 */
export function templateCode(path: string, text: string): string {
  if (path.endsWith('.erb')) return erbCode(text);
  return /\.(cshtml|razor)$/.test(path) ? razorCode(text) : text;
}

function blanks(text: string): string {
  return text.replace(/[^\n\r]/g, ' ');
}

const erbTag = /<%(==|=|-|#|%)?([\s\S]*?)(-?)%>/g;

function erbCode(text: string): string {
  let code = '';
  let end = 0;
  for (const { 0: whole, 1: sign = '', 2: inside = '', index } of text.matchAll(erbTag)) {
    code += blanks(text.slice(end, index));
    end = index + whole.length;
    code += erbStatement(whole, sign, inside);
  }
  return code + blanks(text.slice(end));
}

/** `<%== value %>` writes the value unescaped, as `raw` does. */
function erbStatement(whole: string, sign: string, inside: string): string {
  if (sign === '#' || sign === '%') return blanks(whole);
  const open = sign === '==' ? 'raw(' : blanks(`<%${sign}`);
  const close = sign === '==' ? ');' : ' ;';
  return `${open}${inside}${close.padStart(whole.length - open.length - inside.length)}`;
}

const unescaped = /(?:@|\b)Html\.Raw\(|@?\(?\(MarkupString\)\s*/g;
/** Blocks of Razor nest no deeper where they hold statements alone. */
const statements = /@\{([^<{}]*)\}/g;

function razorCode(text: string): string {
  const code = blanks(text).split('');
  const keep = (start: number, kept: string) => {
    for (const [at, char] of kept.split('').entries()) code[start + at] = char;
  };
  for (const { 1: inside = '', index } of text.matchAll(statements)) keep(index + 2, inside);
  for (const { 0: opening, index } of text.matchAll(unescaped)) {
    const start = index + (opening.startsWith('@') ? 1 : 0);
    const end = endOf(text, index + opening.length, opening.endsWith('Raw('));
    if (opening.startsWith('@')) code[index] = ';';
    keep(start, text.slice(start, end).replaceAll(/[^\S\n]/g, ' '));
    if (end < text.length && text[end] !== '\n') code[end] = ';';
  }
  return code.join('');
}

/** Where the argument ends, its closing sign included; a cast takes a chain of members. */
function endOf(text: string, from: number, isCall: boolean): number {
  if (!isCall) return from + (/^[\w.?!]+(\([^()]*\))?\)?/.exec(text.slice(from))?.[0].length ?? 0);
  let depth = 1;
  let at = from;
  while (at < text.length && depth > 0) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    at += 1;
  }
  return at;
}
