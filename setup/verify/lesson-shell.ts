import { raceSignal } from '../../server/domain/race-signal.ts';
import type { ReadySandbox } from '../../server/sandbox/port.ts';
import type { Terminal, TerminalSubscription } from '../../server/terminal/terminal.ts';
import type { Terminals } from '../../server/terminal/terminals.ts';
import { FIRST_TERMINAL } from '../../src/shared/ids.ts';
import { BlockOutput, type EndedCommand, TELL_FAILURES } from './block-output.ts';
import { renderOutput, TERMINAL_SIZE } from './render-output.ts';

/** How a block ended, and what stands on the screen of it then. */
export type BlockEnd =
  | { readonly kind: 'ended'; readonly commands: readonly EndedCommand[]; readonly lines: readonly string[] }
  /** Nothing more can be run: what was typed still runs, or the shell is gone. */
  | { readonly kind: 'stuck'; readonly why: string; readonly lines: readonly string[] };

/** A learner's shell, in which blocks are run as Run does it: typed at the prompt, one after the other. */
export interface LessonShell extends Disposable {
  /** Rejects with the signal's reason. */
  run(commands: string, timeoutMs: number, signal: AbortSignal): Promise<BlockEnd>;
}

/** A shell takes a fifth of a second to its prompt. */
const PROMPT_TIMEOUT_MS = 30_000;

export async function openLessonShell(
  terminals: Terminals,
  sandbox: ReadySandbox,
  signal: AbortSignal,
): Promise<LessonShell> {
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(PROMPT_TIMEOUT_MS)]);
  await changeStartUpFile(sandbox, 'cp -p .bashrc .bashrc.kept && printf "%s\\n" "$1" >> .bashrc', inTime);
  const terminal: Terminal = await terminals.of(sandbox).open(FIRST_TERMINAL, TERMINAL_SIZE);
  let output = new BlockOutput();
  let news = Promise.withResolvers<void>();
  let isClosed = false;
  const tell = () => {
    news.resolve();
    news = Promise.withResolvers();
  };
  const subscription: TerminalSubscription = terminal.subscribe(null, TERMINAL_SIZE, {
    onStart() {},
    onOutput(offset, bytes) {
      output.feed(bytes);
      const end = offset + bytes.length;
      // The subscription is not there yet while it is told what was there before.
      queueMicrotask(() => subscription.acknowledge(end));
      tell();
    },
    onResized() {},
    onClosed() {
      isClosed = true;
      tell();
    },
  });

  while (!output.isPrompted && !isClosed) await raceSignal(news.promise, inTime);
  // It was read: what lessons find in the home folder is as learners have it.
  await changeStartUpFile(sandbox, 'mv .bashrc.kept .bashrc', inTime);

  return {
    async run(commands, timeoutMs, signal) {
      output = new BlockOutput();
      const current = output;
      const stuck = async (why: string): Promise<BlockEnd> => ({
        kind: 'stuck',
        why,
        lines: await renderOutput(current.bytes),
      });
      if (!(await terminal.run(commands)))
        return stuck('something still runs in the terminal, so nothing could be typed.');
      const late = AbortSignal.timeout(timeoutMs);
      const either = AbortSignal.any([signal, late]);
      while (!current.isOver) {
        if (isClosed) return stuck('it ended the shell.');
        if (current.isTooLong) return stuck('it printed more than a megabyte.');
        try {
          await raceSignal(news.promise, either);
        } catch {
          signal.throwIfAborted();
          return stuck(explainLate(current, timeoutMs));
        }
      }
      return { kind: 'ended', commands: current.ended, lines: await renderOutput(current.bytes) };
    },
    [Symbol.dispose]: () => subscription[Symbol.dispose](),
  };
}

async function changeStartUpFile(sandbox: ReadySandbox, change: string, signal: AbortSignal): Promise<void> {
  const { exitCode, stderr } = await sandbox.exec(['sh', '-c', change, 'sh', TELL_FAILURES], { signal });
  if (exitCode !== 0) throw new Error(`The shell's start-up file could not be changed: ${stderr.toString().trim()}`);
}

function explainLate(output: BlockOutput, timeoutMs: number): string {
  const seconds = `${Math.round(timeoutMs / 1000)} s`;
  const more = 'If it only needs longer, say so: ```bash takes="4m".';
  return output.isRunning
    ? `it did not end within ${seconds}. A server, a pager or a program that asks something has no end by itself: start it with \`-d\` or \`&\`, or mark the block no-run="why". ${more}`
    : `no command of it ran within ${seconds}. A quote or a bracket that is not closed makes the shell wait for more. ${more}`;
}
