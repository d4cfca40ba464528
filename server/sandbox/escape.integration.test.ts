import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDockerCourseRegistry } from '../registry/docker-course-registry.ts';
import { within } from '../test-patience.ts';
import { createDockerSandboxHarness, type DockerSandboxHarness } from './docker-sandbox-harness.ts';
import {
  type EscapeAttempt,
  type EscapeTargets,
  escapeAttempts,
  type SandboxActor,
  sandboxActors,
} from './escape-attempts.ts';
import { type EscapeResult, escapeBatch, parseEscapeBatch } from './escape-batch.ts';
import { type PlacedTargets, placeEscapeTargets } from './escape-targets.ts';
import type { ReadySandbox } from './port.ts';
import { newSandboxId, shell } from './sandbox-host-contract.ts';

/** Some fifty attempts; most are refused at once. */
const BATCH_TIMEOUT_MS = 120_000;

const docker = new Docker();
const images = inject('images');
const installation = randomBytes(4).toString('hex');
const volume = `drydock-${installation}-registry`;
const registry = createDockerCourseRegistry({ docker, installation, image: images.gateway, volume });
const signal = () => within(BATCH_TIMEOUT_MS);

const asEngineRoot = 'nsenter --preserve-credentials -U -m -n -t "$(cat $XDG_RUNTIME_DIR/rootlesskit/child_pid)"';
/** What more there is to ask for, the engine can't give: a test of its own. /host/proc is the sandbox's. */
const generousFlags = [
  '--cap-add ALL',
  '--security-opt seccomp=unconfined',
  '--security-opt systempaths=unconfined',
  '--network host',
  '--cgroupns host',
  '--uts host',
  '-v /:/host',
].join(' ');
const inContainer = (flags: string) =>
  `docker run -i --rm -e HOME -e XDG_RUNTIME_DIR ${flags} tools /busybox chroot /host`;

const commands: Record<SandboxActor, string> = {
  learner: 'sh -s',
  'engine-root': `${asEngineRoot} sh -s`,
  'namespace-root': 'unshare -UrmC sh -s',
  'container-root': `${inContainer(generousFlags)} /bin/sh -s`,
};

const attemptsOf = (actor: SandboxActor) => escapeAttempts.filter(({ from = sandboxActors }) => from.includes(actor));

let harness: DockerSandboxHarness;
let sandbox: ReadySandbox;
let placed: PlacedTargets;
let targets: EscapeTargets;
const results = new Map<SandboxActor | 'privileged', ReadonlyMap<string, EscapeResult>>();

async function tryIn(actor: SandboxActor): Promise<ReadonlyMap<string, EscapeResult>> {
  const attempts = attemptsOf(actor);
  const stdin = Buffer.from(escapeBatch(attempts, targets));
  const { stdout, stderr } = await sandbox.exec(['sh', '-c', commands[actor]], { signal: signal(), stdin });
  return parseEscapeBatch(attempts, `${stdout.toString()}\n${stderr.toString()}`);
}

/**
 * The same where nothing holds: all that a privileged container has. `--privileged` itself is refused on a host that has itself not every
 * capability; the one it lacks here opens none of these doors.
 */
async function tryPrivileged(): Promise<ReadonlyMap<string, EscapeResult>> {
  const container = await docker.createContainer({
    Image: images.sandbox,
    Entrypoint: ['sh', '-c', escapeBatch(escapeAttempts, targets)],
    User: '0:0',
    Tty: true,
    HostConfig: {
      CapAdd: ['ALL'],
      CapDrop: ['SYS_RESOURCE'],
      SecurityOpt: ['seccomp=unconfined', 'apparmor=unconfined'],
      MaskedPaths: [],
      ReadonlyPaths: [],
      DeviceCgroupRules: ['a *:* rwm'],
      Binds: ['/dev:/dev'],
      PidMode: 'host',
      NetworkMode: 'host',
      IpcMode: 'host',
      CgroupnsMode: 'host',
    } as Docker.HostConfig,
  });
  try {
    await container.start();
    await container.wait({ abortSignal: signal() });
    const output = await container.logs({ stdout: true, stderr: true });
    return parseEscapeBatch(escapeAttempts, output.toString());
  } finally {
    await container.remove({ force: true });
  }
}

