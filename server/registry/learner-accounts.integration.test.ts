import { randomBytes } from 'node:crypto';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { gatewayName, gatewayVolumeName } from '../domain/docker-names.ts';
import { registryPassword } from '../domain/registry-account.ts';
import type { SandboxNetwork } from '../domain/sandbox-network.ts';
import { readCgroupSetup } from '../sandbox/cgroup-setup.ts';
import { createDockerSandboxHarness, type DockerSandboxHarness } from '../sandbox/docker-sandbox-harness.ts';
import { createHostKeeper } from '../sandbox/host-keeper.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { newSandboxId, shell } from '../sandbox/sandbox-host-contract.ts';
import { patience, within } from '../test-patience.ts';
import { pushToCourseVolume } from './course-volume.ts';
import { createDockerCourseRegistry } from './docker-course-registry.ts';
import { placeRegistryLogin } from './place-login.ts';
import { runInContainer } from './run-in-container.ts';

const MB = 1_000_000;
const QUOTA_BYTES = 16 * MB;

const docker = new Docker();
const images = inject('images');
const installation = randomBytes(4).toString('hex');
const volume = `drydock-${installation}-registry`;
const secret = randomBytes(32).toString('hex');
const accounts = { secret, quotaBytes: QUOTA_BYTES };
const registry = createDockerCourseRegistry({ docker, installation, image: images.gateway, volume, accounts });
const gateway = docker.getContainer(gatewayName(installation));
const signal = () => within(60_000);

let network: SandboxNetwork;
let harness: DockerSandboxHarness;
let heron: ReadySandbox;
let otter: ReadySandbox;

const login = (sandbox: ReadySandbox, account: string, password = registryPassword(secret, account)) =>
  shell(sandbox, `echo ${password} | docker login registry.internal --username ${account} --password-stdin`);

/** An image of one layer of this many random bytes, which no other image shares. */
const build = (sandbox: ReadySandbox, tag: string, bytes: number) =>
  shell(
    sandbox,
    `set -e; rm -rf made; mkdir made; cd made; head -c ${bytes} /dev/urandom > cargo
     printf 'FROM busybox:1.37\\nCOPY cargo /\\n' > Dockerfile; docker build -q -t registry.internal/${tag} . 2>&1`,
  );

const push = (sandbox: ReadySandbox, tag: string) =>
  shell(sandbox, `docker push -q registry.internal/${tag} 2>&1; echo $?`);

/** From nothing: what is in the sandbox's engine already would not be asked for. */
const pullAnew = (sandbox: ReadySandbox, reference: string) =>
  shell(
    sandbox,
    `docker image rm -f registry.internal/${reference} > /dev/null 2>&1; docker pull -q registry.internal/${reference} 2>&1; echo $?`,
  );

const inGateway = async (script: string) => {
  const { exitCode, output } = await runInContainer(gateway, ['sh', '-c', script], signal());
  if (exitCode !== 0) throw new Error(`In the gateway, ${script} ended with ${exitCode}: ${output}`);
  return output;
};

const digestOf = async (sandbox: ReadySandbox, tag: string) => {
  const text = await shell(sandbox, `docker inspect --format '{{index .RepoDigests 0}}' registry.internal/${tag}`);
  return text.split('@')[1] ?? '';
};

beforeAll(async () => {
  await docker.createVolume({ Name: volume });
  const busybox = { gatewayImage: images.gateway, volume, image: images.busybox, name: 'busybox:1.37' };
  await pushToCourseVolume(docker, busybox, signal());
  network = await registry.start(signal());
  harness = await createDockerSandboxHarness(images, { installation, network });
  [heron, otter] = await Promise.all([
    harness.host.open(newSandboxId(), signal()),
    harness.host.open(newSandboxId(), signal()),
  ]);
  await Promise.all([login(heron, 'calm-heron'), login(otter, 'bold-otter')]);
  await shell(heron, 'docker pull -q busybox:1.37');
  await shell(otter, 'docker pull -q busybox:1.37');
});

afterAll(async () => {
  await harness?.[Symbol.asyncDispose]();
  await registry.remove(signal());
  await docker.getVolume(volume).remove();
});

test('a login with the account’s password succeeds, by TLS that the sandbox trusts', async () => {
  const said = await login(heron, 'calm-heron');
  expect(said).toContain('Login Succeeded');
  expect(said).not.toMatch(/insecure|x509|certificate/i);
  expect(await shell(heron, 'curl -sS -o /dev/null -w "%{http_code}" https://registry.internal/v2/')).toBe('401');
});

