type Raw = Readonly<Record<string, string | string[] | undefined>>;

/** The headers of an answer, to be read as those of `fetch` are: making a `Headers` costs each call more than reading. */
export class LeanHeaders {
  readonly #raw: Raw;

  /** @param raw by names in lower case. */
  constructor(raw: Raw) {
    this.#raw = raw;
  }

  get(name: string): string | null {
    const value = this.#raw[name.toLowerCase()];
    return value === undefined ? null : textOf(value);
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }

  *entries(): Generator<[string, string]> {
    for (const [name, value] of Object.entries(this.#raw)) {
      // Only cookies may not be joined (RFC 6265, section 3).
      if (Array.isArray(value) && name === 'set-cookie') for (const one of value) yield [name, one];
      else if (value !== undefined) yield [name, textOf(value)];
    }
  }

  *keys(): Generator<string> {
    for (const [name] of this.entries()) yield name;
  }

  *values(): Generator<string> {
    for (const [, value] of this.entries()) yield value;
  }

  forEach(act: (value: string, name: string) => void): void {
    for (const [name, value] of this.entries()) act(value, name);
  }

  [Symbol.iterator](): Generator<[string, string]> {
    return this.entries();
  }
}

const textOf = (value: string | string[]) => (typeof value === 'string' ? value : value.join(', '));
