import { setTimeout as delay } from 'node:timers/promises';
import { findProgram } from '../setup/find-program.ts';
import type { Goal, Row } from './figures.ts';
import { createLearnerStage } from './learner-stage.ts';
import { ttydShell } from './ttyd-shell.ts';
import { type TypedShell, timeKey } from './typed-shell.ts';

/** Keys of one shell before the next shell's turn: few, so that whatever disturbs the machine meets them all. */
const KEYS_IN_TURN = 50;

/** So quick types nobody; so slow that every process on the way has gone to sleep in between. */
const PAUSE_MS = 20;

export interface EchoCounts {
  readonly turns: number;
  readonly pausedTurns: number;
}

const times = (share: number, atMost: number): Goal => ({ share, atMost, isTimesBaseline: true });

/** From a key to its echo in the same sandbox: through the server, by a bare exec, and through ttyd where it is installed or named. */
export async function measureEcho(
  { turns, pausedTurns }: EchoCounts,
  { ttyd, signal }: { readonly ttyd: string | undefined; readonly signal: AbortSignal },
): Promise<readonly Row[]> {
  await using stack = new AsyncDisposableStack();
  const { ours, raw, sandbox } = stack.use(await createLearnerStage(signal));
  const program = ttyd ?? (await findProgram(['ttyd']));
  if (!program) console.log('No ttyd is installed here, so nothing is compared with it. `--ttyd PATH` names one.');
  const through = program && stack.use(await ttydShell(program, sandbox.name, signal));
  const shells = [ours, raw, ...(through ? [through] : [])];

  // The first turn brings every program on the way to its pace, and is left out.
  const [atOnce, paused] = [
    await inTurns(shells, turns + 1, 0, signal),
    await inTurns(shells, pausedTurns, PAUSE_MS, signal),
  ];
  const of = (shell: TypedShell, all: ReadonlyMap<TypedShell, readonly number[]>, skipped: number) =>
    (all.get(shell) ?? []).slice(skipped);
  const row = (what: string, baseline: string, shell: TypedShell, goals: readonly Goal[]): Row => ({
    what,
    unit: 'ms',
    measured: of(ours, atOnce, KEYS_IN_TURN),
    baseline: { what: baseline, measured: of(shell, atOnce, KEYS_IN_TURN) },
    goals,
  });
  return [
    row('key to echo', 'raw exec TTY', raw, [times(0.5, 1.3), times(0.99, 2)]),
    ...(through ? [row('key to echo, beside ttyd', 'ttyd and `docker exec -it`', through, [times(0.5, 1)])] : []),
    {
      what: `key to echo, with ${PAUSE_MS} ms between keys`,
      unit: 'ms',
      measured: of(ours, paused, 0),
      baseline: { what: 'raw exec TTY', measured: of(raw, paused, 0) },
      goals: [],
    },
  ];
}

async function inTurns(
  shells: readonly TypedShell[],
  turns: number,
  pauseMs: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<TypedShell, readonly number[]>> {
  const measured = new Map(shells.map((shell) => [shell, [] as number[]]));
  for (let turn = 0; turn < turns; turn += 1) {
    for (const [shell, keys] of measured) {
      for (let key = 0; key < KEYS_IN_TURN; key += 1) {
        signal.throwIfAborted();
        keys.push(await timeKey(shell, key % 2 === 0 ? 'x' : '\x7f'));
        if (pauseMs > 0) await delay(pauseMs, undefined, { signal });
      }
    }
  }
  return measured;
}
