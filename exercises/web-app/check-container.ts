import { type ContainerView, fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { counted } from '../counted.ts';
import { IMAGE, PORT } from './names.ts';

/** Does a container of `webapp:1.0` run with its port 80 published on 8080? */
export async function checkContainer(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(IMAGE);
  if (!image) return fail(`There is no image \`${IMAGE}\` to start a container from yet.`);

  const containers = await sandbox.containers();
  const own = containers.filter(({ imageId }) => imageId === image.id);
  const running = own.filter(({ state }) => state === 'running');
  if (running.some(publishes)) return pass();

  const holder = containers.find(({ state, ports }) => state === 'running' && ports.some(onPort));
  if (holder) {
    const why = own.includes(holder)
      ? `leads to its port ${holder.ports.find(onPort)?.containerPort}, not to 80`
      : `is not from the \`${IMAGE}\` that you have now`;
    return fail(
      `\`${holder.name}\` holds port ${PORT}, but it ${why}. Remove it with \`docker rm -f ${holder.name}\`.`,
    );
  }
  const first = running[0];
  if (first) return fail(notPublished(first));
  const stopped = own[0];
  if (stopped) {
    return fail(
      `${counted(own.length, 'container')} from \`${IMAGE}\`, but none runs (\`${stopped.name}\`: ${stopped.state}).`,
    );
  }
  return fail(`No container is from \`${IMAGE}\` yet. Your engine has ${counted(containers.length, 'container')}.`);
}

function onPort({ hostPort }: { readonly hostPort: number }): boolean {
  return hostPort === PORT;
}

function publishes({ ports }: ContainerView): boolean {
  return ports.some((port) => onPort(port) && port.containerPort === 80 && port.protocol === 'tcp');
}

function notPublished({ name, ports }: ContainerView): string {
  if (ports.length === 0) {
    return `\`${name}\` runs and publishes 0 ports. EXPOSE only documents a port; \`-p\` of \`docker run\` publishes it.`;
  }
  // Docker lists a published port once for IPv4 and once for IPv6.
  const have = [...new Set(ports.map(({ hostPort, containerPort }) => `${hostPort}:${containerPort}`))].join(', ');
  return `\`${name}\` runs and publishes ${have}; ${PORT}:80 is asked for (first the port outside, then the one inside).`;
}
