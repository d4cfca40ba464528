import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { followFolderContract } from '../checks/follow-folder-contract.ts';
import { followOwnFolder } from './follow-own-folder.ts';

followFolderContract('a folder on one’s own machine', async () => {
  const home = mkdtempSync(join(tmpdir(), 'drydock-follow-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const folder = join(home, 'web-app');
  mkdirSync(folder);
  return {
    follow: (signal) => followOwnFolder(folder, signal),
    run: (script) => promisify(execFile)('sh', ['-c', script], { cwd: folder }),
  };
});
