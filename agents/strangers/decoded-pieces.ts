import type { HiddenPiece } from './hidden-pieces.ts';

/** A longer blob is data; nobody writes an order of that length. */
const maxBlobCharacters = 20_000;

interface Code {
  readonly how: string;
  readonly form: RegExp;
  readonly decode: (text: string) => string;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const tryUtf8 = (bytes: Uint8Array): string => {
  try {
    return utf8.decode(bytes);
  } catch {
    return '';
  }
};

const codes: readonly Code[] = [
  {
    how: 'in invisible tag characters',
    form: /[\u{e0020}-\u{e007e}]{4,}/gu,
    decode: (text) =>
      Array.from(text, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) - 0xe0000)).join(''),
  },
  {
    how: 'in invisible variation selectors',
    form: /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{4,}/gu,
    decode: (text) => tryUtf8(Uint8Array.from(Array.from(text, selectorByte))),
  },
  {
    how: 'in bits of characters without width',
    form: /(?:\u200b|\u200c|\u200d|\u2060){16,}/g,
    decode: decodeBits,
  },
  {
    how: 'in Base64',
    form: /(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{20,}={0,2}(?![A-Za-z0-9+/=_-])/g,
    decode: (text) => decodeBase64(text),
  },
  {
    how: 'in hexadecimal',
    form: /(?<![0-9a-fA-F])(?:[0-9a-fA-F]{2}[ :]?){16,}(?![0-9a-fA-F])/g,
    decode: (text) => tryUtf8(Buffer.from(text.replaceAll(/[ :]/g, ''), 'hex')),
  },
  {
    how: 'in escapes',
    form: /(?:\\(?:u\{?[0-9a-fA-F]{2,6}\}?|x[0-9a-fA-F]{2})[ ,]?){6,}/g,
    decode: (text) =>
      [...text.matchAll(/\\(?:u\{?|x)([0-9a-fA-F]{2,6})\}?/g)]
        .map(([, code]) => character(code, 16))
        .join(''),
  },
  {
    how: 'in character entities',
    form: /(?:&#(?:\d{1,7}|x[0-9a-fA-F]{1,6});\s?){4,}/g,
    decode: (text) =>
      [...text.matchAll(/&#(x?)([0-9a-fA-F]+);/g)]
        .map(([, isHex, code]) => character(code, isHex === 'x' ? 16 : 10))
        .join(''),
  },
  {
    how: 'in percent signs',
    form: /\S*(?:%[0-9a-fA-F]{2}\S*){3,}/g,
    decode: (text) => {
      try {
        return decodeURIComponent(text.replaceAll('+', ' '));
      } catch {
        return '';
      }
    },
  },
];

/** Blobs that decode to readable words, with what they say. */
export function decodedPieces(text: string): readonly HiddenPiece[] {
  return [...codes.flatMap((code) => decodedBy(code, text)), ...turned(text)];
}

function decodedBy({ how, form, decode }: Code, text: string): readonly HiddenPiece[] {
  return [...text.matchAll(form)]
    .filter(([blob]) => blob.length <= maxBlobCharacters)
    .map((match) => ({
      text: decode(match[0]),
      how,
      from: match.index,
      to: match.index + match[0].length,
    }))
    .filter((piece) => isReadable(piece.text));
}

/** The same letters the other way round, or thirteen further: only where that gives words that orders are made of. */
function turned(text: string): readonly HiddenPiece[] {
  const letters = text.slice(0, maxBlobCharacters).toLowerCase();
  const whole = { from: 0, to: text.length };
  const pieces: HiddenPiece[] = [];
  if (/snoitcurtsni|stpmorp/.test(letters)) {
    pieces.push({ ...whole, text: Array.from(text).toReversed().join(''), how: 'written backwards' });
  }
  if (/vafgehpgvba|cebzcg|nccebir/.test(letters)) {
    const rotate = (letter: string) =>
      String.fromCodePoint(
        ((letter.codePointAt(0)! - (letter < 'a' ? 65 : 97) + 13) % 26) + (letter < 'a' ? 65 : 97),
      );
    pieces.push({ ...whole, text: text.replaceAll(/[a-z]/gi, rotate), how: 'in letters moved by thirteen' });
  }
  return pieces;
}

function isReadable(text: string): boolean {
  if (text.length < 8) return false;
  const words = text.match(/[\p{L}\s.,:;!?'"()@/-]/gu)?.length ?? 0;
  return (
    words >= text.length * 0.8 &&
    /\p{L}{2,}\s\p{L}|\p{Script=Han}{4}/u.test(text) &&
    !/[\p{Cc}\ufffd]/u.test(text.replaceAll(/[\t\n\r]/g, ' '))
  );
}

/** What is encoded twice or thrice is decoded as often. */
function decodeBase64(text: string, depth = 3): string {
  const decoded = tryUtf8(Buffer.from(text, 'base64')).trim();
  const isAgain = depth > 1 && /^[A-Za-z0-9+/_-]{20,}={0,2}$/.test(decoded);
  return isAgain ? decodeBase64(decoded, depth - 1) : decoded;
}

/** Variation selectors 1 to 16, then 17 to 256, as the bytes 0 to 255. */
function selectorByte(selector: string): number {
  const point = selector.codePointAt(0) ?? 0;
  return point < 0xff00 ? point - 0xfe00 : point - 0xe0100 + 16;
}

/** Two of the characters stand for 0 and 1; which, is tried both ways. */
function decodeBits(text: string): string {
  const [zero] = text;
  const bits = Array.from(text, (character) => (character === zero ? 0 : 1));
  for (const flip of [0, 1]) {
    const bytes = Array.from({ length: Math.floor(bits.length / 8) }, (_, index) =>
      bits.slice(index * 8, index * 8 + 8).reduce((sum: number, bit) => sum * 2 + (bit ^ flip), 0),
    );
    const decoded = tryUtf8(Uint8Array.from(bytes));
    if (isReadable(decoded)) return decoded;
  }
  return '';
}

function character(code: string | undefined, radix: number): string {
  const point = Number.parseInt(code ?? '', radix);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '';
}
