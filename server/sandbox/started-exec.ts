import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Container, Exec } from 'dockerode';
import type { ExecGate } from './exec-gate.ts';
import { learnerEnvironment, learnerHome, learnerUid } from './learner.ts';
import { openUnder } from './opening-signal.ts';

/** A kill is one exec; the sandbox is lost if it takes longer. */
const END_TIMEOUT_MS = 5_000;

export interface StartedExec {
  readonly exec: Exec;
  /** The hijacked connection, multiplexed. */
  readonly connection: Duplex;
  /** Kills the command and what runs in its session. The engine's API has no such call. Never rejects. */
  end(): Promise<void>;
}

export interface ExecStart {
  readonly command: readonly string[];
  readonly hasStdin: boolean;
}

/** Starts a command as the learner, in their home folder. The signal covers the start only. */
export function startExec(
  container: Container,
  gate: ExecGate,
  start: ExecStart,
  signal: AbortSignal,
): Promise<StartedExec> {
  const mark = randomUUID();
  const ask = async (abortSignal: AbortSignal): Promise<StartedExec> => {
    const exec = await container.exec({
      Cmd: [...start.command],
      AttachStdin: start.hasStdin,
      AttachStdout: true,
      AttachStderr: true,
      User: `${learnerUid}:${learnerUid}`,
      WorkingDir: learnerHome,
      Env: [...learnerEnvironment, `DRYDOCK_EXEC=${mark}`],
      abortSignal,
    });
    const end = () => endExec(container, gate, mark);
    gate.note(exec);
    try {
      const connection = await exec.start({ hijack: true, stdin: start.hasStdin, abortSignal });
      return { exec, connection, end };
    } catch (error) {
      // It may have started although its connection did not come.
      void end();
      throw error;
    }
  };
  return openUnder(signal, (abortSignal) => gate.enter(() => ask(abortSignal)));
}

async function endExec(container: Container, gate: ExecGate, mark: string): Promise<void> {
  try {
    const abortSignal = AbortSignal.timeout(END_TIMEOUT_MS);
    await gate.enter(async () => {
      const exec = await container.exec({
        Cmd: ['/usr/local/lib/drydock/end-exec', mark],
        User: `${learnerUid}:${learnerUid}`,
        abortSignal,
      });
      gate.note(exec);
      await exec.start({ Detach: true, abortSignal });
    });
  } catch {
    // A sandbox that has stopped has ended its commands itself; in one that is paused nothing runs.
  }
}
