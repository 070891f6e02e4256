import { Refusal } from './refusal.ts';

/** The arguments of one call, however they were sent. Forms carry objects as JSON text. */
export class CallArguments {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(values: ReadonlyMap<string, unknown>) {
    this.#values = values;
  }

  optional(name: string): string | undefined {
    const value = this.#values.get(name);
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' ? value : JSON.stringify(value);
  }

  required(name: string): string {
    const value = this.optional(name);
    if (value !== undefined && value !== '') return value;
    const message = `missing required field: ${name}`;
    throw new Refusal('invalid_arguments', {
      errors: [message],
      response_metadata: { messages: [`[ERROR] ${message}`] },
    });
  }

  flag(name: string): boolean {
    return ['true', '1'].includes(this.optional(name) ?? '');
  }

  /** A structure; `broken` is Slack's name for text that is no JSON. */
  structure(name: string, broken: string): unknown {
    const value = this.#values.get(name);
    if (typeof value !== 'string') return value ?? undefined;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      throw new Refusal(broken);
    }
  }

  static read(contentType: string, body: string): CallArguments {
    const type = contentType.split(';')[0]?.trim().toLowerCase();
    if (type === 'application/x-www-form-urlencoded') return new CallArguments(readForm(body));
    if (type === 'application/json') return new CallArguments(readJson(body));
    throw new Refusal('invalid_post_type');
  }
}

function readForm(body: string): ReadonlyMap<string, unknown> {
  if (/%(?![0-9a-f]{2})/i.test(body)) throw new Refusal('invalid_form_data');
  return new Map(new URLSearchParams(body));
}

function readJson(body: string): ReadonlyMap<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Refusal('invalid_json');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal('json_not_object');
  }
  return new Map(Object.entries(value));
}
