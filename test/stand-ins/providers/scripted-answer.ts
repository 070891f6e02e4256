import type { Finish, Usage } from '#providers/contract.ts';

/** An answer with an error status, or an error inside a stream. */
export interface VendorError {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string is sent as it is, as `text/html`. */
  readonly body: unknown;
}

/** What may befall a streamed answer. */
export interface StreamScript {
  /** Write this many bytes at a time, so that events and characters arrive in parts. */
  readonly pieceBytes?: number;
  /** Keep-alive comments, and pings where the vendor has them, between the events. */
  readonly keepAlive?: boolean;
  readonly lineEnding?: '\n' | '\r\n' | '\r';
  /** Rest before each event. */
  readonly pauseMs?: number;
  /**
   * `no-terminator`: closed properly after the finish reason. `no-finish`: the terminator comes, the reason does not.
   * `cut`: the connection is destroyed half-way. `hang`: half-way, nothing more comes. `garbage`: an event half-way
   * is no JSON.
   */
  readonly end?: 'complete' | 'no-terminator' | 'no-finish' | 'cut' | 'hang' | 'garbage';
  /** Half-way, instead of the rest. */
  readonly error?: VendorError;
}

export interface ScriptedToolCall {
  readonly name: string;
  /** JSON text, exactly as the model writes it. */
  readonly arguments: string;
  readonly id?: string;
}

/** What the model says next, or how the vendor fails next. */
export interface ScriptedAnswer {
  readonly text?: string;
  /** The text is this, as JSON. */
  readonly json?: unknown;
  readonly toolCalls?: readonly ScriptedToolCall[];
  readonly refusal?: string;
  /** Said before the answer, where the vendor shows it: signed by Anthropic. */
  readonly thinking?: string;
  /** By default what the content calls for. */
  readonly finish?: Exclude<Finish, 'truncated'>;
  /** Null: the vendor reports none. */
  readonly usage?: Usage | null;
  readonly error?: VendorError;
  /** Nothing comes, or half of the body and then nothing. */
  readonly hang?: 'before-headers' | 'in-body';
  /** Half of the body, and the connection is destroyed. */
  readonly cut?: boolean;
  readonly delayMs?: number;
  readonly stream?: StreamScript;
}

export const usualUsage: Usage = {
  inputUncached: 100,
  cacheRead: 40,
  cacheWrite: 20,
  output: 30,
  reasoning: 10,
};

export function textOf({ text, json }: ScriptedAnswer): string {
  return json === undefined ? (text ?? '') : JSON.stringify(json);
}

export function finishOf(answer: ScriptedAnswer): Exclude<Finish, 'truncated'> {
  if (answer.finish) return answer.finish;
  if (answer.refusal !== undefined) return 'refusal';
  return answer.toolCalls?.length ? 'tool-calls' : 'stop';
}

/** Pieces of a few characters, as a model writes; never half of a character. */
export function piecesOf(text: string, characters = 7): string[] {
  const letters = Array.from(text);
  const count = Math.ceil(letters.length / characters);
  return Array.from({ length: count }, (_, index) =>
    letters.slice(index * characters, (index + 1) * characters).join(''),
  );
}
