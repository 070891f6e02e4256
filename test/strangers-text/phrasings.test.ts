import { describe, expect, it } from 'vitest';
import { readPart } from '#agents/strangers/strangers-findings.ts';
import { lawfulTwins, ordersInOtherWords } from './phrasings.ts';

/** Orders that may go untold, of a hundred. None has an effect, told or not. */
const untoldPercent = 10;

const severitiesOf = (text: string) =>
  readPart({
    origin: 'subject',
    trust: 'untrusted',
    label: 'Description',
    text: `Adds a form.\n\n${text}\n\nSee the ticket.`,
  }).passages.map(({ severity }) => severity);

describe('words that were written without looking at the signs', () => {
  it('are told where they give orders to a model, with few exceptions', () => {
    const untold = ordersInOtherWords.filter(([, text]) => severitiesOf(text).length === 0);
    const listed = untold.map(([language, text]) => `${language} ${text}`).join('\n');
    expect(untold.length, listed).toBeLessThanOrEqual((ordersInOtherWords.length * untoldPercent) / 100);
  });

  it('are never told above info where they give none', () => {
    const graver = lawfulTwins.filter(([, text]) => severitiesOf(text).some((each) => each !== 'info'));
    expect(graver).toEqual([]);
  });

  it('are 80 orders and 110 lawful texts in many languages, each once', () => {
    expect(new Set(ordersInOtherWords.map(([, text]) => text)).size).toBe(80);
    expect(new Set(lawfulTwins.map(([, text]) => text)).size).toBe(110);
    expect(new Set(ordersInOtherWords.map(([language]) => language)).size).toBeGreaterThan(12);
  });
});
