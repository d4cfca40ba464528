import type { CheckRunner } from '../../server/checks/check-runner.ts';
import type { LoadedExercise } from '../../server/checks/exercises.ts';
import { createSandboxView } from '../../server/checks/sandbox-view.ts';
import { createDialAgent } from '../../server/sandbox/dial-agent.ts';
import type { ReadySandbox } from '../../server/sandbox/port.ts';
import type { CommandSeen } from '../../src/shared/exercise/index.ts';
import type { DecidedTask } from './verdict-faults.ts';

/** What a script did, beside what it has left in the sandbox. */
export interface WhatWasDone {
  /** By task, what was entered. */
  readonly answers: ReadonlyMap<string, string>;
  readonly commands: readonly CommandSeen[];
}

/** Where it was done, and by whom. */
export interface Workplace {
  readonly sandbox: ReadySandbox;
  /** In the course registry. */
  readonly account: string;
}

/** Decides every task of an exercise once, in their order, as things are in the sandbox now. A check that could not be run is a verdict `error`. */
export async function decideTasks(
  runner: Pick<CheckRunner, 'decide'>,
  { exercise }: LoadedExercise,
  { sandbox, account }: Workplace,
  did: WhatWasDone,
  signal: AbortSignal,
): Promise<readonly DecidedTask[]> {
  const engine = createDialAgent(sandbox, { kind: 'engine' });
  try {
    const decided: DecidedTask[] = [];
    for (const { id, answer } of exercise.tasks) {
      const view = createSandboxView({
        sandbox,
        engine,
        exercise: exercise.id,
        signal,
        answer: async () => did.answers.get(id),
        commands: async () => did.commands,
        account: async () => account,
      });
      try {
        const { verdict } = await runner.decide({ exercise: exercise.id, task: id }, view, signal);
        decided.push({ task: id, verdict, isUnanswered: answer !== undefined && !did.answers.has(id) });
      } catch (error) {
        signal.throwIfAborted();
        const reason = error instanceof Error ? error.message : String(error);
        decided.push({ task: id, verdict: { kind: 'error', reason } });
      }
    }
    return decided;
  } finally {
    engine.destroy();
  }
}
