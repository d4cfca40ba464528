import type { Page, WebSocket } from '@playwright/test';
import { decodeOutputFrame, serverMessageSchema } from '../src/shared/protocol/index.ts';

/** What of a terminal's output is text: without escape sequences and carriage returns. */
function readable(output: string): string {
  return output.replace(/\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)|\[[0-9;?]*[ -/]*[@-~]|[^[\]])/g, '').replaceAll('\r', '');
}

/** What a page is sent of its first terminal, put together by offset as SPEC rules 10 and 12 say. */
export class TerminalTap {
  readonly #chunks: Buffer[] = [];
  #end: number | undefined;
  #channel: number | undefined;
  sockets = 0;
  /** How often the terminal was opened, over all sockets. */
  openings = 0;
  /** How often what came did not go on where the page was. */
  clears = 0;
  /** Frames that did not follow the one before. */
  readonly faults: string[] = [];
  /** Types of what the page sent, and how often. */
  readonly sent = new Map<string, number>();
  #onFrame = () => {};

  constructor(page: Page) {
    page.on('websocket', (socket) => this.#listen(socket));
    // A page that is loaded anew has nothing.
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.#begin(undefined);
    });
  }

  get text(): string {
    return readable(Buffer.concat(this.#chunks).toString());
  }

  /** Of lines that are "line" and a number, the numbers, in order. */
  get numbers(): number[] {
    return [...this.text.matchAll(/^line (\d+)$/gm)].map(([, number]) => Number(number));
  }

  /** Resolves when the condition holds, looked at whenever a frame came. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#onFrame = () => {
        if (!holds()) return;
        this.#onFrame = () => {};
        resolve();
      };
      this.#onFrame();
    });
  }

  #begin(end: number | undefined): void {
    this.#chunks.length = 0;
    this.#end = end;
  }

  #listen(socket: WebSocket): void {
    this.sockets += 1;
    this.#channel = undefined;
    socket.on('framesent', ({ payload }) => {
      if (typeof payload !== 'string') return;
      const { type } = JSON.parse(payload);
      this.sent.set(type, (this.sent.get(type) ?? 0) + 1);
      this.#onFrame();
    });
    socket.on('framereceived', ({ payload }) => {
      if (typeof payload === 'string') this.#control(payload);
      else this.#output(payload);
      this.#onFrame();
    });
  }

  #control(payload: string): void {
    const message = serverMessageSchema.parse(JSON.parse(payload));
    if (message.type !== 'terminal.opened' || message.terminal !== 'main') return;
    this.openings += 1;
    this.#channel = message.channel;
    if (this.#end === message.from) return;
    if (this.#end !== undefined) this.clears += 1;
    this.#begin(message.from);
  }

  #output(payload: Buffer): void {
    const frame = decodeOutputFrame(payload);
    if (!frame || frame.channel !== this.#channel) return;
    if (frame.offset !== this.#end) this.faults.push(`${frame.offset} came after ${this.#end}`);
    this.#chunks.push(Buffer.from(frame.bytes));
    this.#end = frame.offset + frame.bytes.length;
  }
}
