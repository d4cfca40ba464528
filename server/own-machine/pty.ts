import { readFileSync, writeSync } from 'node:fs';
import type { ReadStream } from 'node:tty';
import { type IPty, spawn } from '@lydell/node-pty';

/** HOLDER.md, rule 8. A terminal's own queue takes some KiB. */
const MAX_WAITING_BYTES = 1024 ** 2;

/** How often it is tried to write on to a program that does not read: quickly at first, seldom where it is long. In ms. */
const WRITE_AGAIN_MS = [1, 2, 5, 10, 20, 50, 100] as const;

/** How long a program may take to end when it is hung up. */
const HANG_UP_MS = 2_000;

/** How often the event loop must turn without output before an ended terminal has been read to its end; and how often at most. */
const QUIET_TURNS = 3;
const MAX_TURNS = 1_000;

export interface PtyOptions {
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cols: number;
  readonly rows: number;
  readonly onData: (bytes: Buffer) => void;
  /** The program's exit code, or 128 + the signal that ended it; behind all of its output. */
  readonly onExit: (status: number) => void;
}

/** What node-pty does not tell its users: its side of the terminal. */
interface NodePty extends IPty {
  readonly fd: number;
  readonly _socket: ReadStream;
}

/** A program with a terminal of its own, by node-pty. Everything that node-pty does unlike what we need is here. */
export class Pty implements Disposable {
  readonly pid: number;
  readonly #pty: NodePty;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #tries = 0;
  #writing: NodeJS.Timeout | undefined;
  #stubborn: NodeJS.Timeout | undefined;
  #isPaused = false;
  #isOver = false;
  #bytesRead = 0;
  #giveUp: (() => void) | undefined;

  /** Throws where no process or no terminal can be had. A program that is not there ends with 1. */
  constructor({ command: [file, ...args], cwd, env, cols, rows, onData, onExit }: PtyOptions) {
    this.#pty = spawn(file, args, {
      name: 'xterm-256color',
      encoding: null,
      cwd,
      env: { ...env },
      cols: Math.max(1, cols),
      rows: Math.max(1, rows),
    }) as NodePty;
    this.pid = this.#pty.pid;
    this.#readToTheEnd();
    // Without an encoding it gives bytes, whatever its types say.
    (this.#pty.onData as unknown as (listener: (bytes: Buffer) => void) => void)((bytes) => {
      this.#bytesRead += bytes.length;
      onData(bytes);
    });
    this.#pty.onExit(({ exitCode, signal }) => {
      this.#end();
      onExit(signal ? 128 + signal : exitCode);
    });
  }

  /** Types. What the program does not read waits; what comes while a MiB waits is dropped. */
  write(bytes: Uint8Array): void {
    if (this.#isOver || this.#waitingBytes + bytes.length > MAX_WAITING_BYTES) return;
    this.#waiting.push(Buffer.from(bytes));
    this.#waitingBytes += bytes.length;
    if (this.#writing === undefined) this.#writeWaiting();
  }

  /** Whether the program itself, and not one that it started, has the terminal's keys, and none of them waits. */
  get isAtPrompt(): boolean {
    return !this.#isOver && this.#waitingBytes === 0 && foregroundGroup(this.pid) === this.pid;
  }

  resize(cols: number, rows: number): void {
    if (this.#isOver || cols === 0 || rows === 0) return;
    try {
      this.#pty.resize(cols, rows);
    } catch {
      // Its program has ended, which is about to be told.
    }
  }

  /** What it writes is not read until `resume`, so it stops when its terminal is full. */
  pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#pty.pause();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#pty.resume();
    this.#giveUp?.();
  }

  /** As closing a window does: tells the program and what runs in front of it; kills the program where it goes on. */
  hangUp(): void {
    if (this.#isOver || this.#stubborn !== undefined) return;
    const front = foregroundGroup(this.pid);
    if (front !== undefined) send(-front, 'SIGHUP');
    send(this.pid, 'SIGHUP');
    send(this.pid, 'SIGCONT');
    this.#stubborn = setTimeout(() => send(this.pid, 'SIGKILL'), HANG_UP_MS);
  }

  [Symbol.dispose](): void {
    this.hangUp();
  }

  /** node-pty's own way of writing waits for a program that does not read, and everybody else with it. */
  #writeWaiting(): void {
    this.#writing = undefined;
    try {
      for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
        const count = writeSync(this.#pty.fd, next);
        this.#tries = 0;
        this.#waitingBytes -= count;
        if (count < next.length) this.#waiting[0] = next.subarray(count);
        else this.#waiting.shift();
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return this.#forgetWaiting();
      const delayMs = WRITE_AGAIN_MS[Math.min(this.#tries, WRITE_AGAIN_MS.length - 1)];
      this.#tries += 1;
      this.#writing = setTimeout(() => this.#writeWaiting(), delayMs);
    }
  }

  /** node-pty closes the terminal 200 ms after its program has ended, though there may be output that was not read, be it for our pausing. */
  #readToTheEnd(): void {
    const socket = this.#pty._socket;
    const destroy = socket.destroy.bind(socket);
    socket.destroy = (error?: Error) => {
      if (error || socket.readableEnded) return destroy(error);
      this.#giveUp = () => void this.#whenQuiet().then((isQuiet) => isQuiet && destroy());
      if (!this.#isPaused) this.#giveUp();
      return socket;
    };
  }

  /** True once all output has been read; false where reading was paused meanwhile. What a program in the background goes on writing has no end. */
  async #whenQuiet(): Promise<boolean> {
    let quiet = 0;
    for (let turns = 0; turns < MAX_TURNS && quiet < QUIET_TURNS; turns += 1) {
      const before = this.#bytesRead;
      await new Promise((done) => setImmediate(done));
      if (this.#isPaused) return false;
      quiet = this.#bytesRead === before ? quiet + 1 : 0;
    }
    return true;
  }

  #end(): void {
    this.#isOver = true;
    clearTimeout(this.#stubborn);
    this.#forgetWaiting();
  }

  #forgetWaiting(): void {
    clearTimeout(this.#writing);
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}

/** What the terminal's keys go to: the eighth field of the kernel's line on a process. */
function foregroundGroup(pid: number): number | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second is the program's name, which may have blanks and brackets in it.
    const group = Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[5]);
    return group > 1 ? group : undefined;
  } catch {
    return undefined;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}
