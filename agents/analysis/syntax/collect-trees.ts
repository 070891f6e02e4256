import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Trees of that much source take some hundred megabytes outside of the heap. */
const charsBetween = 1_000_000;

/**
 * Counts parsed source, and collects garbage each time that enough trees may have become garbage: their memory is the
 * parser's, so that V8 does not see it grow and would wait until a scan of a large repository holds more than a
 * gigabyte. A review of a usual change never gets there.
 */
export class TreeCollector {
  #chars = 0;

  parsed(chars: number): void {
    this.#chars += chars;
    if (this.#chars < charsBetween) return;
    this.#chars = 0;
    collectGarbage();
  }
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}
