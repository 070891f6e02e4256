import type { ModelInfo } from '../contract.ts';
import type { ProviderErrorCode, VendorRefusal } from '../errors.ts';

/** The body of `POST …/chat/completions`. */
export type ChatBody = Readonly<Record<string, unknown>> & { readonly model: string };

/** What differs between vendors that speak OpenAI's chat completions. */
export interface ChatDialect {
  readonly id: string;
  readonly apiKey: string;
  readonly models: readonly ModelInfo[];
  /** Sends the body through the vendor's SDK and hands over the response unread; rejects unless it is a 2xx. */
  readonly send: (body: ChatBody, signal: AbortSignal) => Promise<Response>;
  /** Fields that make the vendor report usage at the end of a stream. */
  readonly streamFields: Readonly<Record<string, unknown>>;
  /** What a streamed chunk says of usage and of an error that ends the stream. */
  readonly readChunk: (chunk: object) => { readonly usage?: unknown; readonly error?: unknown };
  readonly classify: (refusal: VendorRefusal) => ProviderErrorCode | undefined;
}
