import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { registryPassword } from '../domain/registry-account.ts';
import { ownEnvironment } from '../own-machine/login-shell.ts';
import { createOwnMachineHost } from '../own-machine/own-machine-host.ts';
import { pushToCourseVolume } from '../registry/course-volume.ts';
import { createDockerCourseRegistry } from '../registry/docker-course-registry.ts';
import { createDialAgent } from '../sandbox/dial-agent.ts';
import { createDockerSandboxHarness, type DockerSandboxHarness } from '../sandbox/docker-sandbox-harness.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { shell } from '../sandbox/ready-sandbox-contract.ts';
import { newSandboxId } from '../sandbox/sandbox-host-contract.ts';
import { within } from '../test-patience.ts';
import { createSandboxView, type SandboxViewOptions } from './sandbox-view.ts';

const docker = new Docker();
const images = inject('images');
const signal = () => within(60_000);

function viewOf(sandbox: ReadySandbox, options: Partial<SandboxViewOptions> = {}) {
  const engine = createDialAgent(sandbox, { kind: 'engine' });
  onTestFinished(() => engine.destroy());
  return createSandboxView({
    sandbox,
    engine,
    exercise: 'x',
    answer: async () => undefined,
    commands: async () => [],
    signal: signal(),
    ...options,
  });
}

