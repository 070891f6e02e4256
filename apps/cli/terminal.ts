import pc from 'picocolors';
import type { CliConfig } from './config.ts';

export type Colors = ReturnType<typeof pc.createColors>;

/** Where a command writes: results to standard output, everything said to people to standard error. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  readonly outColors: Colors;
  readonly errColors: Colors;
  /** Whether somebody watches standard error, so that a line may be rewritten. */
  readonly isErrLive: boolean;
  /** Columns of standard output; 100 when it is no terminal. */
  readonly columns: number;
  /** Columns of standard error; 80 when it is no terminal. */
  readonly errColumns: number;
}

/** Standard input, as much of it as a command reads. */
export type Input = AsyncIterable<Uint8Array | string> & { readonly isTTY?: boolean };

/** The part of a stream that a terminal needs. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export function createTerminal(out: Output, err: Output, color: CliConfig['color']): Terminal {
  const colorsOf = (output: Output) =>
    pc.createColors(color === 'always' || (color === 'auto' && output.isTTY === true));
  return {
    out: (text) => void out.write(text),
    err: (text) => void err.write(text),
    outColors: colorsOf(out),
    errColors: colorsOf(err),
    isErrLive: err.isTTY === true && color !== 'never',
    columns: out.columns ?? 100,
    errColumns: err.columns ?? 80,
  };
}