test('a login that was put into the sandbox is the learner’s alone to read, and a script logs in with it', async () => {
  const password = registryPassword(secret, 'calm-heron');
  await placeRegistryLogin(heron, { account: 'calm-heron', password: 'of another installation' }, signal());
  await placeRegistryLogin(heron, { account: 'calm-heron', password }, signal());
  expect(await shell(heron, 'stat -c "%a %n" .registry .registry/*')).toBe(
    '700 .registry\n600 .registry/account\n600 .registry/password',
  );
  const command =
    'docker login registry.internal -u "$(cat ~/.registry/account)" --password-stdin < ~/.registry/password';
  expect(await shell(heron, command)).toContain('Login Succeeded');
});

test('a wrong password, or another’s, is refused in words', async () => {
  const words = 'the name and the password don’t belong together. The lesson’s page shows your login.';
  expect(await login(otter, 'calm-heron', 'guess')).toContain(words);
  expect(await login(otter, 'calm-heron', registryPassword(secret, 'bold-otter'))).toContain(words);
  await login(otter, 'bold-otter');
});

test('what a learner pushes, everybody in the class pulls, unchanged', async () => {
  await build(heron, 'calm-heron/web:1.0', MB);
  expect(await push(heron, 'calm-heron/web:1.0')).toBe('registry.internal/calm-heron/web:1.0\n0');
  expect(await pullAnew(otter, 'calm-heron/web:1.0')).toBe('registry.internal/calm-heron/web:1.0\n0');
  expect(await digestOf(otter, 'calm-heron/web:1.0')).toBe(await digestOf(heron, 'calm-heron/web:1.0'));
  expect(await shell(otter, 'docker run --rm registry.internal/calm-heron/web:1.0 sh -c "wc -c < /cargo"')).toBe(
    `${MB}`,
  );
  await shell(otter, 'docker logout registry.internal; docker image rm registry.internal/calm-heron/web:1.0');
  expect(await pullAnew(otter, 'calm-heron/web:1.0')).toMatch(/\n0$/);
  await login(otter, 'bold-otter');
});

test('nobody pushes to another’s space, to the course’s, or without a login', async () => {
  await shell(
    otter,
    'for to in calm-heron/web library/busybox bold-otter/mine; do docker tag busybox:1.37 registry.internal/$to:taken; done',
  );
  expect(await push(otter, 'calm-heron/web:taken')).toContain(
    'calm-heron/web is not yours to push to. Your images go to registry.internal/bold-otter/.',
  );
  expect(await push(otter, 'library/busybox:taken')).toContain('The course’s own images are only read.');
  await shell(otter, 'docker logout registry.internal');
  expect(await push(otter, 'bold-otter/mine:taken')).toMatch(/(unauthorized|denied)[^]*\n1$/);
  await login(otter, 'bold-otter');
  expect(await pullAnew(otter, 'calm-heron/web:taken')).toMatch(/not found[^]*\n1$/);
});

test('by the API itself nobody writes to or removes from another’s space, whatever token they have', async () => {
  await build(heron, 'calm-heron/kept:1', 1000);
  await push(heron, 'calm-heron/kept:1');
  const digest = await digestOf(heron, 'calm-heron/kept:1');
  const attempts = `
    url=https://registry.internal
    token() { curl -sS -u bold-otter:${registryPassword(secret, 'bold-otter')} "$url/token?service=registry.internal&scope=repository:$1:pull,push,delete" | jq -r .token; }
    code() { curl -sS -o /dev/null -w '%{http_code} ' "$@"; }
    for of in calm-heron/kept bold-otter/x library/busybox; do
      bearer="Authorization: Bearer $(token $of)"
      code -X POST -H "$bearer" $url/v2/calm-heron/kept/blobs/uploads/
      code -X PUT -H "$bearer" -H 'Content-Type: application/vnd.docker.distribution.manifest.v2+json' -d '{}' $url/v2/calm-heron/kept/manifests/1
      code -X DELETE -H "$bearer" $url/v2/calm-heron/kept/manifests/${digest}
      code -X PATCH -H "$bearer" --data-binary x $url/v2/calm-heron/kept/blobs/uploads/00000000-0000-0000-0000-000000000000
      code -X POST -H "$bearer" $url/v2/bold-otter/../calm-heron/kept/blobs/uploads/ --path-as-is
      code -X POST -H "$bearer" $url/v2/bold-otter%2F..%2Fcalm-heron/kept/blobs/uploads/
      code -X POST -H "$bearer" $url/v2/calm-heron/%2e%2e/bold-otter/x/blobs/uploads/ --path-as-is
    done
    code -X POST -H "Authorization: Bearer $(token bold-otter/x | sed 's/.$//')" $url/v2/bold-otter/x/blobs/uploads/
    code -X POST -H "Authorization: Bearer $(token bold-otter/x)" $url/v2/bold-otter/x/blobs/uploads/`;
  const codes = (await shell(otter, attempts)).trim().split(' ');
  expect(codes.slice(0, -1).filter((code) => !/^40[0134]$/.test(code))).toEqual([]);
  // The last is the learner's own: the others were not refused for another reason.
  expect(codes.at(-1)).toBe('202');
  expect(await pullAnew(heron, 'calm-heron/kept:1')).toMatch(/\n0$/);
});

