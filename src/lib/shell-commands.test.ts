import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type LineMark,
  MAX_COMMANDS,
  parseShellMark,
  runningCommand,
  ShellCommands,
  type ShellMark,
} from './shell-commands.ts';

class Line implements LineMark {
  readonly line: number;
  isDisposed = false;
  constructor(line: number) {
    this.line = line;
  }
  dispose(): void {
    this.isDisposed = true;
  }
}

/** Feeds what a shell writes; `\n` is a line of output. */
function feedAll(...output: string[]) {
  const commands = new ShellCommands<Line>();
  const lines: Line[] = [];
  let at = 0;
  for (const text of output) {
    if (text === '\n') at += 1;
    const mark = parseShellMark(text);
    const place = () => {
      const line = new Line(at);
      lines.push(line);
      return line;
    };
    if (mark) commands.feed(mark, { line: at, column: 0, mark: place });
  }
  return { commands, lines };
}

const prompt = ['P;Cwd=/home/learner', 'A', 'B'];

describe('parseShellMark', () => {
  it('reads each mark', () => {
    expect(parseShellMark('A')).toEqual({ kind: 'prompt' });
    expect(parseShellMark('C')).toEqual({ kind: 'output' });
    expect(parseShellMark('D')).toEqual({ kind: 'end', exitCode: undefined });
    expect(parseShellMark('D;130')).toEqual({ kind: 'end', exitCode: 130 });
    expect(parseShellMark('P;DurationMs=1200')).toEqual({ kind: 'duration', ms: 1200 });
    expect(parseShellMark('P;Cwd=/a\\x3bb')).toEqual({ kind: 'cwd', path: '/a;b' });
  });

  it('reads a command that has semicolons, backslashes and several lines', () => {
    expect(parseShellMark('E;echo \\\\n\\x3b cat <<E\\x0aa\\x0aE')).toEqual({
      kind: 'command',
      text: 'echo \\n; cat <<E\na\nE',
    });
    expect(parseShellMark('E;echo \\\\x3b')).toEqual({ kind: 'command', text: 'echo \\x3b' });
  });

  it('reads back every command as the shell writes it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~\n]{0,200}$/), (text) => {
        const written = text.replaceAll('\\', '\\\\').replaceAll(';', '\\x3b').replaceAll('\n', '\\x0a');
        expect(parseShellMark(`E;${written}`)).toEqual({ kind: 'command', text });
      }),
    );
  });

  it('passes over what it does not know', () => {
    for (const data of ['', 'B', 'F', 'Z;1', 'P', 'P;Cwd', 'P;Prompt=x', 'P;DurationMs=soon', `E;${'x'.repeat(9_000)}`])
      expect(parseShellMark(data)).toBeUndefined();
    expect(parseShellMark('D;one')).toEqual({ kind: 'end', exitCode: undefined });
  });
});

