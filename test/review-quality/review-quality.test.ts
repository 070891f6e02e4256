import { beforeAll, describe, expect, it } from 'vitest';
import { historyChanges, writtenChanges } from './clean-changes.ts';
import { groups } from './families.ts';
import { floors, languagesWithFloor, noiseCeilings } from './floors.ts';
import { type CaseResult, expectedLines } from './judge-case.ts';
import { loadCases } from './load-cases.ts';
import { judgeCases, measureNoise, type Noise, noiseRates } from './measure.ts';
import { groupOfCase, scoreOf, shown } from './report.ts';

/** Less than the command reviews: enough to see a rule that has become noisy. */
const historyLines = 2_000;

let results: readonly CaseResult[] = [];
beforeAll(async () => {
  results = await judgeCases(await loadCases());
  // Ten seconds of work, and minutes on a machine that has more to do.
}, 180_000);

describe('the labelled changes', () => {
  it('are labelled soundly: the fault is there, the twin differs, and every label points at a line', () => {
    for (const { case: one } of results) {
      expect(one.expect.length, one.id).toBeGreaterThan(0);
      expect(one.safe, one.id).not.toEqual(one.files);
      for (const expected of one.expect)
        expect(expectedLines(expected, one.files).length, one.id).toBeGreaterThan(0);
    }
  });

  it('are found as before: no case got worse, and none that is found still counts as a gap', () => {
    const changed = results.flatMap(({ case: { id, gap }, isHit, alarms, reported }) => {
      const now = [
        ...(isHit ? [] : [{ what: 'missed', shown: `reported instead: ${shown(reported)}` }]),
        ...(alarms.length === 0 ? [] : [{ what: 'twin-reported', shown: shown(alarms) }]),
      ];
      const mended = gap !== undefined && !now.some(({ what }) => what === gap.what);
      return [
        ...now.filter(({ what }) => what !== gap?.what).map((one) => `${id}: ${one.what}\n  ${one.shown}`),
        ...(mended ? [`${id}: no longer ${gap.what}: delete its \`gap\``] : []),
      ];
    });
    expect(changed.join('\n')).toBe('');
  });

  it.each(groups)('reach the floors of %s', (group) => {
    const { cases, hits, twinsReported } = scoreOf(results.filter((result) => groupOfCase(result) === group));
    const floor = floors[group];
    expect(hits, `${hits} of ${cases} found`).toBeGreaterThanOrEqual(Math.ceil(cases * floor.recall));
    expect(twinsReported, `${twinsReported} of ${cases} twins reported`).toBeLessThanOrEqual(
      cases * floor.twins,
    );
  });

  it.each(languagesWithFloor)('reach the floor of other languages in %s', (language) => {
    const own = results.filter(
      (result) => groupOfCase(result) === 'other-languages' && result.case.language === language,
    );
    const { cases, hits, twinsReported } = scoreOf(own);
    const floor = floors['other-languages'];
    expect(hits, `${hits} of ${cases} found`).toBeGreaterThanOrEqual(
      Math.max(1, Math.ceil(cases * floor.recall)),
    );
    expect(twinsReported, `${twinsReported} of ${cases} twins reported`).toBeLessThanOrEqual(
      cases * floor.twins,
    );
  });

  it('have every finding where GitHub takes a comment', () => {
    const misplaced = results.filter((result) => result.misplaced.length > 0);
    expect(misplaced.map(({ case: { id }, misplaced: found }) => `${id}: ${shown(found)}`)).toEqual([]);
  });
});

describe('the clean changes', () => {
  it('that were written for it cause no more findings than people bear, all of them well placed', async () => {
    expectQuiet(await measureNoise(writtenChanges()));
  });

  it('of the own history cause no more findings than people bear, all of them well placed', async (test) => {
    const history = historyChanges(historyLines);
    if ('skipped' in history) return test.skip(history.skipped);
    return expectQuiet(await measureNoise(history));
  }, 60_000);
});

function expectQuiet(noise: Noise): void {
  const { security, all } = noiseRates(noise);
  const listed = noise.findings.map(({ change, finding }) => `${change} ${shown([finding])}`).join('\n');
  expect(security, listed).toBeLessThanOrEqual(noiseCeilings.security);
  expect(all, listed).toBeLessThanOrEqual(noiseCeilings.all);
  expect(noise.misplaced).toEqual([]);
}
