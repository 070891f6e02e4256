import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** The way back to a client. */
export interface Connection {
  readonly response: ServerResponse;
  /** Destroys the connection, once what was written has had time to arrive. */
  readonly cut: () => Promise<void>;
}

/** @param onClientLeft called when the client closes the connection before the answer is complete. */
export function createConnection(response: ServerResponse, onClientLeft: () => void): Connection {
  let isOurs = false;
  response.on('close', () => {
    if (!response.writableFinished && !isOurs) onClientLeft();
  });
  return {
    response,
    async cut() {
      await wait(20);
      isOurs = true;
      response.destroy();
    },
  };
}