describe('ShellCommands', () => {
  it('has a command from its output on, and how it ended', () => {
    const { commands } = feedAll(...prompt, '\n', 'E;docker ps', 'C', '\n', '\n', 'P;DurationMs=42', 'D;1', ...prompt);
    expect(commands.list()).toMatchObject([
      { text: 'docker ps', cwd: '/home/learner', prompt: { line: 0 }, output: { line: 1 } },
    ]);
    expect(commands.list()[0]?.end).toMatchObject({ exitCode: 1, durationMs: 42, line: { line: 3 } });
    expect(runningCommand(commands.list())).toBeUndefined();
  });

  it('says what runs, also once its prompt has scrolled out of the history', () => {
    const { commands, lines } = feedAll(...prompt, '\n', 'E;yes', 'C', '\n');
    for (const line of lines) line.dispose();
    expect(runningCommand(commands.list())?.text).toBe('yes');
  });

  it('keeps the directory in which the command began', () => {
    const { commands } = feedAll(...prompt, 'E;cd /tmp', 'C', 'D;0', 'P;Cwd=/tmp', 'A', 'E;pwd', 'C');
    expect(commands.list().map(({ cwd }) => cwd)).toEqual(['/home/learner', '/tmp']);
  });

  it('knows no command where only Enter was pressed, or a line was given up', () => {
    expect(feedAll(...prompt, '\n', ...prompt, '\n', ...prompt).commands.list()).toEqual([]);
  });

  it('drops a command when the line behind it has scrolled out', () => {
    const { commands } = feedAll(...prompt, 'E;a', 'C', 'D;0', ...prompt, 'E;b', 'C', 'D;0');
    commands.list()[0]?.end?.line.dispose();
    expect(commands.list().map(({ text }) => text)).toEqual(['b']);
  });

  it('has one mark where a command ends and the next prompt begins', () => {
    const { commands, lines } = feedAll(
      ...prompt,
      '\n',
      'E;a',
      'C',
      '\n',
      'D;0',
      ...prompt,
      '\n',
      'E;b',
      'C',
      '\n',
      'D;0',
    );
    const [first, second] = commands.list();
    expect(second?.prompt).toBe(first?.end?.line);
    expect(lines).toHaveLength(5);
  });

  it('forgets what a program has wiped off the screen, but not the program', () => {
    const { commands } = feedAll(
      ...prompt,
      '\n',
      'E;a',
      'C',
      '\n',
      'D;0',
      ...prompt,
      '\n',
      'E;b',
      'C',
      '\n',
      'D;0',
      ...prompt,
      'E;stats',
      'C',
    );
    commands.wipe({ line: 2, column: 0, mark: () => new Line(2) });
    expect(commands.list()).toMatchObject([
      { text: 'a', prompt: { line: 0 } },
      { text: 'stats', prompt: { isDisposed: true }, output: { line: 2, isDisposed: false } },
    ]);
    expect(runningCommand(commands.list())?.text).toBe('stats');
  });

  it('takes a history up in its middle', () => {
    const { commands } = feedAll('P;DurationMs=9', 'D;0', ...prompt, 'E;ls', 'C', 'D;2');
    expect(commands.list()).toHaveLength(1);
    expect(commands.list()[0]?.end).toMatchObject({ exitCode: 2, durationMs: undefined });
  });

  it('ends a command whose shell went without a word', () => {
    const { commands } = feedAll(...prompt, 'E;exit', 'C', ...prompt);
    expect(runningCommand(commands.list())).toBeUndefined();
    expect(commands.list()[0]?.end?.exitCode).toBeUndefined();
  });

  const marks: fc.Arbitrary<ShellMark> = fc.oneof(
    fc.constantFrom<ShellMark>({ kind: 'prompt' }, { kind: 'output' }, { kind: 'end', exitCode: 0 }),
    fc.record({ kind: fc.constant('command' as const), text: fc.string() }),
    fc.record({ kind: fc.constant('duration' as const), ms: fc.nat() }),
  );

  it('stays in bounds with any marks in any order, and lets go of every line that it does not keep', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(marks, fc.boolean()), { maxLength: 2_000, size: 'max' }), (fed) => {
        const commands = new ShellCommands<Line>();
        const lines: Line[] = [];
        let at = 0;
        const place = () => {
          lines.push(new Line(at));
          return lines.at(-1) as Line;
        };
        for (const [mark, isNextLine] of fed) {
          if (isNextLine) at += 1;
          commands.feed(mark, { line: at, column: 0, mark: place });
        }
        const kept = commands.list();
        expect(kept.length).toBeLessThanOrEqual(MAX_COMMANDS);
        expect(kept.every(({ prompt, output }) => !prompt.isDisposed && !output.isDisposed)).toBe(true);
        expect(kept.slice(0, -1).every(({ end }) => end !== undefined)).toBe(true);
        const ids = kept.map(({ id }) => id);
        expect(ids).toEqual(ids.toSorted((a, b) => a - b));
        // Three a command, and the prompt that waits for one.
        expect(lines.filter(({ isDisposed }) => !isDisposed).length).toBeLessThanOrEqual(3 * kept.length + 1);
        commands.clear();
        expect(commands.list()).toEqual([]);
        expect(lines.every(({ isDisposed }) => isDisposed)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
