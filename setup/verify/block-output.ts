const MARK = '\x1b]633;';
const END = '\x07';
const FAILED = 'Failed=';

/**
 * A line for the shell's start-up file. Of commands that are typed together the shell's own marks tell how the last one ended; this tells of each that fails. It
 * writes to the terminal, wherever the command's own output goes.
 */
export const TELL_FAILURES = `trap 'printf "\\e]633;P;${FAILED}%d\\a" "$?" > /dev/tty' ERR`;

/** More is a flood, not an example. */
export const MAX_OUTPUT_BYTES = 1024 * 1024;

/** Marks are short but for the command's own text, which the shell cuts. */
const MAX_MARK_LENGTH = 16 * 1024;

export interface EndedCommand {
  /** As the shell has it in its history; `''` where it did not say. */
  readonly text: string;
  /** `undefined` where the shell did not say. */
  readonly exitCode: number | undefined;
}

/**
 * Reads what a shell prints from the moment on when a block was typed, cut anywhere: keeps what lies between the marks (OSC 633) at a command's start and end,
 * and knows when the prompt is back.
 */
export class BlockOutput {
  readonly #kept: string[] = [];
  readonly #ended: EndedCommand[] = [];
  /** Latin-1: a character a byte. */
  #rest = '';
  #text = '';
  #isRunning = false;
  /** A failure of the command that runs has been told already. */
  #isTold = false;
  #hasEnded = false;
  #isPrompted = false;
  #isOver = false;
  #length = 0;

  /** The prompt has come back after a command. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** A prompt was there, before a command or after. */
  get isPrompted(): boolean {
    return this.#isPrompted;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  get isTooLong(): boolean {
    return this.#length > MAX_OUTPUT_BYTES;
  }

  /** All that have failed, and the last of those that were typed together. */
  get ended(): readonly EndedCommand[] {
    return this.#ended;
  }

  /** What the commands have printed so far. */
  get bytes(): Buffer {
    return Buffer.from(this.#kept.join(''), 'latin1');
  }

  feed(bytes: Uint8Array): void {
    this.#rest += Buffer.from(bytes).toString('latin1');
    while (!this.#isOver) {
      const start = this.#rest.indexOf(MARK);
      if (start < 0) break;
      const end = this.#rest.indexOf(END, start);
      if (end < 0) break;
      this.#keep(this.#rest.slice(0, start));
      this.#take(this.#rest.slice(start + MARK.length, end));
      this.#rest = this.#rest.slice(end + END.length);
    }
    // The beginning of a mark may be the end of what came.
    const from = this.#rest.lastIndexOf('\x1b');
    const isMark = from >= 0 && this.#rest.length - from < MAX_MARK_LENGTH && isBeginning(this.#rest.slice(from));
    const certain = isMark ? from : this.#rest.length;
    this.#keep(this.#rest.slice(0, certain));
    this.#rest = this.#rest.slice(certain);
  }

  #keep(text: string): void {
    if (!this.#isRunning || this.isTooLong) return;
    this.#length += text.length;
    this.#kept.push(text);
  }

  #take(mark: string): void {
    const [kind, ...rest] = mark.split(';');
    const [first = ''] = rest;
    switch (kind) {
      case 'E':
        this.#text = readText(rest.join(';'));
        this.#isTold = false;
        break;
      case 'C':
        this.#isRunning = true;
        break;
      case 'P':
        if (first.startsWith(FAILED)) this.#end(readCode(first.slice(FAILED.length)));
        break;
      case 'D':
        this.#isRunning = false;
        this.#hasEnded = true;
        this.#end(readCode(first));
        break;
      case 'B':
        this.#isPrompted = true;
        this.#isOver = this.#hasEnded;
    }
  }

  #end(exitCode: number | undefined): void {
    if (!(this.#isTold && exitCode !== 0)) this.#ended.push({ text: this.#text, exitCode });
    this.#isTold = exitCode !== 0;
  }
}

const readCode = (code: string) => (/^-?\d+$/.test(code) ? Number(code) : undefined);

const isBeginning = (text: string) => (text.length < MARK.length ? MARK.startsWith(text) : text.startsWith(MARK));

/** As images/sandbox/etc/shell-integration writes it. */
function readText(escaped: string): string {
  const text = escaped.replace(/\\(x3b|x0a|\\)/g, (_, code: string) =>
    code === 'x3b' ? ';' : code === 'x0a' ? '\n' : '\\',
  );
  return Buffer.from(text, 'latin1').toString();
}
