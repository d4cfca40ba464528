import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { sandboxIdSchema } from '../../src/shared/ids.ts';
import { sandboxFilesContract } from '../files/sandbox-files-contract.ts';
import { createOwnMachineHost } from './own-machine-host.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydock-own-files-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

sandboxFilesContract('files on a learner’s own machine', () =>
  createOwnMachineHost({
    folder,
    environment: { PATH: process.env['PATH'] ?? '' },
    engineSocket: '/nowhere.sock',
    admit: async () => {},
    connectToShells: () => Promise.reject(new Error('none in this test')),
  }).open(sandboxIdSchema.parse('0'.repeat(16)), AbortSignal.timeout(5_000)),
);
