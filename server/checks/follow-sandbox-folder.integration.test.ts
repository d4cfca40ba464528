import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDockerSandboxHarness, type DockerSandboxHarness } from '../sandbox/docker-sandbox-harness.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { newSandboxId } from '../sandbox/sandbox-host-contract.ts';
import { patience, within } from '../test-patience.ts';
import { type FolderUnderTest, followFolderContract } from './follow-folder-contract.ts';
import { followSandboxFolder } from './follow-sandbox-folder.ts';

let harness: DockerSandboxHarness;
let sandbox: ReadySandbox;
beforeAll(async () => {
  harness = await createDockerSandboxHarness(inject('images'));
  sandbox = await harness.host.open(newSandboxId(), within(30_000));
});
afterAll(async () => harness[Symbol.asyncDispose]());

const run = (script: string) => sandbox.exec(['sh', '-c', script], { signal: within(20_000) });

async function newFolder(): Promise<FolderUnderTest & { readonly path: string }> {
  const path = `${sandbox.home}/exercise-${randomBytes(4).toString('hex')}`;
  await run(`mkdir ${path}`);
  return {
    path,
    follow: (signal) => followSandboxFolder(sandbox, path, signal),
    run: (script) => run(`cd ${path} && ${script}`),
  };
}

followFolderContract('a folder in a sandbox', newFolder);

/** So little that a sandbox at rest stays within what DESIGN.md allows it. */
const MAX_MEMORY_KB = 4_096;

const processes = async () => (await run("pgrep -c -f '^perl -e' || true")).stdout.toString().trim();

test('vim’s :w is told, without leaving it', async () => {
  const folder = await newFolder();
  const end = new AbortController();
  let saves = 0;
  const heard = (async () => {
    for await (const news of folder.follow(end.signal)) if (news === 'saved') saves += 1;
  })().catch(() => {});
  await expect.poll(processes, { timeout: 10_000 * patience }).toBe('1');
  const editing = folder.run(
    `vim -u DEFAULTS -es -c 'normal iFROM busybox' -c 'w Dockerfile' -c 'sleep 300' Dockerfile`,
  );
  await expect.poll(() => saves, { timeout: 10_000 * patience }).toBeGreaterThan(0);
  await run('pkill vim');
  await editing;
  end.abort();
  await heard;
});

test('it leaves nothing behind, is ended by a kill, and costs little memory', async () => {
  await expect.poll(processes, { timeout: 10_000 * patience }).toBe('0');
  const folder = await newFolder();
  // What is the process's own, and its part of what it shares with the others.
  const memory = async () => {
    const { stdout } = await run("cat /proc/$(pgrep -f '^perl -e')/smaps_rollup");
    return Number(/^Pss:\s+(\d+) kB$/m.exec(stdout.toString())?.[1]);
  };
  const end = new AbortController();
  let hasEnded = false;
  const heard = (async () => {
    for await (const _news of folder.follow(end.signal)) void _news;
  })()
    .catch(() => {})
    .finally(() => {
      hasEnded = true;
    });
  await expect.poll(processes, { timeout: 10_000 * patience }).toBe('1');
  expect(await memory()).toBeLessThan(MAX_MEMORY_KB);
  await run("pkill -9 -f '^perl -e'");
  await heard;
  expect(hasEnded).toBe(true);
  await expect.poll(processes, { timeout: 10_000 * patience }).toBe('0');
});
