import { WebSocket } from 'ws';
import { closeCodes } from '../../src/shared/protocol/index.ts';

/** What `ws` itself finds wrong with a frame, by the names of the protocol. */
const namedCodes: Readonly<Record<number, number>> = {
  // Not a frame of WebSocket; text that is no UTF-8.
  1002: closeCodes.malformed,
  1007: closeCodes.malformed,
  // In too many pieces; too long.
  1008: closeCodes.tooLarge,
  1009: closeCodes.tooLarge,
};

/** A page's socket, as `WebSocketServer` makes it. It always closes with a code that the page knows, and from then on nothing that was on its way is heard. */
export class PageSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    this.removeAllListeners('message');
    super.close(code === undefined ? code : (namedCodes[code] ?? code), reason);
  }
}
