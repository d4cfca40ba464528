import type Docker from 'dockerode';
import { runInContainer } from './run-in-container.ts';

/** Puts an image of the host engine into a course registry's volume, as set-up does. `name` is as a learner writes it. */
export async function pushToCourseVolume(
  docker: Docker,
  { gatewayImage, volume, image, name }: { gatewayImage: string; volume: string; image: string; name: string },
  signal: AbortSignal,
): Promise<void> {
  const fill = await docker.createContainer({
    Image: gatewayImage,
    Cmd: ['docker-registry', 'serve', '/etc/docker/registry/fill.yml'],
    ExposedPorts: { '5000/tcp': {} },
    HostConfig: {
      Binds: [`${volume}:/var/lib/registry`],
      PortBindings: { '5000/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] },
    },
  });
  try {
    await fill.start();
    const { NetworkSettings } = await fill.inspect();
    const port = NetworkSettings.Ports['5000/tcp']?.[0]?.HostPort;
    const untilItAnswers = 'until busybox wget -q -O /dev/null http://127.0.0.1:5000/v2/; do sleep 0.05; done';
    await runInContainer(fill, ['sh', '-c', untilItAnswers], signal);
    const [repository = '', tag = ''] = name.split(':');
    const pushed = `127.0.0.1:${port}/library/${repository}`;
    await docker.getImage(image).tag({ repo: pushed, tag });
    const reference = docker.getImage(`${pushed}:${tag}`);
    const progress = await reference.push({ authconfig: { username: '', password: '' } });
    await new Promise((resolve, reject) =>
      docker.modem.followProgress(progress, (error, rows) => {
        const failed = rows?.find((row: { error?: string }) => row.error);
        return error || failed ? reject(error ?? new Error(failed.error)) : resolve(undefined);
      }),
    );
    await reference.remove();
  } finally {
    await fill.remove({ force: true });
  }
}
