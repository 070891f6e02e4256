import { parseArgs } from 'node:util';
import { type CleanChange, historyChanges, writtenChanges } from './clean-changes.ts';
import { groupOf } from './families.ts';
import { loadCases } from './load-cases.ts';
import { judgeCases, measureNoise } from './measure.ts';
import { details, type Measured, toJson, toTable } from './report.ts';

const usage = `npm run test:review-quality -- [--family <family or group>] [--language <language>] [--case <part of an id>]
                                [--verbose] [--json] [--noise]

Reviews every labelled change and its safe twin and prints how many faults were found and how many twins were reported.
--verbose lists each miss and false alarm; --noise adds the clean changes where a filter leaves them out.`;

/** Lines of the own history that are reviewed as clean changes: enough for a rate of one in a thousand to show. */
const historyLines = 12_000;

const options = {
  family: { type: 'string' },
  language: { type: 'string' },
  case: { type: 'string' },
  verbose: { type: 'boolean' },
  json: { type: 'boolean' },
  noise: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;
type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

try {
  const { values } = parseArgs({ options });
  if (values.help === true) console.log(usage);
  else await run(values);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
}

async function run(values: Values): Promise<void> {
  const startedAt = performance.now();
  const cases = await chosenCases(values);
  const results = await judgeCases(cases.chosen);
  const clean = cases.isWhole || values.noise === true ? cleanChanges() : undefined;
  const noise = clean === undefined ? undefined : await measureNoise(clean.changes);
  const measured: Measured = {
    results,
    seconds: (performance.now() - startedAt) / 1_000,
    ...(noise === undefined ? {} : { noise }),
    ...(clean?.skipped === undefined ? {} : { historySkipped: clean.skipped }),
  };
  if (values.json === true) {
    console.log(JSON.stringify(toJson(measured), undefined, 2));
    return;
  }
  if (values.verbose === true) for (const line of details(measured)) console.log(line);
  for (const line of toTable(measured)) console.log(line);
}

async function chosenCases({ family, language, case: part }: Values) {
  const cases = await loadCases();
  const chosen = cases.filter(
    (one) =>
      (family === undefined || family === one.family || family === groupOf(one.family, one.language)) &&
      (language === undefined || language === one.language) &&
      (part === undefined || one.id.includes(part)),
  );
  if (chosen.length === 0) throw new Error('no case matches');
  return { chosen, isWhole: chosen.length === cases.length };
}

function cleanChanges(): { readonly changes: readonly CleanChange[]; readonly skipped?: string } {
  const written = writtenChanges();
  const history = historyChanges(historyLines);
  return 'skipped' in history
    ? { changes: written, skipped: history.skipped }
    : { changes: [...written, ...history] };
}
