import type Docker from 'dockerode';
import { dockerLabels } from '../domain/docker-names.ts';
import type { KeeperContainer } from './keeper-options.ts';

/** A container is made, asks and ends: half a second. An engine that hangs must not hold up whoever waits for a removal. */
const TIMEOUT_MS = 60_000;

/**
 * Has the host's systemd give up slices whose sandboxes are gone. It would keep each as active until the host's next start, and make its cgroup again
 * when a unit beside it comes or goes. Who may ask systemd may do everything on the host, so the keeper may not: a container of its own asks, and ends.
 */
export async function stopSlices(docker: Docker, keeper: KeeperContainer, slices: readonly string[]): Promise<void> {
  const abortSignal = AbortSignal.timeout(TIMEOUT_MS);
  const container = await docker.createContainer({
    Image: keeper.image,
    Cmd: ['stop-slices', ...slices],
    User: '0:0',
    Tty: true,
    Labels: dockerLabels(keeper.installation, 'keeper'),
    HostConfig: {
      NetworkMode: 'none',
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      // An engine's default profile is let through to no bus.
      SecurityOpt: ['no-new-privileges', ...(keeper.hasAppArmor ? ['apparmor=unconfined'] : [])],
      UsernsMode: 'host',
      Mounts: [{ Type: 'bind', Source: '/run/dbus', Target: '/run/dbus', ReadOnly: true }],
    },
    abortSignal,
  });
  try {
    await container.start({ abortSignal });
    const { StatusCode } = await container.wait({ abortSignal });
    if (StatusCode === 0) return;
    const said = await container.logs({ stdout: true, stderr: true, abortSignal });
    throw new Error(`systemd keeps slices of sandboxes that are gone: ${said.toString().trim()}`);
  } finally {
    await container.remove({ force: true });
  }
}
