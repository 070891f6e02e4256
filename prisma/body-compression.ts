import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** The body of a delivery as its row holds it. */
export interface StoredBody {
  readonly stored: Uint8Array;
  /** Bytes before it was compressed; null = it is stored as it came. */
  readonly plainBytes: number | null;
}

/** Below, compressing costs more than the bytes it saves; a larger one would hold up the hub's event loop. */
const compressedSizes = { from: 4_096, to: 256 * 1_024 };

const fastest = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/**
 * Payloads in JSON shrink to a tenth with Zstandard (RFC 8878), so that the socket, the write-ahead log and the table
 * carry a tenth. PostgreSQL's own pglz costs three times the time for half the effect.
 */
export function packBody(body: Uint8Array): StoredBody {
  const { byteLength } = body;
  if (byteLength < compressedSizes.from || byteLength > compressedSizes.to)
    return { stored: body, plainBytes: null };
  const compressed = zstdCompressSync(body, fastest);
  return compressed.byteLength < byteLength / 2
    ? { stored: compressed, plainBytes: byteLength }
    : { stored: body, plainBytes: null };
}

/** @throws Error when the bytes are not what `packBody` made: the row was changed by other means. */
export function unpackBody({ stored, plainBytes }: StoredBody): Uint8Array<ArrayBuffer> {
  if (plainBytes === null) return new Uint8Array(stored);
  return zstdDecompressSync(stored, { maxOutputLength: plainBytes });
}
