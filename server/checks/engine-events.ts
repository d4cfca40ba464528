import { z } from 'zod';
import type { EngineEvent } from './changes.ts';

const NEWLINE = 0x0a;

/** An event names all labels of its container. The images of the course, and learners', have some hundred bytes of them. */
const MAX_LINE_BYTES = 64 * 1024;

/** What could not be read is still an event. */
const UNREAD: EngineEvent = { type: '', action: '' };

const eventSchema = z.object({ Type: z.string(), Action: z.string() });

/**
 * Reads the engine's stream of events, a line of JSON each, in chunks that are cut anywhere. Of an event its type and its action are read and nothing else: the
 * rest is the learner's to write.
 */
export class EngineEvents {
  #line: Buffer[] = [];
  #lineBytes = 0;

  feed(chunk: Uint8Array): readonly EngineEvent[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const found: EngineEvent[] = [];
    let begin = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, begin)) {
      this.#keep(bytes.subarray(begin, end));
      const event = this.#endLine();
      if (event) found.push(event);
      begin = end + 1;
    }
    this.#keep(bytes.subarray(begin));
    return found;
  }

  #keep(part: Buffer): void {
    this.#lineBytes += part.length;
    if (this.#lineBytes > MAX_LINE_BYTES) this.#line = [];
    // Copied, so that half a line does not keep a whole socket buffer alive.
    else if (part.length > 0) this.#line.push(Buffer.from(part));
  }

  #endLine(): EngineEvent | undefined {
    const [line, lineBytes] = [this.#line, this.#lineBytes];
    this.#line = [];
    this.#lineBytes = 0;
    if (lineBytes > MAX_LINE_BYTES) return UNREAD;
    const text = Buffer.concat(line).toString().trim();
    return text === '' ? undefined : readEvent(text);
  }
}

function readEvent(line: string): EngineEvent {
  try {
    const event = eventSchema.parse(JSON.parse(line));
    return { type: event.Type, action: event.Action };
  } catch {
    return UNREAD;
  }
}
