import { describe, expect, it } from 'vitest';
import { faulty, safe } from './modern-typescript.ts';
import { reviewSource } from './review-source.ts';

/** JSX needs its own grammar. */
const pathOf = (source: string) => (/<\w+[ >][^;]*<\/|\/>/.test(source) ? 'src/view.tsx' : 'src/app.ts');

describe('modern TypeScript', () => {
  it.each(Object.entries(faulty))('finds at least four fifths of the faults of %s', async (_, sources) => {
    const reviews = await Promise.all(
      sources.map((source) => reviewSource(source, { path: pathOf(source), families: ['security'] })),
    );
    const missed = sources.filter((_source, index) => reviews[index]?.length === 0);
    expect(missed.length / sources.length, missed.join('\n')).toBeLessThanOrEqual(0.2);
  });

  it('reports at most one in twenty of the safe twins', async () => {
    const families = ['security', 'correctness'] as const;
    const reviews = await Promise.all(
      safe.map((source) => reviewSource(source, { path: pathOf(source), families })),
    );
    const reported = reviews.flatMap((findings, index) =>
      findings.map(({ rule, title }) => `${rule}: ${title}\n  ${safe[index]}`),
    );
    expect(reported.length / safe.length, reported.join('\n')).toBeLessThanOrEqual(0.05);
  });
});
