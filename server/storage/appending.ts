import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { learnerIdSchema } from '../../src/shared/ids.ts';

/** Whose attempts are appended. */
export const appendingLearner = learnerIdSchema.parse('a'.repeat(32));

export interface Appending extends AsyncDisposable {
  /** The numbers of all attempts that the store has acknowledged so far. */
  readonly acknowledged: readonly number[];
  /** Resolves when so many more are. */
  more(count: number): Promise<void>;
  /** Resolves when the process stands still, wherever it is. */
  halt(): Promise<void>;
  resume(): void;
}

/** For tests: another process that appends attempts, one after another, to the store in this file or at this address. */
export function startAppending(place: string, synchronous: 'FULL' | 'OFF' = 'FULL'): Appending {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'append-attempts.ts'), place, synchronous], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const acknowledged: number[] = [];
  let rest = '';
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    acknowledged.push(...lines.map(Number));
    child.stdout.emit('acknowledged');
  });
  return {
    acknowledged,
    async more(count) {
      const goal = acknowledged.length + count;
      while (acknowledged.length < goal) {
        await Promise.race([once(child.stdout, 'acknowledged'), ended]);
        if (child.exitCode !== null) throw new Error(`The process that appends has ended:\n${said}`);
      }
    },
    async halt() {
      child.kill('SIGSTOP');
      while (!/^State:\s+T/m.test(await readFile(`/proc/${child.pid}/status`, 'utf8'))) await turn();
    },
    resume: () => void child.kill('SIGCONT'),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
