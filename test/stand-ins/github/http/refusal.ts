/** One entry of `errors` in a 422 `Validation Failed`. */
export interface FieldError {
  readonly resource: string;
  readonly field: string;
  readonly code:
    | 'missing'
    | 'missing_field'
    | 'invalid'
    | 'already_exists'
    | 'unprocessable'
    | 'custom'
    | 'too_large'
    | 'abuse';
  readonly message?: string;
}

export interface RefusalOptions {
  readonly errors?: readonly (string | FieldError)[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Other fields of the body, such as `url` of a redirect. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** Path below docs.github.com/rest when it is not the operation's own. */
  readonly docs?: string;
}

/** An answer other than success. Thrown by whoever finds the reason; the server writes it in GitHub's shape. */
export class Refusal extends Error {
  readonly status: number;
  readonly options: RefusalOptions;

  constructor(status: number, message: string, options: RefusalOptions = {}) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.options = options;
  }
}

export const notFound = () => new Refusal(404, 'Not Found');

export const forbidden = (message: string) => new Refusal(403, message);

export const unauthorised = (message: string) => new Refusal(401, message);

/** `Validation Failed`: the values are well formed and mean nothing valid together. */
export const validationFailed = (...errors: FieldError[]) =>
  new Refusal(422, 'Validation Failed', { errors });

/** `Unprocessable Entity`: the reasons as sentences. */
export const unprocessable = (...errors: string[]) => new Refusal(422, 'Unprocessable Entity', { errors });

/** `Invalid request.`: the body does not fit the operation's schema. No `errors`. */
export const invalidRequest = (...lines: string[]) =>
  new Refusal(422, `Invalid request.\n\n${lines.join('\n')}`);