test('the plain mirror takes no pushes, and no name on it leads to what learners pushed', async () => {
  const code = (path: string, more = '') =>
    shell(otter, `curl -s -o /dev/null -w '%{http_code}' ${more} http://registry:5000${path}`);
  expect(await code('/v2/bold-otter/x/blobs/uploads/', '-X POST')).toBe('405');
  expect(await code('/v2/calm-heron/web/manifests/1.0')).toBe('404');
  expect(await code('/v2/../../etc/passwd', '--path-as-is')).toBe('400');
});

test('more than the quota is refused in words while it is sent, and leaves the space as it was', async () => {
  const { usedBytes } = await registry.use('bold-otter', signal());
  await build(otter, 'bold-otter/fat:1', QUOTA_BYTES + MB);
  const said = await push(otter, 'bold-otter/fat:1');
  expect(said).toContain('Your space in the course registry is full: it holds 16 MB.');
  expect(said).toMatch(/\n1$/);
  await expect
    .poll(async () => (await registry.use('bold-otter', signal())).usedBytes, { timeout: 10_000 * patience })
    .toBeLessThan(usedBytes + 2 * MB);
  await build(otter, 'bold-otter/thin:1', 2 * MB);
  expect(await push(otter, 'bold-otter/thin:1')).toMatch(/\n0$/);
  const after = await registry.use('bold-otter', signal());
  expect(after.usedBytes - usedBytes).toBeGreaterThan(2 * MB);
  expect(after.usedBytes - usedBytes).toBeLessThan(4 * MB);
});

test('several pushes at once count together, and uploads without an end count too', async () => {
  const token = `curl -sS -u many-mice:${registryPassword(secret, 'many-mice')} "https://registry.internal/token?scope=repository:many-mice/x:push,pull" | jq -r .token`;
  const flood = `bearer="Authorization: Bearer $(${token})"; head -c 3000000 /dev/urandom > part
    for n in $(seq 12); do (
      to=$(curl -sS -X POST -H "$bearer" -D - -o /dev/null https://registry.internal/v2/many-mice/x/blobs/uploads/ | sed -n 's/^[Ll]ocation: //p' | tr -d '\\r')
      [ -n "$to" ] && curl -sS -o /dev/null -w '%{http_code}\\n' -X PATCH -H "$bearer" -H 'Content-Type: application/octet-stream' --data-binary @part "https://registry.internal$to" || echo refused
    ) & done; wait`;
  const codes = (await shell(otter, flood)).split('\n');
  expect(codes.filter((code) => code === '202').length).toBeLessThanOrEqual(5);
  expect(codes).toContain('403');
  const stored = Number(
    await inGateway(
      'du -s --block-size=1 /var/lib/gateway/pushes/docker/registry/v2/repositories/many-mice | cut -f 1',
    ),
  );
  expect(stored).toBeLessThan(QUOTA_BYTES + 2 * MB);
  await registry.empty('many-mice', signal());
  expect((await registry.use('many-mice', signal())).usedBytes).toBe(0);
});

test('a blob that was tampered with is not taken for what it was, by a pull or a push', async () => {
  await build(heron, 'calm-heron/sound:1', MB);
  await push(heron, 'calm-heron/sound:1');
  const layer = await shell(
    heron,
    `docker manifest inspect registry.internal/calm-heron/sound:1 | jq -r '.layers[-1].digest' | cut -d : -f 2`,
  );
  const blob = `/var/lib/gateway/pushes/docker/registry/v2/blobs/sha256/${layer.slice(0, 2)}/${layer}/data`;
  // Its owner in the gateway is nobody, as everything that sandboxes talk to.
  await inGateway(
    `setpriv --reuid 65534 --clear-groups sh -c 'printf tampered | dd of=${blob} bs=1 seek=5000 conv=notrunc status=none'`,
  );
  const said = await pullAnew(otter, 'calm-heron/sound:1');
  expect(said).toMatch(/verification failed|does not match|unexpected|digest/i);
  expect(said).toMatch(/\n1$/);
  expect(await shell(otter, 'docker images -q registry.internal/calm-heron/sound')).toBe('');
});

