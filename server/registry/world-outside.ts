import type Docker from 'dockerode';
import type { Container } from 'dockerode';
import { installationLabel } from '../domain/docker-names.ts';
import { within } from '../test-patience.ts';
import { runInContainer } from './run-in-container.ts';

/** A server that is not the host, reached at each of these IPv4 addresses on port 80, and a name service. */
export interface WorldOutside extends AsyncDisposable {
  /** Runs a line of shell on the host's own network, wherever the engine is. Throws when it fails. */
  onHost(line: string): Promise<string>;
}

/** What the server answers on port 80. */
export const worldsAnswer = 'the world';

export const worldsName = 'public.example';

const SERVE = `
mkdir /tmp/site && echo '${worldsAnswer}' > /tmp/site/index.html
busybox httpd -p 80 -h /tmp/site
exec dnsmasq --keep-in-foreground --conf-file=/dev/null --no-resolv --no-hosts --user=root --pid-file --log-facility=- --host-record="${worldsName},$1"
`;

/**
 * Stands in for the world beyond the host, on any engine and without a network: a container wired to the host by a cable of its own, past the
 * engine's networks. Its end takes the cable and the host's routes with it. The first address is the world's name's.
 */
export async function createWorldOutside(
  docker: Docker,
  options: {
    readonly installation: string;
    readonly images: { readonly gateway: string; readonly sandbox: string };
    readonly addresses: readonly string[];
  },
): Promise<WorldOutside> {
  const { installation, images, addresses } = options;
  const Labels = { [installationLabel]: installation };
  const signal = () => within(20_000);

  await using started = new AsyncDisposableStack();
  const start = async (container: Container) => {
    started.defer(() => container.remove({ force: true }));
    await container.start();
    return container;
  };

  const world = await start(
    await docker.createContainer({
      Image: images.gateway,
      Entrypoint: ['bash', '-c', SERVE, 'serve'],
      Cmd: [addresses[0] ?? ''],
      Labels,
      HostConfig: { NetworkMode: 'none', Init: true },
    }),
  );
  const host = await start(
    await docker.createContainer({
      Image: images.sandbox,
      Entrypoint: ['sleep', 'infinity'],
      User: '0:0',
      Labels,
      HostConfig: {
        NetworkMode: 'host',
        PidMode: 'host',
        Init: true,
        CapAdd: ['NET_ADMIN', 'SYS_ADMIN', 'SYS_PTRACE'],
        SecurityOpt: ['seccomp=unconfined'],
      },
    }),
  );

  const onHost = async (line: string): Promise<string> => {
    const { exitCode, output } = await runInContainer(host, ['bash', '-c', line], signal());
    if (exitCode !== 0) throw new Error(`On the host, ${line} ended with ${exitCode}: ${output}`);
    return output;
  };

  const { Pid } = (await world.inspect()).State;
  const cable = `ddw-${installation}`;
  const inWorld = `nsenter -t ${Pid} -n ip`;
  await onHost(
    [
      'set -e',
      `ip link add ${cable} type veth peer name eth0 netns ${Pid}`,
      `ip link set ${cable} up`,
      `${inWorld} link set eth0 up`,
      ...addresses.map((address) => `${inWorld} address add ${address}/32 dev eth0`),
      `${inWorld} route add default dev eth0`,
      ...addresses.map((address) => `ip route add ${address} dev ${cable}`),
    ].join('\n'),
  );

  const all = started.move();
  return { onHost, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
