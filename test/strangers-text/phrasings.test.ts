import { describe, expect, it } from 'vitest';
import { readPart } from '#agents/strangers/strangers-findings.ts';
import { lawfulTwins, ordersInOtherWords, ordersWrittenLast } from './phrasings.ts';

const severitiesOf = (text: string) =>
  readPart({
    origin: 'subject',
    trust: 'untrusted',
    label: 'Description',
    text: `Adds a form.\n\n${text}\n\nSee the ticket.`,
  }).passages.map(({ severity }) => severity);

describe('words for an order to a model', () => {
  it.each([
    ['known ones', ordersInOtherWords, 0.85],
    ['new ones, which nobody made signs for', ordersWrittenLast, 0.65],
  ])('are told, of %s not all', (_name, orders, least) => {
    const untold = orders.filter(([, text]) => severitiesOf(text).length === 0);
    const listed = untold.map(([language, text]) => `${language} ${text}`).join('\n');
    expect(1 - untold.length / orders.length, listed).toBeGreaterThanOrEqual(least);
  });

  it('are not seen in lawful texts about the same things', () => {
    const graver = lawfulTwins.filter(([, text]) => severitiesOf(text).some((each) => each !== 'info'));
    expect(graver).toEqual([]);
  });

  it('are 148 orders and 152 lawful texts in many languages, each once', () => {
    const orders = [...ordersInOtherWords, ...ordersWrittenLast];
    expect(new Set(orders.map(([, text]) => text)).size).toBe(148);
    expect(new Set(lawfulTwins.map(([, text]) => text)).size).toBe(152);
    expect(new Set(orders.map(([language]) => language)).size).toBeGreaterThan(15);
  });
});