test('what was sent of a layer that was broken off does not count', async () => {
  await build(heron, 'calm-heron/half:1', 8 * MB);
  const token = `curl -sS -u calm-heron:${registryPassword(secret, 'calm-heron')} "https://registry.internal/token?scope=repository:calm-heron/half:push,pull" | jq -r .token`;
  const sending = shell(
    heron,
    `bearer="Authorization: Bearer $(${token})"
     to=$(curl -sS -X POST -H "$bearer" -D - -o /dev/null https://registry.internal/v2/calm-heron/half/blobs/uploads/ | sed -n 's/^[Ll]ocation: //p' | tr -d '\r')
     mkfifo cargo; timeout 30 curl -sS -X PATCH -H "$bearer" -H 'Content-Type: application/octet-stream' -T cargo "https://registry.internal$to" 2> /dev/null & curl=$!
     exec 3> cargo; head -c ${9 * MB} /dev/zero >&3; until [ -e cut ]; do sleep 0.05; done; kill $curl; wait $curl; echo $?`,
  );
  // What is still on its way to the gateway has not been counted.
  await inGateway(
    `timeout 20 sh -c 'until find /var/lib/gateway/pushes -name data -path "*half*" -size +8400k 2>/dev/null | grep -q .; do :; done'`,
  );
  await shell(heron, 'touch cut');
  expect(await sending).toBe('143');
  expect(await push(heron, 'calm-heron/half:1')).toMatch(/\n0$/);
  await registry.empty('calm-heron', signal());
});

test('a push and a pull that were broken off are done by doing them again', async () => {
  // Twice has room: an upload that was cut between its last byte and its end is kept for a while.
  await build(heron, 'calm-heron/long:1', 5 * MB);
  await shell(heron, 'timeout 0.15 docker push -q registry.internal/calm-heron/long:1');
  expect(await push(heron, 'calm-heron/long:1')).toMatch(/\n0$/);
  await shell(otter, 'timeout 0.1 docker pull -q registry.internal/calm-heron/long:1');
  expect(await pullAnew(otter, 'calm-heron/long:1')).toMatch(/\n0$/);
  await registry.empty('calm-heron', signal());
});

test('a registry that is killed in the middle of a push starts again with all that was pushed, and the push is done by doing it again', async () => {
  await build(heron, 'calm-heron/before:1', MB);
  expect(await push(heron, 'calm-heron/before:1')).toMatch(/\n0$/);
  await build(heron, 'calm-heron/through:1', 8 * MB);
  // Looked for from within: on a busy host the push may be over before a second command in the gateway has started.
  const begun = inGateway(
    `timeout 20 sh -c 'until find /var/lib/gateway/pushes -name data -path "*through*" -size +1 2>/dev/null | grep -q .; do :; done'; echo $?`,
  );
  const pushing = shell(heron, 'timeout 10 docker push -q registry.internal/calm-heron/through:1');
  expect(await begun).toBe('0');
  await gateway.kill();
  await registry.start(signal());
  await pushing;
  expect(await push(heron, 'calm-heron/through:1')).toMatch(/\n0$/);
  expect(await pullAnew(otter, 'calm-heron/before:1')).toMatch(/\n0$/);
  expect(await pullAnew(otter, 'calm-heron/through:1')).toMatch(/\n0$/);
  await registry.empty('calm-heron', signal());
});

