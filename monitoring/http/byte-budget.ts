/** Memory that several requests share. What is reserved must be released, whatever happens. */
export interface ByteBudget {
  /** False, and nothing reserved, when it would exceed the total. */
  reserve(bytes: number): boolean;
  release(bytes: number): void;
  readonly usedBytes: number;
}

export function createByteBudget(totalBytes: number): ByteBudget {
  let usedBytes = 0;
  return {
    reserve(bytes) {
      if (usedBytes + bytes > totalBytes) return false;
      usedBytes += bytes;
      return true;
    },
    release(bytes) {
      usedBytes -= bytes;
    },
    get usedBytes() {
      return usedBytes;
    },
  };
}
