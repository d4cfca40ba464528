import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { findingCodes } from '../server/sandbox/finding.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'drydock-doctor-'));
let server: Server | undefined;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});
afterAll(() => rmSync(dataDir, { recursive: true }));

async function listen(answer: RequestListener): Promise<number> {
  server = createServer(answer);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const probe = createTcpServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function doctor(args: readonly string[], env: Record<string, string> = {}) {
  const port = env['DRYDOCK_PORT'] ?? String(await freePort());
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [join(import.meta.dirname, 'doctor.ts'), ...args],
      { env: { ...process.env, DRYDOCK_DATA_DIR: dataDir, ...env, DRYDOCK_PORT: port } },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

const reportSchema = z.object({
  fit: z.boolean(),
  findings: z.array(
    z.object({
      code: z.enum(findingCodes),
      level: z.enum(['ok', 'warning', 'must-fix']),
      what: z.string(),
      why: z.string().optional(),
      fix: z.string().optional(),
    }),
  ),
});

async function report(args: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await doctor(['--json', ...args], env);
  expect(stderr).toBe('');
  const { fit, findings } = reportSchema.parse(JSON.parse(stdout));
  return { code, fit, findings, faults: findings.filter(({ level }) => level === 'must-fix') };
}

test('on a host that is fit all is found in order, and a sandbox is tried for real', async () => {
  const { code, fit, faults, findings } = await report([]);
  expect(faults).toEqual([]);
  expect({ code, fit }).toEqual({ code: 0, fit: true });
  expect(findings.map(({ code: found }) => found)).toEqual(
    expect.arrayContaining(['port', 'data-folder', 'engine', 'user-namespaces', 'memory', 'disk', 'images', 'trial']),
  );
});

test('for a person it is lines with marks, and a last line that sums up', async () => {
  const { code, stdout } = await doctor(['--quick']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^✓ Port \d+ is free\.$/m);
  expect(stdout).toMatch(/^✓ Docker Engine \d/m);
  expect(stdout).toMatch(/carries about \d+ sandboxes/);
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^This host is fit for Drydock/);
  expect(stdout).not.toContain('A sandbox opened');
});

test('before everything is built there is a warning, and no trial that could only fail', async () => {
  const { code, findings } = await report([], { DRYDOCK_REGISTRY_VOLUME: 'drydock-doctor-test-none' });
  expect(code).toBe(0);
  expect(findings.at(-1)).toMatchObject({
    code: 'images',
    level: 'warning',
    fix: expect.stringContaining('npm start'),
  });
});

test('more sandboxes than the host can connect: the way out is a setting', async () => {
  const { code, faults } = await report(['--quick'], { DRYDOCK_MAX_SANDBOXES: '5000' });
  expect(code).toBe(1);
  expect(faults).toMatchObject([{ code: 'bridge-ports', fix: expect.stringContaining('DRYDOCK_MAX_SANDBOXES') }]);
});

test('a port that another program has', async () => {
  const port = String(await listen((_, response) => response.end('hello')));
  const { code, faults } = await report(['--quick'], { DRYDOCK_PORT: port });
  expect(code).toBe(1);
  expect(faults).toMatchObject([{ code: 'port', fix: expect.stringContaining('DRYDOCK_PORT=') }]);
});

test('a port that Drydock itself has is well', async () => {
  const port = String(await listen((_, response) => response.end('{"status":"ok","parts":{"store":"ok"}}')));
  const { findings } = await report(['--quick'], { DRYDOCK_PORT: port });
  expect(findings[0]).toMatchObject({ code: 'port', level: 'ok', what: expect.stringContaining('runs already') });
});

test.each<[string, string, string, RegExp]>([
  ['a socket that is not there', 'unix:///nowhere/docker.sock', 'engine-absent', /Install one/],
  ['a port that nobody listens on', 'tcp://127.0.0.1:9', 'engine-not-answering', /correct DOCKER_HOST/],
  ['nonsense', 'nonsense', 'engine-not-answering', /correct DOCKER_HOST/],
])('DOCKER_HOST is %s', async (_name, host, expected, fix) => {
  const { code, faults } = await report([], { DOCKER_HOST: host });
  expect(code).toBe(1);
  expect(faults).toMatchObject([{ code: expected, fix: expect.stringMatching(fix) }]);
});

test('DOCKER_HOST is a server that is no engine', async () => {
  const port = await listen((_, response) => response.writeHead(200).end('<html>Welcome</html>'));
  const { code, faults } = await report([], { DOCKER_HOST: `tcp://127.0.0.1:${port}` });
  expect(code).toBe(1);
  expect(faults).toMatchObject([{ code: 'engine-not-answering' }]);
});

test('DOCKER_HOST is an engine that is too old', async () => {
  const port = await listen((_, response) => response.end('{"Version":"18.09.9","ApiVersion":"1.39"}'));
  const { code, faults } = await report([], { DOCKER_HOST: `tcp://127.0.0.1:${port}` });
  expect(code).toBe(1);
  expect(faults).toMatchObject([{ code: 'engine-too-old', fix: expect.stringMatching(/1\.39.*Upgrade/) }]);
});

test('DOCKER_HOST asks for TLS where there is none', async () => {
  const port = await listen((_, response) => response.end());
  const { code, faults } = await report([], {
    DOCKER_HOST: `tcp://127.0.0.1:${port}`,
    DOCKER_TLS_VERIFY: '1',
    DOCKER_CERT_PATH: dataDir,
  });
  expect(code).toBe(1);
  expect(faults).toHaveLength(1);
});

test('a setting that can’t be used is a sentence', async () => {
  const { code, stderr } = await doctor(['--quick'], { DRYDOCK_MAX_SANDBOXES: 'many' });
  expect(code).toBe(1);
  expect(stderr).toMatch(/DRYDOCK_MAX_SANDBOXES/);
  expect(stderr).not.toMatch(/\n\s+at /);
});
