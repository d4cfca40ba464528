/** A line of the terminal's buffer. It moves along with what stands there, and is disposed of when that scrolls out of the history. */
export interface LineMark {
  /** Counted from the oldest line kept. */
  readonly line: number;
  readonly isDisposed: boolean;
  dispose(): void;
}

/** How a command ended; what is `undefined` the shell did not say. */
export interface CommandEnd<Mark extends LineMark = LineMark> {
  readonly exitCode: number | undefined;
  readonly durationMs: number | undefined;
  /** The line behind its output, and how many columns of that line are its output still. */
  readonly line: Mark;
  readonly column: number;
}

export interface ShellCommand<Mark extends LineMark = LineMark> {
  /** Counted up from 0. */
  readonly id: number;
  /** As it was typed; several lines where it has several. */
  readonly text: string;
  readonly cwd: string | undefined;
  /** Where its prompt begins. */
  readonly prompt: Mark;
  /** Where its output begins. */
  readonly output: Mark;
  /** `undefined` while it runs. */
  readonly end: CommandEnd<Mark> | undefined;
}

/** What a command looks like to who reads instead of looks. */
export interface TranscriptEntry {
  readonly command: string;
  readonly output: string;
  /** The beginning of its output is not kept any more, or was left out. */
  readonly isCut: boolean;
  readonly isRunning: boolean;
  readonly exitCode: number | undefined;
  readonly durationMs: number | undefined;
  readonly cwd: string | undefined;
}

export type ShellMark =
  | { readonly kind: 'prompt' }
  | { readonly kind: 'command'; readonly text: string }
  | { readonly kind: 'output' }
  | { readonly kind: 'cwd'; readonly path: string }
  | { readonly kind: 'duration'; readonly ms: number }
  | { readonly kind: 'end'; readonly exitCode: number | undefined };

/** The shell cuts longer commands itself; what is longer yet is not our shell's. */
const MAX_MARK_LENGTH = 8_192;

/**
 * Kept commands, each with a mark on the screen. More are no history that anybody walks through by hand, and each line that scrolls out has to be told to all of
 * their marks: with a thousand commands long output is drawn at a tenth of its speed.
 */
export const MAX_COMMANDS = 200;

/** The command that runs in the shell, if one does. */
export function runningCommand(commands: readonly ShellCommand[]): ShellCommand | undefined {
  const last = commands.at(-1);
  return last && !last.end ? last : undefined;
}

/** Reads what stands in an `OSC 633`. Source: VS Code's terminal shell integration; `DurationMs` is a property of ours. */
export function parseShellMark(data: string): ShellMark | undefined {
  if (data.length > MAX_MARK_LENGTH) return undefined;
  const [code, first = ''] = data.split(';');
  switch (code) {
    case 'A':
      return { kind: 'prompt' };
    case 'C':
      return { kind: 'output' };
    case 'D':
      return { kind: 'end', exitCode: /^-?\d{1,10}$/.test(first) ? Number(first) : undefined };
    case 'E':
      return { kind: 'command', text: unescape(first) };
    case 'P':
      return parseProperty(first);
    default:
      return undefined;
  }
}

function parseProperty(text: string): ShellMark | undefined {
  const [, name, value = ''] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (name === 'Cwd') return { kind: 'cwd', path: unescape(value) };
  if (name === 'DurationMs' && /^\d{1,15}$/.test(value)) return { kind: 'duration', ms: Number(value) };
  return undefined;
}

function unescape(text: string): string {
  return text.replace(/\\(\\|x([0-9a-f]{2}))/gi, (_, whole: string, code: string | undefined) =>
    code === undefined ? whole : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Where the shell is writing. */
export interface ShellPlace<Mark extends LineMark> {
  /** Counted from the oldest line kept. */
  readonly line: number;
  readonly column: number;
  /** Marks the line. */
  mark(): Mark;
}

/** Makes the marks of a shell into its commands. What it is told is the shell's own word, so any order of marks must do. */
export class ShellCommands<Mark extends LineMark> {
  #commands: ShellCommand<Mark>[] = [];
  #prompt: Mark | undefined;
  #text: string | undefined;
  #cwd: string | undefined;
  #durationMs: number | undefined;
  #count = 0;

  feed(mark: ShellMark, place: ShellPlace<Mark>): void {
    switch (mark.kind) {
      case 'prompt':
        // A command that never ended went with its shell.
        this.#end(undefined, place);
        return this.#setPrompt(place);
      case 'command':
        this.#text = mark.text;
        return;
      case 'output':
        return this.#begin(place);
      case 'cwd':
        this.#cwd = mark.path;
        return;
      case 'duration':
        this.#durationMs = mark.ms;
        return;
      case 'end':
        return this.#end(mark.exitCode, place);
    }
  }

  /** The commands of which something is kept still, the oldest first. */
  list(): readonly ShellCommand<Mark>[] {
    const isGone = ({ end }: ShellCommand) => end?.line.isDisposed ?? false;
    if (this.#commands.some(isGone)) this.#commands = this.#commands.filter((command) => !isGone(command));
    return [...this.#commands];
  }

  /** The program that runs has wiped the screen, which begins at `top`. What stood on it is gone, and the program's output begins anew. */
  wipe(top: ShellPlace<Mark>): void {
    const last = this.#commands.at(-1);
    if (!last || last.end) return;
    const isWiped = ({ prompt }: ShellCommand) => prompt.isDisposed || prompt.line >= top.line;
    const kept = this.#commands.filter((command) => command !== last && !isWiped(command));
    const shared = kept.at(-1)?.end?.line;
    for (const command of this.#commands) if (isWiped(command)) forget(command, shared);
    last.output.dispose();
    this.#commands = [...kept, { ...last, output: top.mark() }];
  }

  /** Forgets everything, as the screen does. */
  clear(): void {
    for (const command of this.#commands) forget(command, undefined);
    this.#commands = [];
    this.#prompt?.dispose();
    this.#prompt = undefined;
    this.#text = undefined;
    this.#durationMs = undefined;
  }

  /** A prompt mostly stands where the command before it ended: then one mark does for both. */
  #setPrompt(place: ShellPlace<Mark>): void {
    const last = this.#commands.at(-1);
    if (this.#prompt !== last?.end?.line) this.#prompt?.dispose();
    const isThere = last?.end && !last.end.line.isDisposed && last.end.line.line === place.line;
    this.#prompt = isThere ? last.end.line : place.mark();
  }

  #begin(place: ShellPlace<Mark>): void {
    this.#end(undefined, place);
    this.#commands.push({
      id: this.#count++,
      text: this.#text ?? '',
      cwd: this.#cwd,
      prompt: this.#prompt ?? place.mark(),
      output: place.mark(),
      end: undefined,
    });
    this.#prompt = undefined;
    this.#text = undefined;
    this.#durationMs = undefined;
    if (this.#commands.length > MAX_COMMANDS) forget(this.#commands.shift(), this.#commands[0]?.prompt);
  }

  #end(exitCode: number | undefined, place: ShellPlace<Mark>): void {
    const last = this.#commands.at(-1);
    if (!last || last.end) return;
    const end = { exitCode, durationMs: this.#durationMs, line: place.mark(), column: place.column };
    this.#commands[this.#commands.length - 1] = { ...last, end };
    this.#durationMs = undefined;
  }
}

/** `shared` is kept. */
function forget(command: ShellCommand | undefined, shared: LineMark | undefined): void {
  for (const mark of [command?.prompt, command?.output, command?.end?.line]) if (mark !== shared) mark?.dispose();
}