describe('a sandbox', () => {
  const installation = randomBytes(4).toString('hex');
  const volume = `drydock-${installation}-registry`;
  const secret = randomBytes(32).toString('hex');
  const accounts = { secret, quotaBytes: 64_000_000 };
  const registry = createDockerCourseRegistry({ docker, installation, image: images.gateway, volume, accounts });
  let harness: DockerSandboxHarness | undefined;
  let sandbox: ReadySandbox;

  beforeAll(async () => {
    await docker.createVolume({ Name: volume });
    const busybox = { gatewayImage: images.gateway, volume, image: images.busybox, name: 'busybox:1.37' };
    await pushToCourseVolume(docker, busybox, signal());
    const network = await registry.start(signal());
    harness = await createDockerSandboxHarness(images, { installation, network });
    sandbox = await harness.host.open(newSandboxId(), signal());
    const password = registryPassword(secret, 'calm-heron');
    await shell(
      sandbox,
      `set -e; mkdir -p x; cd x; docker pull -q busybox:1.37
       echo ${password} | docker login registry.internal --username calm-heron --password-stdin
       head -c 5000 /dev/urandom > cargo
       printf 'FROM busybox:1.37\\nENV A=1\\nWORKDIR /app\\nCOPY cargo /cargo\\nRUN echo two > /two\\nLABEL b=2\\nHEALTHCHECK --interval=1s CMD ["test", "-e", "/two"]\\nCMD ["sleep", "600"]\\n' > Dockerfile
       docker build -q -t registry.internal/calm-heron/web:1.0 . 2>&1
       docker tag registry.internal/calm-heron/web:1.0 registry.internal/calm-heron/web:1
       docker push -q -a registry.internal/calm-heron/web 2>&1`,
    );
  });

  afterAll(async () => {
    await harness?.[Symbol.asyncDispose]();
    await registry.remove(signal());
    await docker.getVolume(volume).remove();
  });

  const WEB = 'registry.internal/calm-heron/web:1.0';

  test('the layers of an image are told apart from its settings, with what made each', async () => {
    const view = viewOf(sandbox);
    const [image, layers] = await Promise.all([view.image(WEB), view.layers(WEB)]);
    expect(layers.map(({ digest }) => digest)).toEqual(image?.layers);
    expect(layers.slice(1).map(({ createdBy }) => createdBy.split(' #')[0])).toEqual([
      'WORKDIR /app',
      'COPY cargo /cargo',
      'RUN /bin/sh -c echo two > /two',
    ]);
    expect(layers[2]?.sizeBytes).toBeGreaterThanOrEqual(5_000);
    expect(layers[0]?.sizeBytes).toBeGreaterThan(100_000);
    expect(await view.layers('nothing:1')).toEqual([]);
  });

  test('a text is found in the layers, in files that were removed or covered later too', async () => {
    await shell(
      sandbox,
      `mkdir leak && cd leak && echo key=open-sesame > .env && echo key=other > plain
       printf 'FROM busybox:1.37\\nWORKDIR /app\\nCOPY .env plain ./\\nRUN rm .env && echo open-sesame-2 > "/a b"\\n' > Dockerfile
       docker build -q -t leak:1 . 2>&1`,
    );
    const view = viewOf(sandbox);
    expect((await view.findInLayers('leak:1', 'open-sesame'))?.toSorted()).toEqual(['/a b', '/app/.env']);
    expect(await view.findInLayers('leak:1', 'nothing\nkey=other')).toEqual(['/app/plain']);
    expect(await view.findInLayers('leak:1', '-sesame-3')).toEqual([]);
    expect(await view.findInLayers('nothing:1', 'key')).toEqual([]);
  });

  test('all of a container is told: volume, health, exit code', async () => {
    await shell(
      sandbox,
      `docker run -d --name hull --restart unless-stopped --memory 64m -v cargo:/data:ro -v $HOME/x:/x --tmpfs /scratch \
        -e B=2 -l c=3 -p 8080:80 ${WEB} > /dev/null
       docker run --name sunk --entrypoint sh ${WEB} -c 'exit 7' ; docker create --rm --name docked -u 7:7 busybox:1.37 > /dev/null
       until [ "$(docker inspect -f '{{.State.Health.Status}}' hull)" = healthy ]; do sleep 0.1; done`,
    );
    const view = viewOf(sandbox);
    const [hull, sunk, docked, listed] = await Promise.all([
      view.container('hull'),
      view.container('/sunk'),
      view.container('docked'),
      view.containers(),
    ]);
    expect(hull).toMatchObject({
      name: 'hull',
      image: WEB,
      state: 'running',
      command: ['sleep', '600'],
      env: expect.arrayContaining(['A=1', 'B=2']),
      labels: expect.objectContaining({ b: '2', c: '3' }),
      workingDir: '/app',
      networks: ['bridge'],
      restartPolicy: 'unless-stopped',
      isRemovedAtEnd: false,
      memoryLimitBytes: 64 * 1024 ** 2,
      health: 'healthy',
      ports: [{ containerPort: 80, hostPort: 8080, protocol: 'tcp' }],
      finishedAt: '',
    });
    expect(hull?.mounts).toHaveLength(3);
    expect(hull?.mounts).toEqual(
      expect.arrayContaining([
        { kind: 'volume', source: 'cargo', destination: '/data', isWritable: false },
        { kind: 'bind', source: `${sandbox.home}/x`, destination: '/x', isWritable: true },
        { kind: 'tmpfs', source: '', destination: '/scratch', isWritable: true },
      ]),
    );
    expect(Date.parse(hull?.startedAt ?? '')).toBeGreaterThan(0);
    expect(sunk).toMatchObject({ state: 'exited', exitCode: 7, restartPolicy: 'no', memoryLimitBytes: 0 });
    expect(docked).toMatchObject({ state: 'created', startedAt: '', user: '7:7', health: 'none', mounts: [] });
    expect(docked?.isRemovedAtEnd).toBe(true);
    for (const details of [hull, sunk, docked]) {
      const { id, name, image, imageId, state } = listed.find((each) => each.name === details?.name) ?? {};
      expect({ id, name, image, imageId, state }).toEqual({
        id: details?.id,
        name: details?.name,
        image: details?.image,
        imageId: details?.imageId,
        state: details?.state,
      });
    }
    expect(await view.port(8080)).toBe(true);
    await shell(sandbox, 'docker rm -f hull sunk docked > /dev/null');
  });

  test('names that lead elsewhere in the engine’s API lead nowhere', async () => {
    const view = viewOf(sandbox);
    for (const name of ['', '.', '..', 'a/b', '../images/json', 'hull/json?x=', 'a b', '%2e%2e', 'ü']) {
      expect(await view.container(name), name).toBeUndefined();
      expect(await view.changes(name), name).toEqual([]);
    }
    for (const name of ['', '..', '../containers', 'a//b', 'json?all=1', 'a/../b', '/a', 'ü']) {
      expect(await view.image(name), name).toBeUndefined();
      expect(await view.history(name), name).toEqual([]);
      expect(await view.manifest(name), name).toBeUndefined();
      expect(await view.registryTags(name), name).toEqual([]);
    }
  });

  test('the builder’s cache tells what was built: once for each content of what was copied', async () => {
    const view = viewOf(sandbox);
    const copies = async () =>
      (await view.buildCache()).filter(({ description }) => description.includes('COPY cargo'));
    const build = 'docker build -q . 2>&1';
    const [first, ...others] = await copies();
    expect(others).toEqual([]);
    expect(first).toMatchObject({ kind: 'regular', isInUse: expect.any(Boolean), usedCount: 1 });
    expect(first?.sizeBytes).toBeGreaterThanOrEqual(5_000);
    // The image that was built of it is there.
    expect(first?.isShared).toBe(true);
    await shell(sandbox, `cd x; ${build}`);
    expect((await copies()).map(({ id }) => id)).toEqual([first?.id]);
    await shell(sandbox, `cd x; echo more >> cargo; ${build}`);
    expect(await copies()).toHaveLength(2);
  });

  test('what the course registry has is told: the course’s images, and what was pushed', async () => {
    const view = viewOf(sandbox);
    const [course, pushed, image] = await Promise.all([
      view.manifest('busybox:1.37'),
      view.manifest(WEB),
      view.image(WEB),
    ]);
    expect(course?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(course?.platforms).toContain(`linux/${image?.architecture}`);
    expect(course?.layers).toHaveLength(1);
    expect(course?.layers[0]?.sizeBytes).toBeGreaterThan(100_000);
    expect(pushed).toMatchObject({
      mediaType: expect.stringMatching(/manifest/),
      platforms: [`linux/${image?.architecture}`],
    });
    expect(pushed?.layers).toHaveLength(image?.layers.length ?? 0);
    const asText = await shell(sandbox, `docker inspect --format '{{index .RepoDigests 0}}' ${WEB}`);
    expect(asText).toContain(pushed?.digest);
    expect(await view.manifest(`registry.internal/calm-heron/web@${pushed?.digest}`)).toEqual(pushed);
    expect(await view.manifest('registry.internal/calm-heron/web:2')).toBeUndefined();
    expect(await view.manifest('grafana/grafana')).toBeUndefined();
    expect(await view.manifest('gcr.io/distroless/nothing')).toBeUndefined();
    expect([...(await view.registryTags('registry.internal/calm-heron/web'))].sort()).toEqual(['1', '1.0']);
    expect(await view.registryTags('busybox')).toEqual(['1.37']);
    expect(await view.registryTags('registry.internal/calm-heron/nothing')).toEqual([]);
  });

  test('where the account is known, only what it has pushed counts', async () => {
    const heron = viewOf(sandbox, { account: async () => 'calm-heron' });
    const otter = viewOf(sandbox, { account: async () => 'bold-otter' });
    const nobody = viewOf(sandbox, { account: async () => undefined });
    expect(await heron.account()).toBe('calm-heron');
    expect(await viewOf(sandbox).account()).toBeUndefined();
    expect(await heron.registryTags('registry.internal/calm-heron/web')).toHaveLength(2);
    for (const other of [otter, nobody]) {
      expect(await other.manifest(WEB)).toBeUndefined();
      expect(await other.registryTags('registry.internal/calm-heron/web')).toEqual([]);
      expect(await other.registryTags('registry.internal/library/busybox')).toEqual(['1.37']);
    }
  });

  test('a registry that the learner runs is asked as their engine would; none there has nothing', async () => {
    const view = viewOf(sandbox);
    expect(await view.manifest('localhost:5999/web:1')).toBeUndefined();
    expect(await view.registryTags('localhost:5999/web')).toEqual([]);
  });

  test('files are read below the exercise’s folder, or by absolute paths', async () => {
    await shell(
      sandbox,
      `cd x; echo hi > text; mkdir -p folder; mkfifo pipe; ln -s text link; ln -s pipe pipelink; ln -s nowhere broken; ln -s / rootlink
       head -c 300000 /dev/zero | tr '\\0' a > huge; printf '\\377\\376\\000x' > binary; printf secret > dark; chmod 000 dark
       printf n > "$(printf 'new\\nline')"; printf d > -n; chmod 4750 text; mkdir shared; chmod 1777 shared`,
    );
    const view = viewOf(sandbox);
    expect(await view.file('text')).toBe('hi\n');
    expect(await view.file('./folder/../text')).toBe('hi\n');
    expect(await view.file(`${sandbox.home}/x/text`)).toBe('hi\n');
    expect(await view.file('/etc/hostname')).toBeTypeOf('string');
    expect(await view.file('link')).toBe('hi\n');
    expect(await view.file('huge')).toHaveLength(64 * 1024);
    expect(await view.file('binary')).toBe('\ufffd\ufffd\0x');
    expect(await view.file('new\nline')).toBe('n');
    expect(await view.file('-n')).toBe('d');
    for (const path of ['folder', 'pipe', 'pipelink', 'broken', 'dark', 'nothing', '', '.']) {
      expect(await view.file(path), path).toBeUndefined();
    }
    for (const path of ['..', '../.bashrc', 'folder/../../y', 'a\0b']) {
      await expect(view.file(path), path).rejects.toThrow(TypeError);
      await expect(view.fileInfo(path), path).rejects.toThrow(TypeError);
    }
    expect(await view.fileInfo('text')).toEqual({ kind: 'file', sizeBytes: 3, mode: 0o4750 });
    expect(await view.fileInfo('link')).toMatchObject({ kind: 'link', sizeBytes: 4 });
    expect(await view.fileInfo('rootlink')).toMatchObject({ kind: 'link' });
    expect(await view.fileInfo('shared')).toMatchObject({ kind: 'folder', mode: 0o1777 });
    expect(await view.fileInfo('pipe')).toMatchObject({ kind: 'other' });
    expect(await view.fileInfo('/dev/null')).toMatchObject({ kind: 'other', mode: 0o666 });
    expect(await view.fileInfo('huge')).toMatchObject({ sizeBytes: 300_000 });
    expect(await view.fileInfo('-n')).toMatchObject({ kind: 'file', sizeBytes: 1 });
    expect(await view.fileInfo('dark')).toMatchObject({ mode: 0 });
    expect(await view.fileInfo('')).toMatchObject({ kind: 'folder' });
    expect(await view.fileInfo('nothing')).toBeUndefined();
  });

  test('a port is open while something listens', async () => {
    const view = viewOf(sandbox);
    expect(await view.port(9_123)).toBe(false);
    const server = 'setsid socat TCP-LISTEN:9123,reuseaddr,fork EXEC:cat < /dev/null > /dev/null 2>&1 &';
    await shell(sandbox, `${server} until socat -u OPEN:/dev/null TCP:127.0.0.1:9123 2>/dev/null; do :; done`);
    expect(await view.port(9_123)).toBe(true);
  });

  test('a page is read as far as 64 KiB, and what is none is nothing', async () => {
    await shell(
      sandbox,
      `mkdir -p www; head -c 300000 /dev/zero | tr '\\0' a > www/huge; echo hi > www/index.html
       busybox httpd -p 127.0.0.1:9124 -h www; until socat -u OPEN:/dev/null TCP:127.0.0.1:9124 2>/dev/null; do :; done
       setsid socat TCP-LISTEN:9125,reuseaddr,fork SYSTEM:'echo hello' < /dev/null > /dev/null 2>&1 &
       until socat -u OPEN:/dev/null TCP:127.0.0.1:9125 2>/dev/null; do :; done`,
    );
    const view = viewOf(sandbox);
    expect(await view.http(9_124, '/')).toEqual({ status: 200, body: 'hi\n' });
    expect((await view.http(9_124, '/huge'))?.body).toHaveLength(64 * 1024);
    expect((await view.http(9_124, '/nothing'))?.status).toBe(404);
    expect(await view.http(9_125, '/')).toBeUndefined();
    expect(await view.http(9_126, '/')).toBeUndefined();
    await expect(view.http(9_124, 'index.html')).rejects.toThrow('does not begin with /');
    await expect(view.http(9_124, '/a b\r\nc: d')).rejects.toThrow(TypeError);
  });

  test('what was entered and what was run are cut to their bounds', async () => {
    const commands = Array.from({ length: 300 }, (_, index) => ({ text: `${index}`.padEnd(2_000), exitCode: 0 }));
    const view = viewOf(sandbox, { answer: async () => ` ${'x'.repeat(300)}`, commands: async () => commands });
    expect(await view.answer()).toBe('x'.repeat(200));
    const seen = await view.commands();
    expect(seen).toHaveLength(200);
    expect(seen.at(-1)?.text).toBe('299'.padEnd(1_000));
    expect(await viewOf(sandbox).answer()).toBeUndefined();
  });
});

describe('a person’s own machine', () => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-own-view-'));
  const name = `drydock-view-${randomBytes(4).toString('hex')}`;
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await docker.getContainer(name).remove({ force: true });
  });

  const open = async () =>
    createOwnMachineHost({
      folder,
      environment: ownEnvironment(process.env),
      engineSocket: process.env['DOCKER_HOST']?.replace(/^unix:\/\//, '') || '/var/run/docker.sock',
      admit: async () => {},
      connectToShells: () => Promise.reject(new Error('Nobody types here.')),
    }).open(newSandboxId(), signal());

  test('is seen in the same way, but for what lies outside of the learner’s folder', async () => {
    mkdirSync(join(folder, 'x'));
    const machine = await open();
    const view = viewOf(machine, { isOwnMachine: true });
    await shell(machine, 'echo hi > x/text; chmod 640 x/text');
    await (await docker.createContainer({ Image: images.busybox, name, Cmd: ['true'] })).start();
    await docker.getContainer(name).wait();

    expect(await view.file('text')).toBe('hi\n');
    expect(await view.file(`${folder}/x/text`)).toBe('hi\n');
    expect(await view.fileInfo('text')).toEqual({ kind: 'file', sizeBytes: 3, mode: 0o640 });
    await expect(view.file('/etc/hostname')).rejects.toThrow('on their own machine a check looks no further');
    await expect(view.file('../../secret')).rejects.toThrow('on their own machine a check looks no further');
    expect(await view.container(name)).toMatchObject({ state: 'exited', exitCode: 0, command: ['true'] });
    expect((await view.layers(images.busybox)).length).toBeGreaterThan(0);
    expect(await view.buildCache()).toBeInstanceOf(Array);
    expect(await view.port(1)).toBe(false);
    expect(await view.manifest('localhost:1/web:1')).toBeUndefined();
    expect(await view.registryTags('localhost:1/web')).toEqual([]);
  });
});