beforeAll(async () => {
  await docker.createVolume({ Name: volume });
  const network = await registry.start(signal());
  harness = await createDockerSandboxHarness(images, { installation, network });
  const neighbourId = newSandboxId();
  const [opened, neighbour] = await Promise.all([
    harness.host.open(newSandboxId(), signal()),
    harness.host.open(neighbourId, signal()),
  ]);
  sandbox = opened;
  placed = await placeEscapeTargets(docker, { installation, image: images.sandbox, signal: signal() });
  const { MARK } = placed.targets;
  const serve = `docker version > /dev/null; mkdir ${MARK} && echo ${MARK} > ${MARK}/index.html
    setsid busybox httpd -f -p 8099 -h ${MARK} < /dev/null > /dev/null 2>&1 &
    until curl -s 127.0.0.1:8099; do :; done; hostname -I`;
  const [answer, address] = (await shell(neighbour, serve)).split('\n');
  expect(answer).toBe(MARK);
  targets = { ...placed.targets, NEIGHBOUR_ADDRESS: address?.trim() ?? '' };
  // An image from the sandbox's own programs: the registry is empty.
  await shell(sandbox, 'mkdir image && cp /usr/bin/busybox image/ && tar -C image -c . | docker import - tools');

  for (const actor of sandboxActors) results.set(actor, await tryIn(actor));
  results.set('privileged', await tryPrivileged());
});

afterAll(async () => {
  await report();
  await placed?.[Symbol.asyncDispose]();
  await harness?.[Symbol.asyncDispose]();
  await registry.remove(signal());
  await docker.getVolume(volume).remove();
});

describe.each(sandboxActors)('from a sandbox, as %s', (actor) => {
  test.each(attemptsOf(actor))('$name: refused', ({ name }) => {
    const result = results.get(actor)?.get(name);
    expect(result).toMatchObject({ hasEscaped: false });
    // An attempt that could not be made is no refusal.
    expect(result?.said).not.toMatch(/not found|syntax error/);
  });
});

describe('as privileged', () => {
  test.each(escapeAttempts.filter(({ needs }) => needs === undefined))('$name: would have succeeded', ({ name }) => {
    expect(results.get('privileged')?.get(name)).toMatchObject({ hasEscaped: true });
  });
});

test.each(['--privileged', '--pid host', '--ipc host'])('a container with %s does not start', async (flag) => {
  const said = await shell(sandbox, `docker run --rm ${flag} tools /busybox true`);
  expect(said).toMatch(/operation not permitted/);
});

function inSandbox({ name, from = sandboxActors }: EscapeAttempt): string {
  if (from.some((actor) => !results.has(actor))) return 'not tried';
  const escaped = from.filter((actor) => results.get(actor)?.get(name)?.hasEscaped);
  return escaped.length === 0 ? 'refused' : `ESCAPED as ${escaped.join(', ')}`;
}

function asPrivileged({ name, needs }: EscapeAttempt): string {
  const result = results.get('privileged')?.get(name);
  if (result?.hasEscaped) return 'succeeds';
  return `not proven here: it needs ${needs ?? 'nothing special'} (${result?.said ?? 'not tried'})`;
}

async function report(): Promise<void> {
  const lines = escapeAttempts.map(
    (attempt) => `| ${attempt.name} | ${inSandbox(attempt)} | ${asPrivileged(attempt)} |`,
  );
  const table = ['| attempt | in the sandbox | as privileged |', '|---|---|---|', ...lines, ''].join('\n');
  await mkdir('test-results', { recursive: true });
  await writeFile('test-results/escapes.md', table);
  process.stdout.write(`\n${table}\n`);
}
