import type Docker from 'dockerode';
import { dockerLabels } from '../domain/docker-names.ts';

/** A cgroup stays busy for some milliseconds after its last process. */
const SWEEP = `
for folder in "$@"; do
  tries=0
  while [ -d "/host-cgroups/$folder" ] && [ "$tries" -lt 50 ]; do
    find "/host-cgroups/$folder" -depth -type d -exec rmdir {} \\; 2> /dev/null
    tries=$((tries + 1))
    [ ! -d "/host-cgroups/$folder" ] || sleep 0.02
  done
done
`;

const SWEEP_TIMEOUT_MS = 30_000;

/**
 * Removes cgroups of sandboxes that are gone, by their folders below /sys/fs/cgroup. The host engine made them and does not take them back; a small
 * container does, so that it works on an engine elsewhere too.
 */
export async function sweepCgroups(
  docker: Docker,
  options: { readonly installation: string; readonly image: string; readonly folders: readonly string[] },
): Promise<void> {
  if (options.folders.length === 0) return;
  const container = await docker.createContainer({
    Image: options.image,
    Entrypoint: ['sh', '-c', SWEEP, 'sweep'],
    Cmd: [...options.folders],
    User: '0:0',
    WorkingDir: '/',
    Labels: dockerLabels(options.installation, 'sweep'),
    HostConfig: {
      Binds: ['/sys/fs/cgroup:/host-cgroups'],
      NetworkMode: 'none',
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      // The inner cgroups are the learner's.
      CapAdd: ['DAC_OVERRIDE'],
      SecurityOpt: ['no-new-privileges'],
    },
  });
  const abortSignal = AbortSignal.timeout(SWEEP_TIMEOUT_MS);
  try {
    await container.start({ abortSignal });
    await container.wait({ abortSignal });
  } finally {
    await container.remove({ force: true });
  }
}
