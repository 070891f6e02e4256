import type { z } from 'zod';
import type { Clock } from '#monitoring/clock.ts';
import type { Logger } from '#monitoring/logger.ts';

export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments; the root is an object. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** The arguments as JSON text, exactly as the model wrote them: the caller parses with a schema. */
  readonly arguments: string;
}

export type Message =
  | { readonly role: 'user'; readonly content: string }
  | {
      readonly role: 'assistant';
      readonly content: string;
      readonly toolCalls?: readonly ToolCall[];
      /** Parts a vendor wants echoed in a tool loop (signed thinking blocks). Opaque; only its own adapter reads it. */
      readonly vendorParts?: unknown;
    }
  | {
      readonly role: 'tool';
      readonly toolCallId: string;
      readonly content: string;
      readonly isError?: boolean;
    };

/** One model call, in vendor-neutral words. */
export interface CompletionRequest {
  readonly system?: string;
  readonly messages: readonly Message[];
  readonly tools?: readonly ToolSpec[];
  readonly toolChoice?: 'auto' | 'none' | 'required' | { readonly name: string };
  /** The answer must be JSON of this schema. */
  readonly schema?: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> };
  readonly maxOutputTokens: number;
  readonly temperature?: number;
  readonly stop?: readonly string[];
  /** Name and version of the prompt, such as `security/review-v1`: kept with the call's record, never sent. */
  readonly prompt?: string;
}

/** Tokens in the one normal form. The five never overlap, except that `reasoning` is a part of `output`. */
export interface Usage {
  readonly inputUncached: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
  readonly reasoning: number;
}

/** Why the model stopped. `truncated`: the stream ended without terminator or finish reason. */
export type Finish = 'stop' | 'length' | 'tool-calls' | 'refusal' | 'content-filter' | 'truncated' | 'other';

export interface CompletionResult {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly finish: Finish;
  /** Undefined when the vendor reported none: said, never guessed as zero. */
  readonly usage: Usage | undefined;
  /** The model that answered, by the vendor's own word. */
  readonly model: string;
  /** Options that could not be honoured, in plain words. */
  readonly warnings: readonly string[];
  readonly vendorParts?: unknown;
  /** What the vendor itself says that it charges, in US dollars: it wins over what is computed. */
  readonly costUsd?: number;
  /** The vendor's id of the request, for its support. */
  readonly requestId?: string;
}

/** A streamed answer: text and tool-call pieces as they come, then exactly one `finish`. */
export type CompletionPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool-call'; readonly call: ToolCall }
  | { readonly type: 'finish'; readonly result: CompletionResult };

/** What an adapter gets for one attempt. The signal carries deadline and cancellation; adapters never retry. */
export interface AttemptContext {
  readonly model: string;
  readonly signal: AbortSignal;
}

/** US dollars per million tokens. */
export interface Rates {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
}

export interface Price extends Rates {
  /** Where it was read, and on which ISO date. */
  readonly source?: string;
  readonly checkedAt?: string;
  /** What the whole request costs instead when its input, cached or not, is longer than `inputTokens`. */
  readonly above?: Rates & { readonly inputTokens: number };
  /** What it costs instead at certain hours, Monday to Friday, UTC: `[from, to)` pairs. */
  readonly peak?: Rates & { readonly hoursUtc: readonly (readonly [number, number])[] };
  /** The price ends at the start of this ISO date (UTC), and then it is another. */
  readonly until?: { readonly date: string; readonly next: Rates };
}

export interface ModelInfo {
  readonly id: string;
  /** Tokens in and out together, as the vendor counts them. */
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  readonly tools: boolean;
  readonly schema: boolean;
  /** Absent: whatever `tools` says. False: an answer to a request with tools comes in one piece. */
  readonly streamsTools?: boolean;
  /** Whether it reads images; absent = not known. AMAS sends none yet. */
  readonly vision?: boolean;
  /** Request parameters this model refuses: dropped, with a warning in the result. */
  readonly drop: readonly ('temperature' | 'stop')[];
  /** Absent = unknown, and said so. */
  readonly price?: Price;
  /** ISO date after which the vendor no longer serves it; absent = no end was announced where it was read. */
  readonly endsAt?: string;
  /** What to use instead of a model that ends. */
  readonly replacedBy?: string;
  readonly source: string;
  /** ISO date. */
  readonly checkedAt: string;
}

