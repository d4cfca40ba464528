import type Docker from 'dockerode';
import { z } from 'zod';
import { readCgroupSetup } from '../server/sandbox/cgroup-setup.ts';

const infoSchema = z.object({ KernelVersion: z.string(), OperatingSystem: z.string(), ServerVersion: z.string() });

/** What an engine's host is, as rows of a name and a value. */
export async function describeHost(
  docker: Docker,
  busybox: string,
  signal: AbortSignal,
): Promise<readonly (readonly [string, string])[]> {
  const { KernelVersion, OperatingSystem, ServerVersion } = infoSchema.parse(await docker.info());
  const { cgroup, hasAppArmor } = await readCgroupSetup(docker);
  return [
    ['system', OperatingSystem],
    ['kernel', KernelVersion],
    ['systemd', await systemdVersion(docker, busybox, signal)],
    ['engine', ServerVersion],
    ['cgroup', `v${cgroup.version}, ${cgroup.driver}`],
    ['AppArmor', hasAppArmor ? 'on' : 'off'],
  ];
}

async function systemdVersion(docker: Docker, image: string, abortSignal: AbortSignal): Promise<string> {
  const container = await docker.createContainer({
    Image: image,
    Cmd: ['chroot', '/host', 'systemctl', '--version'],
    Tty: true,
    HostConfig: { Binds: ['/:/host:ro'], NetworkMode: 'none' },
  });
  try {
    await container.start({ abortSignal });
    await container.wait({ abortSignal });
    const output = (await container.logs({ stdout: true })).toString();
    return /\((.+)\)/.exec(output)?.[1] ?? output.trim();
  } finally {
    await container.remove({ force: true });
  }
}
