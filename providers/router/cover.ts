import type { Time } from './time.ts';

/** How much time was covered by at least one of several things that may overlap. */
export interface Cover {
  begin(): void;
  end(): void;
  /** Milliseconds until now. */
  coveredMs(): number;
}

export function createCover(time: Pick<Time, 'now'>): Cover {
  let open = 0;
  let since = 0;
  let coveredMs = 0;
  return {
    begin() {
      if (open === 0) since = time.now();
      open += 1;
    },
    end() {
      open -= 1;
      if (open === 0) coveredMs += time.now() - since;
    },
    coveredMs: () => coveredMs + (open > 0 ? time.now() - since : 0),
  };
}