/** A model that is not listed any more, or soon, and that people may still have configured. */
export interface EndingModel {
  readonly id: string;
  readonly endsAt: string;
  readonly replacedBy: string;
  readonly source: string;
}

/** One model that turns texts into vectors. Vectors of different models can't be compared. */
export interface EmbeddingModelInfo {
  readonly id: string;
  /** Numbers in a vector unless `dimensions` asks for another count; absent = not known. */
  readonly dimensions?: number;
  /** Which counts may be asked for: these, any from 1 to `dimensions`, or none but the usual. */
  readonly shortens: readonly number[] | 'any' | 'no';
  /** Tokens of one input; absent = not known. */
  readonly maxInputTokens?: number;
  /** Texts that one call of the vendor takes; more are sent in several, in order. */
  readonly maxInputs: number;
  /** Tokens of all texts of one call; absent = no such limit is known. */
  readonly maxBatchTokens?: number;
  /** Whether it makes other vectors for questions than for what is searched. */
  readonly purposes: boolean;
  /** What its authors want written before a text of each purpose. */
  readonly prefixes?: { readonly query: string; readonly document: string };
  /** US dollars per million tokens; absent = not known. */
  readonly price?: Price;
  readonly endsAt?: string;
  readonly replacedBy?: string;
  readonly source: string;
  readonly checkedAt: string;
}

/** Where a vendor works on what it is sent. */
export interface Residency {
  /** `own`: wherever the operator's own server is. `unknown`: not found stated by the vendor, so no region is promised. */
  readonly region: 'own' | 'eu' | 'us' | 'cn' | 'unknown';
  /** Hosts of the vendor that work in a region of their own: an operator chooses one by the base URL. */
  readonly hosts?: Readonly<Record<string, 'eu' | 'us' | 'cn'>>;
  /** One or two sentences for a person who decides. */
  readonly note: string;
  readonly source?: string;
}

export interface ProviderManifest {
  readonly id: string;
  readonly title: string;
  readonly settings: z.ZodObject;
  /**
   * Bytes of source code, as UTF-8, that one token of this vendor's tokeniser surely stands for; callers who plan
   * without counting divide by it. Absent = the least of all vendors is assumed.
   */
  readonly bytesPerToken?: number;
  /** The first is the default. Models not listed work with stated assumptions and a warning. */
  readonly models: readonly ModelInfo[];
  /** What holds for every model that is not listed, where that is known: nothing is assumed then. */
  readonly unlisted?: Omit<ModelInfo, 'id'>;
  /** Ends of models that are not listed. */
  readonly endings?: readonly EndingModel[];
  /** Absent where the vendor has none that AMAS can use. The first is the default. */
  readonly embeddings?: readonly EmbeddingModelInfo[];
  readonly residency: Residency;
}

export interface EmbeddingRequest {
  readonly inputs: readonly string[];
  /** Numbers in each vector; the model's own count when absent. */
  readonly dimensions?: number;
  /** What the vectors are for, where the model tells questions from what is searched. */
  readonly purpose?: 'query' | 'document';
}

export interface EmbeddingResult {
  /** One for each input, in the order of the inputs. */
  readonly vectors: readonly (readonly number[])[];
  /** Undefined when the vendor reported none. */
  readonly usage?: { readonly inputTokens: number };
  /** The model that was asked, as it is to be remembered beside the vectors. */
  readonly model: string;
  /** What the vendor itself says that it charges. */
  readonly costUsd?: number;
  /** What could not be honoured, in plain words. */
  readonly warnings: readonly string[];
}

/** That a key works. */
export interface KeyProof {
  /** The models that the vendor lists for it; absent where it lists none. */
  readonly models?: readonly string[];
}

/** An adapter for one vendor, opened with its settings. Errors are `AmasError`s with codes `providers.*`. */
export interface Provider {
  readonly id: string;
  complete(request: CompletionRequest, context: AttemptContext): Promise<CompletionResult>;
  stream(request: CompletionRequest, context: AttemptContext): AsyncIterable<CompletionPart>;
  /** Absent where the vendor has no embeddings. */
  embed?(request: EmbeddingRequest, context: AttemptContext): Promise<EmbeddingResult>;
  /** Proves the key by a call that costs nothing. Absent where the vendor has none: a short answer is the cheapest then. */
  check?(signal: AbortSignal): Promise<KeyProof>;
}

