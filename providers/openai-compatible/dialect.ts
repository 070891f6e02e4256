import type { ModelInfo, Usage } from '../contract.ts';
import type { ProviderErrorCode, VendorRefusal } from '../errors.ts';

/** The body of `POST …/chat/completions`. */
export type ChatBody = Readonly<Record<string, unknown>> & { readonly model: string };

export interface ShapedBody {
  readonly body: ChatBody;
  readonly warnings?: readonly string[];
  /** The vendor can't stream this: it is asked in one piece, and that piece is handed on as it is. */
  readonly inOnePiece?: boolean;
}

/** What differs between vendors that speak OpenAI's chat completions. */
export interface ChatDialect {
  readonly id: string;
  readonly apiKey: string;
  readonly models: readonly ModelInfo[];
  /** The body in the vendor's own words, where they differ from OpenAI's. Says what could not be said in them. */
  readonly shape?: (body: ChatBody) => ShapedBody;
  /** Sends the body through the vendor's SDK and hands over the response unread; rejects unless it is a 2xx. */
  readonly send: (body: ChatBody, signal: AbortSignal) => Promise<Response>;
  /** Fields that make the vendor report usage at the end of a stream. */
  readonly streamFields: Readonly<Record<string, unknown>>;
  /** What a streamed chunk says of usage and of an error that ends the stream. */
  readonly readChunk: (chunk: object) => { readonly usage?: unknown; readonly error?: unknown };
  /** Where the vendor counts or calls its tokens otherwise. */
  readonly toUsage?: (reported: unknown) => Usage | undefined;
  /** The model's thinking (`reasoning_content`) belongs beside its tool calls when they are sent back. */
  readonly echoesReasoning?: boolean;
  /** Milliseconds until the vendor takes requests again, where it does not say so like OpenAI. */
  readonly statedWaitMs?: (headers: Headers, now: number) => number | undefined;
  /** A GET that costs nothing and wants the key; undefined where the vendor has none. */
  readonly checkUrl?: string | undefined;
  readonly classify: (refusal: VendorRefusal) => ProviderErrorCode | undefined;
}
