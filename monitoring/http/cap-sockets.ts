import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Closes connections beyond `perAddress` open ones of the same remote address, before a byte of them is read. There
 * is nothing to answer yet, so they are cut; a sender sees a connection error and tries again.
 */
export function capSockets(server: Server, perAddress: number, onRefused: () => void): void {
  const openByAddress = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress;
    if (address === undefined) return;
    const open = openByAddress.get(address) ?? 0;
    if (open >= perAddress) {
      socket.destroy();
      onRefused();
      return;
    }
    openByAddress.set(address, open + 1);
    socket.once('close', () => {
      const left = (openByAddress.get(address) ?? 1) - 1;
      if (left === 0) openByAddress.delete(address);
      else openByAddress.set(address, left);
    });
  });
}
