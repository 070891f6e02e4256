import { Readable } from 'node:stream';
import { readConfig } from '#apps/cli/config.ts';
import { runCli } from '#apps/cli/run-cli.ts';

export interface AmasRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What `--json` printed; throws when standard output is anything but one JSON document. */
  json(): never;
}

interface AmasScene {
  readonly signal?: AbortSignal;
  /** What stands on standard input; without it nobody is behind it. */
  readonly input?: string;
}

/** Runs one command in this process, with exactly this environment and a terminal of a hundred columns without colours. */
export async function runAmas(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
  { signal = new AbortController().signal, input }: AmasScene = {},
): Promise<AmasRun> {
  let [out, err] = ['', ''];
  const code = await runCli({
    args,
    out: { write: (text: string) => (out += text) },
    err: { write: (text: string) => (err += text) },
    signal,
    ...(input === undefined ? {} : { input: Readable.from([input]) }),
    stoppedCode: () => 143,
    readConfig: () => readConfig(environment),
  });
  return { code, out, err, json: () => JSON.parse(out) as never };
}