test('what nothing leads to is removed, and nothing that is in use', async () => {
  await build(heron, 'calm-heron/tidy:1', MB);
  await push(heron, 'calm-heron/tidy:1');
  const old = await digestOf(heron, 'calm-heron/tidy:1');
  await build(heron, 'calm-heron/tidy:1', MB);
  await push(heron, 'calm-heron/tidy:1');
  // An index, to whose image no tag leads itself.
  await build(heron, 'calm-heron/tidy:part', MB);
  await push(heron, 'calm-heron/tidy:part');
  await shell(
    heron,
    'docker buildx imagetools create -t registry.internal/calm-heron/tidy:index registry.internal/calm-heron/tidy:part',
  );
  await build(heron, 'calm-heron/tidy:part', 1000);
  await push(heron, 'calm-heron/tidy:part');
  const before = await registry.use('calm-heron', signal());
  const collect = (seconds: number) => inGateway(`gateway-front ask DELETE /garbage/${seconds}`);

  expect(await collect(3600)).toBe('{"done":true}');
  expect(await pullAnew(otter, `calm-heron/tidy@${old}`)).toMatch(/\n0$/);
  expect(await collect(0)).toBe('{"done":true}');
  expect(await pullAnew(heron, `calm-heron/tidy@${old}`)).toMatch(/not found[^]*\n1$/);
  for (const tag of ['1', 'index', 'part']) expect(await pullAnew(otter, `calm-heron/tidy:${tag}`)).toMatch(/\n0$/);
  await expect
    .poll(async () => before.usedBytes - (await registry.use('calm-heron', signal())).usedBytes, {
      timeout: 10_000 * patience,
    })
    .toBeGreaterThan(0.9 * MB);
  await build(heron, 'calm-heron/tidy:again', 1000);
  expect(await push(heron, 'calm-heron/tidy:again')).toMatch(/\n0$/);
});

test('search finds the course’s images, and under the registry’s name what was pushed', async () => {
  expect(await shell(otter, 'docker search --format "{{.Name}} {{.IsOfficial}}" busybox')).toBe('busybox [OK]');
  expect(await shell(otter, 'docker search --format "{{.Name}}" --limit 5 registry.internal/tidy')).toBe(
    'registry.internal/calm-heron/tidy',
  );
});

test('clients that don’t go by the engine see the same', async () => {
  const digest = await shell(otter, `docker buildx imagetools inspect busybox:1.37 | awk '/^Digest/ { print $2 }'`);
  expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(await shell(otter, 'docker manifest inspect busybox:1.37 | jq .schemaVersion')).toBe('2');
});

test('a pull that can’t be served says why and what there is; a login elsewhere does not seem to succeed', async () => {
  expect(await shell(otter, 'docker pull busybox:1.0')).toContain(
    'busybox:1.0 is not among this course’s images, and nothing else can be pulled here: this class works without the public registries. Of busybox the course has 1.37.',
  );
  expect(await shell(otter, 'docker pull ghcr.io/somebody/something:1')).toContain('The course has busybox.');
  expect(await shell(otter, 'echo x | docker login --username me --password-stdin')).toContain(
    'Log in to registry.internal',
  );
});

test('each image that was pulled counts once', async () => {
  const before = await registry.meter(signal());
  // An engine keeps the manifests that it has seen.
  await shell(
    await harness.host.open(newSandboxId(), signal()),
    'docker pull -q busybox:1.37; docker pull -q busybox:1.37',
  );
  const after = await registry.meter(signal());
  expect({ ...after, servedHere: after.servedHere - before.servedHere }).toEqual({ servedHere: 1, wentUpstream: 0 });
});

test('a disk that is full is said to be, what was there stays, and it goes on when there is room', async () => {
  const own = randomBytes(4).toString('hex');
  const full = createDockerCourseRegistry({
    docker,
    installation: own,
    image: images.gateway,
    volume,
    accounts: { secret, quotaBytes: 100 * MB },
  });
  const { hasAppArmor } = await readCgroupSetup(docker);
  const keeper = createHostKeeper({ docker, installation: own, image: images.keeper, hasAppArmor });
  onTestFinished(() => keeper.remove());
  await keeper.start(signal());
  const disk = { type: 'ext4', device: await keeper.attachDisk(gatewayVolumeName(own), 32 * 1024 ** 2) };
  await docker.createVolume({ Name: gatewayVolumeName(own), Driver: 'local', DriverOpts: disk });
  onTestFinished(() => full.remove(signal()));
  const closed = await full.start(signal());
  await using sandboxes = await createDockerSandboxHarness(images, { network: closed });
  const sandbox = await sandboxes.host.open(newSandboxId(), signal());
  await login(sandbox, 'calm-heron');
  await shell(sandbox, 'docker pull -q busybox:1.37');
  await build(sandbox, 'calm-heron/thin:1', MB);
  expect(await push(sandbox, 'calm-heron/thin:1')).toMatch(/\n0$/);
  await build(sandbox, 'calm-heron/fat:1', 40 * MB);
  expect(await push(sandbox, 'calm-heron/fat:1')).toMatch(/has no room left[^]*\n1$/);
  expect(await pullAnew(sandbox, 'calm-heron/thin:1')).toMatch(/\n0$/);
  await build(sandbox, 'calm-heron/thin:2', MB);
  expect(await push(sandbox, 'calm-heron/thin:2')).toMatch(/\n0$/);
});
