import type { TokenRate } from '#providers/contract.ts';

/** Of a model that nobody knows: as the vendor with the most tokens, and a window that every current model has. */
export const unknownRate: TokenRate = { bytesPerToken: 2, contextTokens: 64_000 };

/** Hashes, keys and escapes: measured with o200k_base at 1.4 to 2.3 bytes a token, whatever the vendor makes of prose. */
const denseBytesPerToken = 1.4;
const denseRun = /\S{40,}/g;

/** More tokens than any of the models will count, rounded up. */
export function estimateTokens(text: string, { bytesPerToken }: Pick<TokenRate, 'bytesPerToken'>): number {
  const bytes = Buffer.byteLength(text);
  const dense = (text.match(denseRun) ?? []).reduce((sum, run) => sum + Buffer.byteLength(run), 0);
  return Math.ceil((bytes - dense) / bytesPerToken + dense / Math.min(bytesPerToken, denseBytesPerToken));
}
