interface TrialCause {
  readonly pattern: RegExp;
  readonly why: string;
  readonly fix: string;
}

/** What sandboxes were seen to fail by on hosts, in the words of the programs that failed. The first match counts. */
const CAUSES: readonly TrialCause[] = [
  {
    pattern: /no space left on device/i,
    why: 'The disk of the host engine is full.',
    fix: 'Free some: `docker system df` shows what Docker holds, `df -h` the rest.',
  },
  {
    pattern: /apparmor/i,
    why: 'Our AppArmor profile could not be loaded or taken: without it a sandbox is not closed.',
    fix: 'See `sudo aa-status` and `sudo dmesg | grep -i apparmor` on the host. AppArmor must be 3.0 or later, and its parser must not be held by another security module.',
  },
  {
    pattern: /newuidmap|newgidmap|uid_map|gid_map/,
    why: 'The user ids of a sandbox’s user namespace could not be mapped. The storage driver of the host engine may have lost the file capabilities of newuidmap.',
    fix: 'Use the overlay2 storage driver on a file system with extended attributes (`docker info` shows both), then remove the drydock/sandbox image and start again.',
  },
  {
    pattern: /\/proc\/self\/exe: (?:operation not permitted|permission denied)|unshare.*not permitted/i,
    why: 'A security module of the host refused the sandbox its user namespace.',
    fix: 'See `sudo dmesg | tail` and `sudo ausearch -m avc` on the host for what refused it.',
  },
  {
    pattern: /mounting "?proc"?|error mounting "?\/?proc/,
    why: 'The kernel refused a /proc of the sandbox’s own: the engine masks parts of it although it was asked not to.',
    fix: 'Look into /etc/docker/daemon.json and the runtime (`docker info`, Default Runtime): it must be runc or crun.',
  },
  {
    pattern: /given no cgroups|cgroup/i,
    why: 'The sandbox did not get the cgroups that hold it to its limits.',
    fix: 'See that /sys/fs/cgroup on the host is the one that the engine uses, and that the engine does not itself run in a container.',
  },
  {
    pattern: /dev\/net\/tun/,
    why: 'The sandbox’s engine has no way to its network.',
    fix: '`sudo modprobe tun` on the host.',
  },
  {
    pattern: /packet filter|iptables/i,
    why: 'The rules that close the host to sandboxes could not be set.',
    fix: 'See that no other program on the host holds or rewrites iptables (`sudo iptables -S INPUT`), and that its modules are loaded.',
  },
  {
    pattern: /course registry|manifest unknown|Unable to find image|pull access denied|failed to resolve reference/i,
    why: 'The course’s images can’t be pulled in a sandbox.',
    fix: '`npm start` fills the course registry. If it says that it has, `npm run down -- --all` and `npm start` build it anew.',
  },
  {
    pattern: /TimeoutError|timed out|timeout|did not start in time/i,
    why: 'It took longer than it ever should: the host is too slow or too busy.',
    fix: 'Look at its load (`uptime`, `iostat -x 1`), end what else runs, and try again.',
  },
];

/** Why a trial failed and what to do, as far as what was said tells. */
export function explainTrial(said: string): Pick<TrialCause, 'why' | 'fix'> {
  return (
    CAUSES.find(({ pattern }) => pattern.test(said)) ?? {
      why: 'Learners’ sandboxes would fail in the same way.',
      fix: 'Look into the engine’s log on the host (`journalctl -u docker`), and report what you see there with this message.',
    }
  );
}
