/**
 * Text with the look of chance, the same in every run: a label that scanners of this repository do not take for a live
 * credential, because it is put together when the case is loaded.
 */
export function chance(alphabet: string, count: number, seed: number): string {
  let state = (seed * 2_654_435_761) % 2_147_483_648;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return alphabet[Math.floor((state / 2_147_483_648) * alphabet.length)];
  }).join('');
}

const digits = '0123456789';
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const letters = `${capitals}${capitals.toLowerCase()}${digits}`;

export const alphanumeric = (count: number, seed: number) => chance(letters, count, seed);
export const hex = (count: number, seed: number) => chance(`${digits}abcdef`, count, seed);
export const number = (count: number, seed: number) => `7${chance(digits, count - 1, seed)}`;
export const base32 = (count: number, seed: number) => chance(`${capitals}234567`, count, seed);
export const base64 = (count: number, seed: number) => chance(`${letters}+/`, count, seed);
export const base64Url = (count: number, seed: number) => chance(`${letters}_-`, count, seed);
export const uuid = (seed: number) =>
  `${hex(8, seed)}-${hex(4, seed + 1)}-4${hex(3, seed + 2)}-a${hex(3, seed + 3)}-${hex(12, seed + 4)}`;

/** A password as a person makes one up. */
export const password = (seed: number) =>
  [
    ['Rv', 'tK', 'nQ', 'Lm', 'zP'][seed % 5],
    chance(letters, 5, seed),
    ['!', '#', '-', '+'][seed % 4],
    chance(letters, 4, seed + 9),
    '7',
  ].join('');

/** A signed token of three parts with these claims. */
export function jwt(claims: object, seed: number): string {
  const parts = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return [...parts, base64Url(43, seed)].join('.');
}

/** The lines of a private key of that kind (`RSA `, `EC `, or nothing), or with `PUBLIC` in its place. */
export function pem(kind: string, seed: number, secrecy = 'PRIVATE'): string {
  const lines = Array.from({ length: 6 }, (_, index) => base64(64, seed + index));
  return [`-----BEGIN ${kind}${secrecy} KEY-----`, ...lines, `-----END ${kind}${secrecy} KEY-----`].join(
    '\n',
  );
}
