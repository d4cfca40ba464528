/** Splits chunks of text into lines, hands each on, and keeps the last few for the case that something fails. */
export interface LineTail {
  write(chunk: string): void;
  /** Hands on what came after the last newline. */
  end(): void;
  readonly lines: readonly string[];
}

// What a person reads of a failed build before they scroll; the cause is nearly always in it.
const KEPT_LINES = 20;
// A program that prints no newline must not fill the memory.
const MAX_LINE_CHARS = 4096;

const CONTROL_SEQUENCES = /\u001b\[[0-9;?]*[A-Za-z]/g;

export function createLineTail(onLine: (line: string) => void = () => {}): LineTail {
  const lines: string[] = [];
  let rest = '';

  function take(raw: string): void {
    const line = raw.replace(CONTROL_SEQUENCES, '').trimEnd();
    if (line === '') return;
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
    onLine(line);
  }

  return {
    lines,
    write(chunk) {
      const parts = (rest + chunk).split(/\r\n|\r|\n/);
      rest = (parts.pop() ?? '').slice(0, MAX_LINE_CHARS);
      for (const part of parts) take(part.slice(0, MAX_LINE_CHARS));
    },
    end() {
      take(rest);
      rest = '';
    },
  };
}
