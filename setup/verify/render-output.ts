import headless from '@xterm/headless';
import { linesOf } from './compare-output.ts';

/** As wide as what a lesson shows without a scroll bar, and high enough that nothing is drawn shorter for want of room. */
export const TERMINAL_SIZE = { cols: 80, rows: 40 } as const;

/** What a learner could scroll back to. */
const MAX_LINES = 10_000;

/**
 * The lines that stand on a terminal once all is printed: progress bars at their end, redrawn lines as they were left, without colours. A line that is longer than
 * the terminal is wide is one line.
 */
export async function renderOutput(bytes: Uint8Array): Promise<readonly string[]> {
  const terminal = new headless.Terminal({
    ...TERMINAL_SIZE,
    scrollback: MAX_LINES,
    allowProposedApi: true,
    logLevel: 'off',
  });
  try {
    // Some go up a line first: there is one on every screen, with the command.
    terminal.write('\r\n');
    await new Promise<void>((resolve) => terminal.write(bytes, resolve));
    const { normal: buffer } = terminal.buffer;
    const lines: string[] = [];
    for (let row = 0; row < buffer.length; row += 1) {
      const line = buffer.getLine(row);
      const isWhole = buffer.getLine(row + 1)?.isWrapped !== true;
      const text = line?.translateToString(isWhole) ?? '';
      if (line?.isWrapped) lines.push(`${lines.pop() ?? ''}${text}`);
      else lines.push(text);
    }
    // Whoever clears the screen has written there.
    return linesOf((lines[0]?.trim() === '' ? lines.slice(1) : lines).join('\n'));
  } finally {
    terminal.dispose();
  }
}