export interface ProviderHost {
  readonly log: Logger;
  readonly clock: Clock;
  /** For tests; the platform's own otherwise. */
  readonly fetch?: typeof fetch;
}

export type CreateProvider = (settings: Readonly<Record<string, string>>, host: ProviderHost) => Provider;

/** One tried candidate of a model call. */
export interface Attempt {
  readonly provider: string;
  readonly model: string;
  readonly outcome: 'answered' | 'failed' | 'cancelled';
  /** The error's code when it failed. */
  readonly code?: string;
  readonly latencyMs: number;
  /** Which of several keys, by its label: never the key. */
  readonly key?: string;
  /** Milliseconds since the call began. */
  readonly startedMs: number;
  /** Undefined when unknown. */
  readonly costUsd?: number;
}

/** Why the call went the way it did: enough to explain it, and to try another policy on it later. */
export interface Decision {
  /** The policy that chose, and the layer that set it: `default`, `organization`, `project`, `agent` or `call`. */
  readonly policy: { readonly name: string; readonly layer: string };
  /** In the order in which they would be asked; the refused ones last, with a code and a sentence for people. */
  readonly candidates: readonly DecidedCandidate[];
  /** `joined`: somebody else's call under way answered this one too. */
  readonly cache: 'off' | 'miss' | 'hit' | 'joined';
  /** What a cache hit, or the vendor's own prompt cache, saved. */
  readonly savedUsd?: number;
  readonly timeToFirstPartMs?: number;
  readonly hedged?: boolean;
  /** Time that was the router's own: neither a vendor's nor a wait. */
  readonly overheadMs: number;
}

export interface DecidedCandidate {
  readonly provider: string;
  readonly model: string;
  readonly key?: string;
  /** What the policy ordered by: its meaning is the policy's. */
  readonly score?: number;
  readonly refused?: { readonly code: string; readonly reason: string };
}

/** The account of one model call: kept for every call, whatever became of it. */
export interface CompletionRecord {
  /** Absent: words were asked for. */
  readonly operation?: 'embeddings';
  readonly provider: string;
  readonly model: string;
  readonly outcome: 'answered' | 'failed' | 'cancelled';
  readonly code?: string;
  /** Of the request, as it named it. */
  readonly prompt?: string;
  readonly usage: Usage | undefined;
  /** Undefined when the price or the usage is unknown. */
  readonly costUsd: number | undefined;
  /** Of the answer: what the vendor itself said that it charges; absent where it says nothing. */
  readonly reportedUsd?: number;
  /** Of the answer: what usage and price make of it; absent where one of them is unknown. */
  readonly computedUsd?: number;
  readonly latencyMs: number;
  readonly attempts: readonly Attempt[];
  readonly warnings: readonly string[];
  readonly decision: Decision;
}

/** What holds for every model that a call may end up with: for planning prompts before anybody counts tokens. */
export interface TokenRate {
  /** See `ProviderManifest`. */
  readonly bytesPerToken: number;
  /** Tokens in and out together. */
  readonly contextTokens: number;
}

/** The model as an agent sees it: bound to its task, inside its limits. Vendor and policy stay outside. */
export interface Model {
  /** Absent where nothing is known of who answers. */
  readonly tokens?: TokenRate;
  complete(
    request: CompletionRequest,
    signal: AbortSignal,
  ): Promise<CompletionResult & { readonly record: CompletionRecord }>;
  /**
   * Who answers, text and tool calls as they come, then exactly one `finish`; throws what `complete` would throw. Whoever stops
   * reading ends the call.
   */
  stream(request: CompletionRequest, signal: AbortSignal): AsyncIterable<RoutedPart>;
}

/** `start`: who answers, before the first part. `seam`: the model before broke off, and the one it names goes on from there. */
export type RoutedPart =
  | { readonly type: 'start'; readonly provider: string; readonly model: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool-call'; readonly call: ToolCall }
  | { readonly type: 'seam'; readonly provider: string; readonly model: string }
  | { readonly type: 'finish'; readonly result: CompletionResult; readonly record: CompletionRecord };
