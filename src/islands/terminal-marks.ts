import type { IDecoration, IDisposable, IMarker, Terminal } from '@xterm/xterm';
import { commandTitle } from '../lib/command-words.ts';
import { parseShellMark, runningCommand, type ShellCommand, ShellCommands } from '../lib/shell-commands.ts';

/** How long the line that was jumped to is marked. */
const JUMP_MARK_MS = 1_200;

export interface MarkEvents {
  onCommands(commands: readonly ShellCommand[]): void;
  onSay(text: string): void;
}

/** Finds the shell's commands in the output (OSC 633), marks each beside its prompt, and jumps between them. */
export class TerminalMarks implements IDisposable {
  readonly #terminal: Terminal;
  readonly #events: MarkEvents;
  readonly #commands = new ShellCommands<IMarker>();
  readonly #handles: IDisposable[];
  readonly #decorations = new Map<number, IDecoration>();
  #list: readonly ShellCommand<IMarker>[] = [];
  #hasChanged = false;
  /** The command that was jumped to last, until something is typed. */
  #jumpedTo: number | undefined;
  #jumpMark: IDecoration | undefined;
  #jumpTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(terminal: Terminal, events: MarkEvents) {
    this.#terminal = terminal;
    this.#events = events;
    this.#handles = [
      terminal.parser.registerOscHandler(633, (data) => this.#read(data)),
      terminal.parser.registerCsiHandler({ final: 'J' }, ([how]) => this.#wipe(how)),
      terminal.parser.registerEscHandler({ final: 'c' }, () => this.#clear()),
      terminal.onWriteParsed(() => this.#tell()),
    ];
  }

  list(): readonly ShellCommand<IMarker>[] {
    return this.#commands.list();
  }

  /** What was jumped to is left by typing: the next jump starts from what is on the screen. */
  leaveJump(): void {
    this.#jumpedTo = undefined;
  }

  jump(to: 'previous' | 'next'): void {
    const commands = this.#commands.list().filter(({ prompt }) => !prompt.isDisposed);
    const found = this.#target(commands, to);
    if (!found) {
      this.#jumpedTo = undefined;
      this.#terminal[to === 'previous' ? 'scrollToTop' : 'scrollToBottom']();
      return this.#events.onSay(to === 'previous' ? 'No command before this one.' : 'No command after this one.');
    }
    this.#jumpedTo = found.id;
    this.#terminal.scrollToLine(Math.max(0, found.prompt.line - 1));
    this.#markJump(found.prompt);
    const place = `${commands.indexOf(found) + 1} of ${commands.length}`;
    this.#events.onSay(`${commandTitle(found)} Command ${place}.`);
  }

  dispose(): void {
    clearTimeout(this.#jumpTimer);
    for (const handle of this.#handles) handle.dispose();
    this.#commands.clear();
  }

  #read(data: string): boolean {
    const mark = parseShellMark(data);
    // What runs on the alternate screen has no lines that stay.
    if (!mark || this.#terminal.buffer.active.type === 'alternate') return true;
    const { baseY, cursorY, cursorX } = this.#terminal.buffer.active;
    this.#commands.feed(mark, {
      line: baseY + cursorY,
      column: cursorX,
      mark: () => this.#terminal.registerMarker(0),
    });
    if (mark.kind !== 'cwd' && mark.kind !== 'duration') this.#keepWiped(mark.kind !== 'output');
    this.#hasChanged = true;
    return true;
  }

  /**
   * What the learner wipes at the prompt (Ctrl+L) goes up into the history. What a program wipes does not: `docker stats` draws its table anew so,
   * twice a second.
   */
  #keepWiped(isKept: boolean): void {
    const { options } = this.#terminal;
    if (options.scrollOnEraseInDisplay !== isKept) options.scrollOnEraseInDisplay = isKept;
  }

  /** The terminal's own handler comes next. */
  #wipe(how: number | number[] | undefined): false {
    const { type, baseY, cursorX, cursorY } = this.#terminal.buffer.active;
    const isWhole = how === 2 || (how === 0 && cursorX === 0 && cursorY === 0);
    if (!isWhole || type === 'alternate' || this.#terminal.options.scrollOnEraseInDisplay) return false;
    this.#commands.wipe({ line: baseY, column: 0, mark: () => this.#terminal.registerMarker(-cursorY) });
    this.#hasChanged = true;
    return false;
  }

  /** The terminal's own handler comes next. */
  #clear(): false {
    this.#commands.clear();
    this.#hasChanged = true;
    this.#jumpedTo = undefined;
    return false;
  }

  #tell(): void {
    if (!this.#hasChanged) return;
    this.#hasChanged = false;
    this.#list = this.#commands.list();
    const kept = new Set<number>();
    for (const command of this.#list) {
      kept.add(command.id);
      if (!this.#decorations.has(command.id)) this.#decorate(command);
    }
    for (const [id, decoration] of this.#decorations) {
      if (kept.has(id)) continue;
      decoration.dispose();
      this.#decorations.delete(id);
    }
    const last = this.#list.at(-1);
    if (last) this.#draw(last);
    this.#events.onCommands(this.#list);
  }

  #decorate({ id, prompt }: ShellCommand<IMarker>): void {
    if (prompt.isDisposed) return;
    const decoration = this.#terminal.registerDecoration({ marker: prompt, x: 0, width: 1 });
    if (!decoration) return;
    this.#decorations.set(id, decoration);
    decoration.onRender(() => {
      const command = this.#list.find((listed) => listed.id === id);
      if (command) this.#draw(command);
    });
  }

  #draw(command: ShellCommand): void {
    const element = this.#decorations.get(command.id)?.element;
    if (!element) return;
    const state = markState(command);
    if (element.dataset['state'] === state) return;
    element.classList.add('terminal-mark');
    element.dataset['state'] = state;
    element.title = commandTitle(command);
    // Readers have the transcript.
    element.setAttribute('aria-hidden', 'true');
  }

  #target(commands: readonly ShellCommand<IMarker>[], to: 'previous' | 'next'): ShellCommand<IMarker> | undefined {
    const at = commands.findIndex(({ id }) => id === this.#jumpedTo);
    if (at >= 0) return commands[to === 'previous' ? at - 1 : at + 1];
    const { viewportY, baseY } = this.#terminal.buffer.active;
    if (to === 'next') return commands.find(({ prompt }) => prompt.line > viewportY + 1);
    // From the newest screen the first jump leads to the last command, wherever on the screen it is.
    if (viewportY === baseY) return commands.at(-1);
    return commands.findLast(({ prompt }) => prompt.line < viewportY);
  }

  #markJump(line: IMarker): void {
    clearTimeout(this.#jumpTimer);
    this.#jumpMark?.dispose();
    this.#jumpMark = this.#terminal.registerDecoration({ marker: line, x: 0, width: this.#terminal.cols });
    this.#jumpMark?.onRender((element) => element.classList.add('terminal-jump'));
    this.#jumpTimer = setTimeout(() => this.#jumpMark?.dispose(), JUMP_MARK_MS);
  }
}

function markState(command: ShellCommand): 'running' | 'good' | 'bad' | 'unknown' {
  if (runningCommand([command])) return 'running';
  if (command.end?.exitCode === undefined) return 'unknown';
  return command.end.exitCode === 0 ? 'good' : 'bad';
}
