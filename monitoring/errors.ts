/** Whether the thrower thinks that the same work may succeed later. Only the thrower saw the cause, so only it decides. */
export type Retry = 'never' | 'backoff' | { readonly afterMs: number };

export interface AmasErrorOptions {
  readonly retry?: Retry;
  /** The one sentence a user may see: what happened and what to do. Without it a neutral sentence is shown. */
  readonly publicMessage?: string;
  /** Facts for the operator. Never a secret, never text from outside longer than a line. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * The base of every expected failure. `code` is `layer.reason`, unique, and listed in `monitoring/README.md`
 * (a test keeps both equal). Anything thrown that is not an `AmasError` is a bug.
 */
export class AmasError extends Error {
  readonly code: string;
  readonly retry: Retry;
  readonly publicMessage: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, options: AmasErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.retry = options.retry ?? 'never';
    this.publicMessage = options.publicMessage;
    this.details = options.details ?? {};
  }
}

/** The sentence shown when a failure has none of its own. */
export const neutralMessage = 'Something went wrong inside AMAS. The operator can find the cause in the log.';

/** What a user may read about any thrown value. */
export function publicMessageOf(error: unknown): string {
  return (error instanceof AmasError ? error.publicMessage : undefined) ?? neutralMessage;
}

/** The code of any thrown value; what is not an `AmasError` is a bug and says so. */
export function codeOf(error: unknown): string {
  return error instanceof AmasError ? error.code : 'bug.unexpected';
}
