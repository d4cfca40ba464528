import { randomBytes, randomInt } from 'node:crypto';
import Docker, { type ContainerInspectInfo, type HostConfig } from 'dockerode';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { SandboxId } from '../../src/shared/ids.ts';
import { gatewayName, installationLabel, sandboxName } from '../domain/docker-names.ts';
import { unlessMissing } from '../domain/engine-errors.ts';
import type { InternetAccess } from '../domain/internet-access.ts';
import type { SandboxAllowance } from '../domain/sandbox-allowance.ts';
import type { SandboxNetwork } from '../domain/sandbox-network.ts';
import {
  createDockerSandboxHarness,
  type DockerSandboxHarness,
  testLimits,
} from '../sandbox/docker-sandbox-harness.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { newSandboxId, shell } from '../sandbox/sandbox-host-contract.ts';
import { within } from '../test-patience.ts';
import { pushToCourseVolume } from './course-volume.ts';
import { createDockerCourseRegistry, type DockerCourseRegistry } from './docker-course-registry.ts';
import { networkNames } from './network-names.ts';
import { runInContainer } from './run-in-container.ts';
import { createWorldOutside, type WorldOutside, worldsAnswer, worldsName } from './world-outside.ts';

const docker = new Docker();
const images = inject('images');
const installation = randomBytes(4).toString('hex');
const volume = `drydock-${installation}-registry`;
const signal = () => within(30_000);

/** Drawn, so that two runs on one host don't get into each other’s way. 203.0.113.0/24 is public by its number, and nobody’s. */
const byte = () => randomInt(1, 255);
const publicAddress = `203.0.113.${byte()}`;
const privateAddresses = [
  `10.${byte()}.${byte()}.${byte()}`,
  `100.64.${byte()}.${byte()}`,
  `169.254.${byte()}.${byte()}`,
  `172.31.${byte()}.${byte()}`,
  `192.168.${byte()}.${byte()}`,
  `198.18.${byte()}.${byte()}`,
];

const registryWith = (internet: InternetAccess) =>
  createDockerCourseRegistry({
    docker,
    installation,
    image: images.gateway,
    volume,
    internet,
    resolvers: [publicAddress],
  });

let registry: DockerCourseRegistry;
let world: WorldOutside;
let harness: DockerSandboxHarness;
let neighbour: ReadySandbox;
let sandbox: ReadySandbox;

const fetchInShell = (target: string) => `curl -sS -m 5 http://${target}/ 2>&1`;
const fetchInContainer = (target: string) => `docker run --rm tools busybox wget -q -T 3 -O - http://${target}/ 2>&1`;

