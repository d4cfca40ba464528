import { randomBytes, randomInt } from 'node:crypto';
import type Docker from 'dockerode';
import { installationLabel } from '../domain/docker-names.ts';
import type { EscapeTargets } from './escape-attempts.ts';

export interface PlacedTargets extends AsyncDisposable {
  readonly targets: Omit<EscapeTargets, 'NEIGHBOUR_ADDRESS'>;
}

/** From a process of the host that answers on its network: its first line says what only the host can tell. */
const PLACE = `
set -e
mkdir /tmp/site
echo "$MARK" > /tmp/site/index.html
echo "$MARK" > /mark/mark
busybox httpd -p "0.0.0.0:$HOST_PORT" -h /tmp/site
busybox httpd -p "127.0.0.1:$LOOPBACK_PORT" -h /tmp/site
disk=$(awk 'NR > 2 && $4 !~ /^(loop|ram|zram)/ { print $1, $2; exit }' /proc/partitions)
addresses=$(ip -4 -o address | awk '{ sub("/.*", "", $4); if ($4 !~ /^127/) print $4 }' | tr '\\n' ' ')
echo "$disk;$addresses"
exec -a "host-process-$MARK" socat "ABSTRACT-LISTEN:$MARK,fork" "SYSTEM:echo $MARK"
`;

const PORTS_FROM = 20_000;
const PORTS = 10_000;

/** Puts on the engine's host what a sandbox must not reach: a process, a file, sockets. Works on an engine elsewhere too. */
export async function placeEscapeTargets(
  docker: Docker,
  options: { readonly installation: string; readonly image: string; readonly signal: AbortSignal },
): Promise<PlacedTargets> {
  const { installation, image, signal } = options;
  const MARK = `drydock-${randomBytes(8).toString('hex')}`;
  const port = PORTS_FROM + randomInt(PORTS / 2) * 2;
  const known = { MARK, HOST_PORT: String(port), LOOPBACK_PORT: String(port + 1) };
  const labels = { [installationLabel]: installation };

  await using placed = new AsyncDisposableStack();
  await docker.createVolume({ Name: MARK, Labels: labels });
  const volume = docker.getVolume(MARK);
  placed.defer(() => volume.remove());
  const container = await docker.createContainer({
    Image: image,
    Entrypoint: ['bash', '-c', PLACE],
    User: '0:0',
    Env: Object.entries(known).map(([name, value]) => `${name}=${value}`),
    Labels: labels,
    Tty: true,
    HostConfig: { NetworkMode: 'host', PidMode: 'host', Init: true, Binds: [`${MARK}:/mark`] },
  });
  placed.defer(() => container.remove({ force: true }));
  const output = await container.attach({ stream: true, stdout: true, stderr: true });
  await container.start({ abortSignal: signal });
  const [DISK = '', HOST_ADDRESSES = ''] = (await firstLine(output, signal)).split(';');
  const { Mountpoint } = await volume.inspect();
  const { ID } = await docker.info();
  const targets = { ...known, DISK, HOST_ADDRESSES, HOST_FILE: `${Mountpoint}/mark`, ENGINE_ID: ID };
  const all = placed.move();
  return { targets, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

async function firstLine(output: NodeJS.ReadableStream, signal: AbortSignal): Promise<string> {
  let seen = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  output.on('data', (chunk: Buffer) => {
    seen += chunk.toString();
    const end = seen.indexOf('\r\n');
    if (end !== -1) resolve(seen.slice(0, end));
  });
  signal.addEventListener('abort', () => reject(new Error(`The host's process was not ready: ${seen}`)), {
    once: true,
  });
  return promise;
}
