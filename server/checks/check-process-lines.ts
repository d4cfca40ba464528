import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/**
 * Calls `onLine` with each line that a stream brings, however it is cut, without its end. A line of more than so many characters calls `onTooLong` once, and
 * nothing is read after it.
 */
export function readLines(
  stream: Readable,
  maxCharacters: number,
  { onLine, onTooLong }: { readonly onLine: (line: string) => void; readonly onTooLong: () => void },
): void {
  const decoder = new StringDecoder('utf8');
  let started: string[] = [];
  let characters = 0;
  const read = (chunk: Buffer) => {
    const parts = decoder.write(chunk).split('\n');
    const rest = parts.pop() ?? '';
    for (const part of parts) {
      if (characters + part.length > maxCharacters) return giveUp();
      const line = started.length === 0 ? part : started.join('') + part;
      started = [];
      characters = 0;
      onLine(line);
    }
    started.push(rest);
    characters += rest.length;
    if (characters > maxCharacters) giveUp();
  };
  const giveUp = () => {
    stream.off('data', read);
    started = [];
    stream.resume();
    onTooLong();
  };
  stream.on('data', read);
}