/** A packet that is dropped makes a program wait until it gives up: both say so in other words. */
async function expectRefusedAtOnce(line: string, asker = sandbox): Promise<void> {
  const said = await shell(asker, line);
  expect(said).toMatch(/refused|unreachable|(Could not|Couldn't) connect to server|can't connect/i);
  expect(said).not.toMatch(/time-?d? ?out/i);
}

/** Where a closed network has no route at all, a container in the sandbox is not told: it waits as long as it will. */
async function expectNotReached(target: string, internet: InternetAccess): Promise<void> {
  await expectRefusedAtOnce(fetchInShell(target));
  if (internet === 'open') await expectRefusedAtOnce(fetchInContainer(target));
  else expect(await shell(sandbox, fetchInContainer(target))).toMatch(/timed out|refused|unreachable/);
}

async function withServer<Result>(
  answer: string,
  hostConfig: HostConfig,
  run: (server: ContainerInspectInfo) => Promise<Result>,
  port = 80,
): Promise<Result> {
  const serve = `mkdir /tmp/site && echo '${answer}' > /tmp/site/index.html && exec busybox httpd -f -p ${port} -h /tmp/site`;
  const container = await docker.createContainer({
    Image: images.gateway,
    Entrypoint: ['bash', '-c', serve],
    ExposedPorts: { '80/tcp': {} },
    HostConfig: { Init: true, ...hostConfig },
  });
  try {
    await container.start();
    return await run(await container.inspect());
  } finally {
    await container.remove({ force: true });
  }
}

const fetchOnHost = (target: string) =>
  world.onHost(`curl -sS -m 5 --retry 9 --retry-delay 1 --retry-connrefused http://${target}/ 2> /dev/null`);

/** Lines of the host's packet filter that name the bridge. */
const rulesFor = (bridge: string) =>
  world.onHost(`for variant in nft legacy; do
    for table in filter nat; do iptables-$variant-save -t $table; ip6tables-$variant-save -t $table; done
  done 2> /dev/null | grep -- ${bridge} | sort || true`);

/** An image from the sandbox's own programs: the network is what is looked at here. */
const makeTools = (of: ReadySandbox) =>
  shell(of, 'mkdir -p image/bin && cp /usr/bin/busybox image/bin/ && tar -C image -c . | docker import - tools');

const allowing = (internet: InternetAccess): SandboxAllowance => ({ ...testLimits, internet });

async function openSandboxes(network: SandboxNetwork, internet: InternetAccess): Promise<void> {
  const { door } = registry;
  harness = await createDockerSandboxHarness(images, { installation, network, door });
  const open = () => harness.host.open(newSandboxId(), signal(), allowing(internet));
  [sandbox, neighbour] = await Promise.all([open(), open()]);
  await makeTools(sandbox);
}

beforeAll(async () => {
  await docker.createVolume({ Name: volume });
  world = await createWorldOutside(docker, {
    installation,
    images,
    addresses: [publicAddress, ...privateAddresses],
  });
});

afterAll(async () => {
  await harness?.[Symbol.asyncDispose]();
  await world?.[Symbol.asyncDispose]();
  await registryWith('open').remove(signal());
  await docker.getVolume(volume).remove();
});

test('the host itself reaches all that is forbidden here', async () => {
  for (const address of [publicAddress, ...privateAddresses]) {
    expect(await world.onHost(`curl -sS -m 5 http://${address}/`)).toBe(worldsAnswer);
  }
});

function describeSetting(internet: InternetAccess): void {
  describe(`with the setting ${internet}`, () => {
    let network: SandboxNetwork;
    const { bridge } = networkNames(installation, internet);

    beforeAll(async () => {
      registry = registryWith(internet);
      network = await registry.start(signal());
      await openSandboxes(network, internet);
    });

    test('the course registry answers by its name', async () => {
      expect(await shell(sandbox, 'curl -sS registry:5000/v2/')).toBe('{}');
      expect(await shell(sandbox, 'docker run --rm tools busybox wget -q -O - http://registry:5000/v2/')).toBe('{}');
    });

    test.runIf(internet === 'open')(
      'the Internet answers by address and name, from the shell and from a container',
      async () => {
        for (const target of [publicAddress, worldsName]) {
          expect(await shell(sandbox, fetchInShell(target))).toBe(worldsAnswer);
          expect(await shell(sandbox, fetchInContainer(target))).toBe(worldsAnswer);
        }
      },
    );

    test.runIf(internet === 'registry-only')('the Internet is not reached, by address or name', async () => {
      await expectNotReached(publicAddress, internet);
      expect(await shell(sandbox, fetchInShell(worldsName))).toContain('Could not resolve host');
    });

    test.each([...privateAddresses, '169.254.169.254', '168.63.129.16'])('%s is not reached', async (address) => {
      await expectNotReached(address, internet);
    });

    test('no service of the host answers, whatever address it is called by', async () => {
      const port = 20_000 + randomInt(10_000);
      // Other installations' networks come and go, and their addresses with them.
      const lasting = `ip -4 -o address | awk '$2 !~ /^(lo|br-.*|dd-.*)$/ {sub("/.*", "", $4); print $4}'`;
      const called = [network.gatewayAddress, ...(await world.onHost(lasting)).split(/\s+/).filter(Boolean)];
      expect(called.length).toBeGreaterThan(1);
      await withServer(
        'the host',
        { NetworkMode: 'host' },
        async () => {
          for (const address of called) {
            expect(await fetchOnHost(`${address}:${port}`)).toBe('the host');
            await expectNotReached(`${address}:${port}`, internet);
          }
          await expectRefusedAtOnce(fetchInContainer(`${network.gatewayAddress}:${port}`));
        },
        port,
      );
    });

    test('no port that a container on the host publishes answers', async () => {
      const elsewhere = `drydock-${installation}-elsewhere`;
      const other = await docker.createNetwork({ Name: elsewhere, Labels: { [installationLabel]: installation } });
      const publish = {
        NetworkMode: elsewhere,
        PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '' }] },
      };
      try {
        await withServer('published', publish, async ({ NetworkSettings: { Ports, Networks } }) => {
          const called = `${network.gatewayAddress}:${Ports['80/tcp']?.[0]?.HostPort}`;
          expect(await fetchOnHost(called)).toBe('published');
          await expectNotReached(called, internet);
          // A container in the sandbox may have the same address, so only the shell can ask.
          await expectRefusedAtOnce(fetchInShell(Networks[elsewhere]?.IPAddress ?? ''));
        });
      } finally {
        await other.remove();
      }
    });

    test('no other sandbox answers', async () => {
      const serve = 'setsid busybox httpd -f -p 8099 -h /etc/drydock < /dev/null > /dev/null 2>&1 &';
      await shell(neighbour, serve);
      await expect.poll(() => shell(neighbour, 'curl -s 127.0.0.1:8099/bashrc')).toContain('interactive shell');
      const address = (await shell(neighbour, 'hostname -I')).trim();
      await expectRefusedAtOnce(fetchInShell(`${address}:8099`));
      await expectRefusedAtOnce(fetchInContainer(`${address}:8099`));
    });

    test('starting again changes no rule', async () => {
      const before = await rulesFor(bridge);
      expect(before).toContain(`-A INPUT -i ${bridge}`);
      await registryWith(internet).start(signal());
      expect(await rulesFor(bridge)).toBe(before);
    });
  });
}

