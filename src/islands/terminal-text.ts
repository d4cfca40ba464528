import type { IBuffer, IMarker, Terminal } from '@xterm/xterm';
import type { ShellCommand, TranscriptEntry } from '../lib/shell-commands.ts';

/** More is not read by anybody; the last ones are kept. */
const MAX_ENTRIES = 200;
const MAX_CHARACTERS = 200_000;

/** The commands on the screen and in its history with their output, as text, the oldest first. */
export function readTranscript(
  terminal: Terminal,
  commands: readonly ShellCommand<IMarker>[],
): readonly TranscriptEntry[] {
  const entries: TranscriptEntry[] = [];
  let room = MAX_CHARACTERS;
  for (const command of commands.slice(-MAX_ENTRIES).toReversed()) {
    if (room <= 0) break;
    const output = readOutput(terminal.buffer.normal, command);
    entries.push({
      command: command.text,
      // The end of an output says more than its beginning.
      output: output.slice(-room),
      isCut: command.output.isDisposed || output.length > room,
      isRunning: command.end === undefined,
      exitCode: command.end?.exitCode,
      durationMs: command.end?.durationMs,
      cwd: command.cwd,
    });
    room -= output.length + command.text.length;
  }
  return entries.reverse();
}

function readOutput(buffer: IBuffer, { output, end }: ShellCommand<IMarker>): string {
  const first = output.isDisposed ? 0 : output.line;
  const last = end ? end.line.line : buffer.baseY + buffer.cursorY;
  const column = end ? end.column : buffer.cursorX;
  let text = '';
  for (let at = first; at <= last; at += 1) {
    const line = buffer.getLine(at);
    if (!line) break;
    if (line.isWrapped && at > first) text = text.slice(0, -1);
    const isContinued = buffer.getLine(at + 1)?.isWrapped === true;
    // Behind the end of the output stands the next prompt.
    text += at === last ? line.translateToString(false, 0, column) : line.translateToString(!isContinued);
    text += '\n';
  }
  return text.trimEnd();
}
