import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { holderContract } from '../terminal/holder-contract.ts';
import { createHolderConnection } from './holder-connection.ts';

holderContract('shells held by a process of their own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-own-'));
  const socketPath = join(folder, 'private', 'shells.sock');
  const { PATH, LANG } = process.env;
  return {
    connect: createHolderConnection({
      socketPath,
      folder,
      logFile: join(folder, 'log'),
      environment: { PATH, LANG, HOME: folder, SHELL: '/bin/bash' },
    }),
    // Its socket's path is among its arguments.
    isRunning: () =>
      new Promise((resolve) => void execFile('pgrep', ['-f', socketPath], (error) => resolve(error === null))),
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true });
    },
  };
});