describeSetting('open');

describe('a sandbox that is closed on an open network', () => {
  const gateway = docker.getContainer(gatewayName(installation));
  const { network, bridge } = networkNames(installation, 'open');

  const addressOf = async (id: SandboxId) =>
    (await docker.getContainer(sandboxName(installation, id)).inspect()).NetworkSettings.Networks[network]?.IPAddress;
  const close = (id: SandboxId) => harness.host.open(id, signal(), allowing('registry-only'));
  const open = (id: SandboxId) => harness.host.open(id, signal(), allowing('open'));
  const expectOpen = async (asker: ReadySandbox) =>
    expect(await shell(asker, fetchInShell(worldsName))).toBe(worldsAnswer);
  const expectClosed = async (asker: ReadySandbox) => {
    await expectRefusedAtOnce(fetchInShell(publicAddress), asker);
    expect(await shell(asker, fetchInShell(worldsName))).toContain('Could not resolve host');
    expect(await shell(asker, 'curl -s registry:5000/v2/')).toBe('{}');
  };

  beforeAll(async () => {
    const busybox = { gatewayImage: images.gateway, volume, image: images.busybox, name: 'busybox:1.37' };
    await pushToCourseVolume(docker, busybox, signal());
    await Promise.all([close(neighbour.id), makeTools(neighbour)]);
  });

  test('reaches no address and no name, from the shell and from a container, while the one beside it does', async () => {
    await expectOpen(sandbox);
    await expectClosed(neighbour);
    await expectRefusedAtOnce(fetchInContainer(publicAddress), neighbour);
    expect(await shell(neighbour, fetchInContainer(worldsName))).toContain('bad address');
    expect(await shell(sandbox, fetchInContainer(worldsName))).toBe(worldsAnswer);
  });

  test('pulls from the course registry as the other does', async () => {
    for (const one of [neighbour, sandbox]) {
      expect(await shell(one, 'docker pull -q busybox:1.37')).toBe('docker.io/library/busybox:1.37');
    }
  });

  test('can’t take another address', async () => {
    const capabilities = Number.parseInt(
      (await shell(neighbour, 'grep CapBnd /proc/self/status')).split(/\s+/)[1] ?? '',
      16,
    );
    const [netAdmin, netRaw] = [12, 13].map((bit) => Math.floor(capabilities / 2 ** bit) % 2);
    expect({ netAdmin, netRaw }).toEqual({ netAdmin: 0, netRaw: 0 });
    const address = await addressOf(sandbox.id);
    expect(await shell(neighbour, `unshare -r busybox ip address add ${address}/16 dev eth0 2>&1`)).toContain(
      'Operation not permitted',
    );
  });

  test('loses its connections when it is closed while it runs, and has new ones when it is opened again', async () => {
    await open(neighbour.id);
    await expectOpen(neighbour);
    const connect = (name: string) =>
      shell(
        neighbour,
        `setsid bash -c 'exec 3<>/dev/tcp/${publicAddress}/80 && touch ${name}.up
          until [ -e ${name}.go ]; do sleep 0.05; done
          printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3; timeout 5 cat <&3 > ${name}.got; touch ${name}.end' > /dev/null 2>&1 < /dev/null &
        until [ -e ${name}.up ]; do sleep 0.05; done`,
      );
    const answerOf = (name: string) =>
      shell(neighbour, `touch ${name}.go; until [ -e ${name}.end ]; do sleep 0.05; done; cat ${name}.got`);
    await Promise.all([connect('before'), connect('after')]);
    expect(await answerOf('before')).toContain(worldsAnswer);
    await close(neighbour.id);
    expect(await answerOf('after')).not.toContain(worldsAnswer);
    await expectClosed(neighbour);
    await open(neighbour.id);
    await expectOpen(neighbour);
    await close(neighbour.id);
  });

  test('stays closed, and the other open, when the packet filter is mended, also after it was emptied', async () => {
    await registry.mend(signal());
    await expectClosed(neighbour);
    await expectOpen(sandbox);
    await runInContainer(gateway, ['packet-filter', 'remove', bridge], signal());
    await registry.mend(signal());
    await expectClosed(neighbour);
    await expectOpen(sandbox);
  });

  test('stays closed while the gateway is down and after it has come back, by a server that knows nobody', async () => {
    await gateway.kill();
    await expectRefusedAtOnce(fetchInShell(publicAddress), neighbour);
    await registryWith('open').start(signal());
    await expectClosed(neighbour);
    await expectOpen(sandbox);
  });

  test('leaves an address that is open for an open sandbox and closed for a closed one', async () => {
    const [first, second] = [newSandboxId(), newSandboxId()];
    await open(first);
    const address = await addressOf(first);
    await harness.kill(first);
    const closed = await close(second);
    expect(await addressOf(second)).toBe(address);
    await expectClosed(closed);
    await harness.kill(second);
    const opened = await open(first);
    expect(await addressOf(first)).toBe(address);
    await expectOpen(opened);

    const another = newSandboxId();
    await harness.host.remove([first]);
    // Nothing was said of it.
    const unknown = await harness.host.open(another, signal());
    expect(await addressOf(another)).toBe(address);
    await expectClosed(unknown);
  });

  test('is closed too while the host engine makes networks, for which it takes its own rules away', async () => {
    const ask = `rm -f end; until [ -e end ]; do curl -s -m 0.2 http://${publicAddress}/ && echo reached; sleep 0.001; done`;
    const asking = shell(neighbour, ask);
    for (let count = 0; count < 8; count += 1) {
      const made = await docker.createNetwork({
        Name: `drydock-${installation}-more`,
        Labels: { [installationLabel]: installation },
      });
      await made.remove();
    }
    await shell(neighbour, 'touch end');
    expect(await asking).toBe('');
  });

  test('is not given out where it can’t be closed', async () => {
    const id = newSandboxId();
    await gateway.kill();
    await expect(close(id)).rejects.toThrow();
    await registry.start(signal());
    await expectClosed(await close(id));
  });
});

test('a setting that was changed holds at once, and the network goes with its last sandbox', async () => {
  const { network, bridge } = networkNames(installation, 'open');
  expect(await shell(sandbox, fetchInShell(publicAddress))).toBe(worldsAnswer);
  const closed = registryWith('registry-only');
  await closed.start(signal());
  await expectRefusedAtOnce(fetchInShell(publicAddress));
  await harness[Symbol.asyncDispose]();
  await closed.start(signal());
  expect(await unlessMissing(docker.getNetwork(network).inspect())).toBeUndefined();
  expect(await rulesFor(bridge)).toBe('');
});

describeSetting('registry-only');

test('an installation that is given up leaves no rule and no network', async () => {
  await harness[Symbol.asyncDispose]();
  await registryWith('registry-only').remove(signal());
  expect(await rulesFor(installation)).not.toMatch(/DRYDOCK|ddo?-/);
  expect(await docker.listNetworks({ filters: { name: [installation] } })).toEqual([]);
});
