/** A part of a text, as offsets; `end` is the first one after it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Tells the 1-based line of an offset. */
export class Lines {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  at(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  /** First and last line of a span; an end right behind a line break belongs to the line before. */
  of({ start, end }: Span): { readonly line: number; readonly endLine: number } {
    return { line: this.at(start), endLine: this.at(Math.max(start, end - 1)) };
  }
}
