import type { ContainerView } from '../src/shared/exercise/index.ts';

/**
 * What to say where another image's container has the port that was asked for: that of an earlier exercise, most often. `docker run` leaves behind
 * the container that did not get it, and its name is taken from then on. `undefined` where nobody else holds the port.
 */
export function heldPort(
  containers: readonly ContainerView[],
  hostPort: number,
  imageId: string | undefined,
): string | undefined {
  const holder = containers.find(
    (container) => container.imageId !== imageId && container.ports.some((port) => port.hostPort === hostPort),
  );
  if (!holder) return undefined;
  const unstarted = containers.find((container) => container.imageId === imageId && container.state === 'created');
  if (!unstarted) return `\`${holder.name}\` holds port ${hostPort}. Remove it first: \`docker rm -f ${holder.name}\`.`;
  return `\`${holder.name}\` holds port ${hostPort}, so \`${unstarted.name}\` could not start. Remove both, and start anew: \`docker rm -f ${holder.name} ${unstarted.name}\`.`;
}
