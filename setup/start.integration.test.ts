import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import Docker from 'dockerode';
import { afterAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const bootstrap = join(root, 'setup/bootstrap.mjs');
const dataDir = mkdtempSync(join(tmpdir(), 'drydock-start-'));
const port = 30_000 + (process.pid % 10_000);
const environment = { ...process.env, DRYDOCK_PORT: String(port), DRYDOCK_DATA_DIR: dataDir };

afterAll(async () => {
  await run(['down', '--yes'], {});
  rmSync(dataDir, { recursive: true });
});

/** Runs a command to its end without a terminal. */
function run(args: readonly string[], env: Record<string, string>) {
  return new Promise<{ code: number | string | null; output: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [bootstrap, ...args],
      { cwd: root, env: { ...environment, ...env } },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, output: stdout + stderr }),
    );
    child.stdin?.end();
  });
}

/** A person's terminal with `npm start` in it. */
function startInTerminal() {
  const terminal = spawn(process.execPath, [bootstrap, 'start'], { cwd: root, env: environment, cols: 100, rows: 30 });
  let screen = '';
  terminal.onData((text) => {
    screen += text;
  });
  const exit = new Promise<number>((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)));
  return { screen: () => screen, type: (keys: string) => terminal.write(keys), exit };
}

const ready = `Drydock is ready at http://localhost:${port}`;

test('in a terminal it prints the address and, the first time, the instructor’s link; Ctrl-C stops it cleanly', async () => {
  const first = startInTerminal();
  await expect.poll(first.screen, { timeout: 60_000 }).toContain('/invite/#');
  expect(first.screen()).toContain(ready);
  expect(first.screen()).not.toContain('"level"');
  expect(readFileSync(join(dataDir, 'drydock.log'), 'utf8')).toContain('"msg":"ready"');
  first.type('\x03');
  expect(await first.exit).toBe(0);
  expect(first.screen()).not.toMatch(/\n\s+at .+:\d+/);

  const second = startInTerminal();
  await expect.poll(second.screen, { timeout: 60_000 }).toContain(ready);
  const installation = /"installation":"([0-9a-f]{8})"/.exec(readFileSync(join(dataDir, 'drydock.log'), 'utf8'))?.[1];
  const containers = () =>
    new Docker().listContainers({ filters: { label: [`drydock.installation=${installation}`] } });
  const roles = async () => new Set((await containers()).map(({ Labels }) => Labels['drydock.role']));
  await expect.poll(roles, { timeout: 20_000 }).toEqual(new Set(['gateway', 'keeper', 'sandbox']));
  second.type('\x03');
  expect(await second.exit).toBe(0);
  expect(second.screen()).not.toContain('/invite/#');
  expect(await containers()).toHaveLength(0);
});

test.each([
  [
    'no Docker Engine',
    { DOCKER_HOST: 'unix:///nowhere/docker.sock' },
    /No Docker Engine was found.*nowhere.*Install one/s,
  ],
  ['an engine that does not answer', { DOCKER_HOST: 'tcp://127.0.0.1:9' }, /does not answer.*DOCKER_HOST/s],
  [
    'a database that does not answer',
    { DATABASE_URL: 'postgres://drydock:opensesame@127.0.0.1:9/drydock' },
    /PostgreSQL database drydock at 127\.0\.0\.1:9 can't be used: nothing answers there.*DATABASE_URL/s,
  ],
  [
    'an address of another kind of database',
    { DATABASE_URL: 'mysql://drydock:opensesame@db/drydock' },
    /DATABASE_URL.*postgres:/s,
  ],
  ['a setting that can’t be used', { DRYDOCK_PORT: 'many' }, /DRYDOCK_PORT.*Correct or unset/s],
])('%s is a sentence that says what to do, and exit code 1', async (_name, env, sentence) => {
  const { code, output } = await run(['start', '--yes'], env);
  expect(output).toMatch(sentence);
  expect(output).not.toMatch(/\n\s+at .+:\d+/);
  expect(code).toBe(1);
});

test('a port in use is a sentence that says what to do, and exit code 1', async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const taken = String((server.address() as AddressInfo).port);
  const { code, output } = await run(['start', '--yes'], { DRYDOCK_PORT: taken });
  server.close();
  expect(output).toContain(taken);
  expect(output).toMatch(/in use.*DRYDOCK_PORT/s);
  expect(output).not.toMatch(/\n\s+at .+:\d+/);
  expect(code).toBe(1);
});
