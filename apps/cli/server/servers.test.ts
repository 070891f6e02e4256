import { expect, it } from 'vitest';
import { runAmas } from '#test/support/run-amas.ts';

it('a host that this machine is not is named with what to do', async () => {
  // Set aside for documentation by RFC 5737: no machine has it.
  const host = '192.0.2.1';
  const run = await runAmas(['start'], {
    DATABASE_URL: 'postgresql://amas@127.0.0.1:1/amas',
    HOST: host,
    PORT: '8000',
  });
  expect(run).toMatchObject({ code: 3, out: '' });
  expect(run.err).toContain(
    `AMAS cannot listen on ${host} port 8000: this machine has no such address. Set HOST or PORT to another.`,
  );
});
