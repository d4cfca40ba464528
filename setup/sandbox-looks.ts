import { courseReference, IMAGES } from '../images/catalog.ts';
import type { SandboxLimits } from '../server/sandbox/container-options.ts';

/** Something to be seen in a sandbox by a command, and whether it is as it should be: a sentence when it is, an error when not. */
export interface SandboxLook {
  readonly command: readonly string[];
  judge(printed: string): string;
}

const MIB = 1024 ** 2;

/** A file system's own books are part of its disk; nothing makes it larger. */
const LIMITS_SCRIPT = `
cd /sys/fs/cgroup
if [ -e memory/memory.limit_in_bytes ]; then cat memory/memory.limit_in_bytes pids/pids.max; else cat memory.max pids.max; fi
df --block-size=1 --output=size "$HOME" | tail -n 1
`;

/** The smallest of the course's images. */
function smallImage(): string {
  const image = IMAGES.find(({ name }) => name === 'busybox:1.37')?.course;
  if (!image) throw new Error('The course has no busybox any more.');
  return courseReference(image);
}

/** What a sandbox that is as it should be shows, in the order in which to look. */
export function sandboxLooks(limits: SandboxLimits & { readonly hasDiskLimit: boolean }): readonly SandboxLook[] {
  return [
    {
      command: ['docker', 'info', '--format', '{{.Driver}} {{.CgroupDriver}} {{.CgroupVersion}}'],
      judge(printed) {
        const [driver = '', cgroupDriver = '', version = ''] = printed.trim().split(' ');
        if (driver !== 'overlay2') throw new Error(`The sandbox’s engine keeps images by ${driver}, not overlay2.`);
        if (cgroupDriver !== 'cgroupfs')
          throw new Error(`The sandbox’s engine has the cgroup driver ${cgroupDriver}, not cgroupfs.`);
        return `It keeps images by overlay2 and limits containers by cgroup v${version}.`;
      },
    },
    {
      command: ['docker', 'run', '--rm', smallImage(), 'echo', 'it runs'],
      judge(printed) {
        if (printed.trim() !== 'it runs') throw new Error(`A container in the sandbox printed: ${printed.trim()}`);
        return `It pulled ${smallImage()} and ran a container.`;
      },
    },
    {
      command: ['ps', '-eo', 'uid=,args='],
      judge(printed) {
        const roots = printed.split('\n').filter((line) => /^\s*0\s/.test(line));
        if (roots.length > 0)
          throw new Error(`As root in the sandbox runs: ${roots.map((line) => line.trim().slice(2)).join('; ')}`);
        if (!printed.includes('dockerd')) throw new Error('The sandbox does not show its own processes.');
        return 'Nothing in it runs as root.';
      },
    },
    {
      command: ['sh', '-c', LIMITS_SCRIPT],
      judge(printed) {
        const [memoryBytes = Number.NaN, pids = Number.NaN, diskBytes = Number.NaN] = printed
          .trim()
          .split('\n')
          .map(Number);
        if (!(memoryBytes <= limits.memoryBytes))
          throw new Error(`The sandbox has no limit of memory: ${memoryBytes} bytes.`);
        if (!(pids <= limits.pids)) throw new Error(`The sandbox has no limit of processes: ${pids}.`);
        if (!limits.hasDiskLimit)
          return `It is held to ${memoryBytes / MIB} MiB of memory and ${pids} processes, and to no size of its disk.`;
        if (!(diskBytes <= limits.diskBytes))
          throw new Error(`The sandbox has no limit of its disk: ${diskBytes} bytes.`);
        return `It is held to ${memoryBytes / MIB} MiB of memory, ${pids} processes and ${Math.round(diskBytes / MIB)} MiB of disk.`;
      },
    },
  ];
}
