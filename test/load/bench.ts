import { cpus, totalmem } from 'node:os';
import { benchFaultWall } from './fault-wall.ts';
import { benchGateway } from './gateway.ts';
import { benchIdle } from './idle.ts';
import { benchIngest } from './ingest.ts';
import { benchLocal } from './local.ts';
import { benchReview } from './review.ts';
import { benchRouter } from './router.ts';
import { benchWhole } from './whole.ts';

interface Bench {
  readonly run: (print: (line: string) => void) => Promise<void>;
  /** What keeps the number from being better: said beside it, so that nobody reads it as a property of the code alone. */
  readonly limitedBy: string;
}

/** `npm run bench [-- name …]`: everything runs on this machine, the generator included, against 127.0.0.1 only. */
const benches: Readonly<Record<string, Bench>> = {
  ingest: {
    run: benchIngest,
    limitedBy:
      'the cores: generator, hub and PostgreSQL share them; at 20 kB compressing the bodies comes next. The drain is limited by one transaction per delivery.',
  },
  review: {
    run: benchReview,
    limitedBy:
      'requests to GitHub (two contents per file, eight at a time) and, the first time, loading the parser and the GitHub client.',
  },
  local: {
    run: benchLocal,
    limitedBy: 'the start of Node and of git; the analysis itself takes a fraction.',
  },
  whole: {
    run: benchWhole,
    limitedBy: 'reading the syntax trees node by node from the native parser, on one core.',
  },
  router: {
    run: benchRouter,
    limitedBy:
      'the client of the vendor and the reading of its answer, on the core that the router shares with them; the router itself takes some 50 µs of it.',
  },
  'fault-wall': {
    run: benchFaultWall,
    limitedBy: 'the limit of one attempt (2 s) for the few calls that meet a hang before the breaker opens.',
  },
  gateway: {
    run: benchGateway,
    limitedBy: 'the two cores, which generator, gateway, upstream and PostgreSQL share.',
  },
  idle: {
    run: benchIdle,
    limitedBy: 'what Node itself and the loaded libraries hold: PostgreSQL is not counted.',
  },
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0)
  throw new Error(`no benchmark named ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`);

const [cpu] = cpus();
console.log(
  `${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform} ${process.arch}`,
);
for (const [name, bench] of Object.entries(benches)) {
  if (names.length > 0 && !names.includes(name)) continue;
  console.log(`\n${name}`);
  await bench.run((line) => console.log(`  ${line}`));
  console.log(`  limited by ${bench.limitedBy}`);
}
