import type { CommandBlock } from './connection.ts';
import type { DeskActions } from './desk-actions.ts';

/** How long the desk may take to come: its code is small, but a phone may have a bad network. */
const DESK_TIMEOUT_MS = 10_000;

/** How long a run may take: a sandbox may have to start, and the connection gives a shell half a minute to come to its prompt. */
const RUN_TIMEOUT_MS = 60_000;

export type RunResult =
  | { readonly kind: 'sent' }
  /** The learner would rather not. */
  | { readonly kind: 'cancelled' }
  /** In words for the learner. */
  | { readonly kind: 'trouble'; readonly message: string };

export interface RunBlockOptions {
  readonly block: CommandBlock;
  /** What the page shows of it. */
  readonly commands: string;
  readonly desk: () => Promise<DeskActions>;
  /** The commands that Run would type, by what the server serves now; `undefined` where there is no such block any more. */
  readonly commandsNow: (block: CommandBlock) => Promise<string | undefined>;
  /** Asks where something runs already. True: in a new terminal. */
  readonly askForNewTerminal: () => Promise<boolean>;
}

const trouble = (message: string): RunResult => ({ kind: 'trouble', message });

/** Has a lesson's command block typed into a terminal, and asks first where something runs in it. */
export async function runBlock(options: RunBlockOptions): Promise<RunResult> {
  const { block, commands, desk, commandsNow, askForNewTerminal } = options;
  const ready = await Promise.all([within(DESK_TIMEOUT_MS, desk()), commandsNow(block)]).catch(() => undefined);
  if (!ready) {
    return trouble(
      'The terminal could not be reached, so nothing was typed. Check your network, then press Run again.',
    );
  }
  const [actions, current] = ready;
  if (current !== commands) {
    return trouble('This lesson has changed since you opened it, so nothing was typed. Reload the page.');
  }
  const run = (where: 'current' | 'new') =>
    within(RUN_TIMEOUT_MS, actions.runBlock(block, where)).catch(() => 'unsent' as const);
  let outcome = await run('current');
  while (outcome === 'busy') {
    if (!(await askForNewTerminal())) return { kind: 'cancelled' };
    outcome = await run('new');
  }
  switch (outcome) {
    case 'typed':
      return { kind: 'sent' };
    case 'full':
      return trouble('Four terminals are open, and there can be no more. Close one of them, then press Run again.');
    case 'unsent':
      return trouble(
        'The terminal is not connected. Once it is, look whether the commands are there; if not, press Run again.',
      );
  }
}

function within<Value>(ms: number, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Nothing came within ${ms} ms.`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
