import { cpus, totalmem } from 'node:os';
import { benchIdle } from './idle.ts';
import { benchIngest } from './ingest.ts';
import { benchLocal } from './local.ts';
import { benchReview } from './review.ts';

const benches: Readonly<Record<string, (print: (line: string) => void) => Promise<void>>> = {
  ingest: benchIngest,
  review: benchReview,
  local: benchLocal,
  idle: benchIdle,
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
  await bench((line) => console.log(`  ${line}`));
}
