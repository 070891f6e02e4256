import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateTokens } from './estimate-tokens.ts';

/**
 * Counted with o200k_base, the tokeniser of OpenAI's models and of gpt-oss on Groq, on 2026-11-27 with gpt-tokenizer
 * 4.0.0. Texts are repeated as often as stands beside them.
 */
const counted: readonly (readonly [string, string, number, number])[] = [
  ['code', '        12 + export const list = async (request: Request): Promise<string[]> => {\n', 20, 380],
  ['Chinese', '这个函数检查用户的权限并返回结果。如果没有权限则抛出异常。', 30, 540],
  ['Russian', 'Эта функция проверяет права пользователя и возвращает результат. ', 20, 222],
  ['digits', '7919,15838,23757,31676,39595,47514,55433,63352,71271,79190,', 20, 600],
  ['punctuation', '(){}[];=>&&||!==?.', 100, 900],
  ['escapes', '\\u{200b}\\u{202e}', 100, 1_000],
  ['emoji', '🎉🔥✅👩‍👩‍👧', 50, 600],
];

describe('an estimate of tokens', () => {
  it.each(counted)('of %s is not below what the tokeniser counts', (_name, text, times, tokens) => {
    expect(estimateTokens(text.repeat(times), { bytesPerToken: 2.6 })).toBeGreaterThanOrEqual(tokens);
  });

  it('of ordinary code is not so high that half of a call stays empty', () => {
    const [, text, times, tokens] = counted[0]!;
    expect(estimateTokens(text.repeat(times), { bytesPerToken: 2.6 })).toBeLessThan(2 * tokens);
  });

  it('is higher for a vendor whose tokens are smaller, and never shrinks when text is added', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const coarse = estimateTokens(one, { bytesPerToken: 2.6 });
        expect(estimateTokens(one, { bytesPerToken: 2 })).toBeGreaterThanOrEqual(coarse);
        expect(estimateTokens(`${one} ${other}`, { bytesPerToken: 2.6 })).toBeGreaterThanOrEqual(coarse);
      }),
    );
  });
});
