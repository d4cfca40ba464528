import { z } from 'zod';
import type { Attempt, KernelFacts, KernelSettingName } from './host-facts.ts';
import { kernelSettingNames } from './host-facts.ts';

const KIB = 1024;

/**
 * Prints lines of `name=value`; of what was tried, `ok` or what went wrong. Asks for what a sandbox's own start scripts ask for
 * (images/sandbox/bin), with nothing but a shell, util-linux and, where the image has them, the packet filter's programs.
 */
export const HOST_PROBE = `
try() { name=$1; shift; if said=$("$@" 2>&1); then echo "$name=ok"; else echo "$name=failed $(echo "$said" | tr '\\n' ' ')"; fi; }
inside() { unshare --user --map-root-user --net --mount "$@"; }

overlay() {
  mkdir -p /tmp/lower /tmp/upper /tmp/work /tmp/merged &&
  mount -t overlay overlay -o lowerdir=/tmp/lower,upperdir=/tmp/upper,workdir=/tmp/work /tmp/merged
}
packet_filter() {
  filter=
  for variant in nft legacy; do
    if "iptables-$variant" -t nat -nL > /dev/null 2>&1; then filter=iptables-$variant; break; fi
  done
  [ -n "$filter" ] || { iptables-nft -t nat -nL; iptables-legacy -t nat -nL; return 1; }
  $filter -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j RETURN &&
  $filter -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 192.0.2.1:80 &&
  $filter -t nat -A POSTROUTING -j MASQUERADE &&
  $filter -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
}
case \${1:-} in
  overlay | packet_filter) "$1"; exit ;;
esac

try user-namespace inside true
try overlay inside sh "$0" overlay
command -v iptables-nft > /dev/null && try packet-filter inside sh "$0" packet_filter
[ -c /host/dev/net/tun ] && echo tun=yes
[ -c /host/dev/loop-control ] && echo loop=yes
if [ -e /host/cgroup/cgroup.controllers ]; then
  echo "controllers=$(cat /host/cgroup/cgroup.controllers)"
else
  echo "controllers=$(cd /host/cgroup && for folder in */; do [ ! -e "$folder/cgroup.procs" ] || printf '%s ' "\${folder%/}"; done)"
  echo "hierarchy=$(cat /host/cgroup/memory/memory.use_hierarchy)"
fi
for setting in $SETTINGS; do
  [ ! -r "/proc/sys/$(echo "$setting" | tr . /)" ] || echo "$setting=$(cat "/proc/sys/$(echo "$setting" | tr . /)")"
done
while read -r name kib rest; do
  case $name in MemTotal: | MemAvailable: | SwapTotal:) echo "\${name%:}=$kib" ;; esac
done < /proc/meminfo
echo "disk=$(df -kP / | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4)"
`;

const attempt = z.string().transform((said): Attempt => {
  if (said === 'ok') return { works: true };
  return { works: false, reason: said.replace(/^failed /, '').trim() || 'no reason was given' };
});
const present = z
  .literal('yes')
  .optional()
  .transform((said) => said === 'yes');
const bytesOfKib = z.coerce
  .number()
  .int()
  .transform((kib) => kib * KIB);

const probeSchema = z.object({
  'user-namespace': attempt,
  overlay: attempt,
  'packet-filter': attempt.optional(),
  tun: present,
  loop: present,
  controllers: z.string().transform((names) => names.split(' ').filter((name) => name !== '')),
  hierarchy: z
    .enum(['0', '1'])
    .optional()
    .transform((said) => said !== '0'),
  MemTotal: bytesOfKib,
  MemAvailable: bytesOfKib,
  SwapTotal: bytesOfKib.default(0),
  disk: bytesOfKib,
});

/** The probe could not run, or printed something else than it should. */
export class ProbeFailedError extends Error {
  override readonly name = 'ProbeFailedError';
}

/** Parses what the probe printed. Throws `ProbeFailedError`. */
export function parseProbe(output: string): KernelFacts {
  const values = Object.fromEntries(
    output.split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
    }),
  );
  const parsed = probeSchema.safeParse(values);
  if (!parsed.success) {
    throw new ProbeFailedError(`The probe ended early. It said: ${output.trim().slice(-500) || 'nothing'}`);
  }
  const found = parsed.data;
  const inNamespace = (tried: Attempt | undefined) => (found['user-namespace'].works ? tried : undefined);
  const settings: Partial<Record<KernelSettingName, number>> = {};
  for (const name of kernelSettingNames) {
    const value = Number(values[name] ?? Number.NaN);
    if (Number.isFinite(value)) settings[name] = value;
  }
  return {
    userNamespace: found['user-namespace'],
    overlay: inNamespace(found.overlay),
    packetFilter: inNamespace(found['packet-filter']),
    hasTun: found.tun,
    hasLoopDevices: found.loop,
    cgroupControllers: found.controllers,
    hasMemoryHierarchy: found.hierarchy,
    settings,
    memoryTotalBytes: found.MemTotal,
    memoryAvailableBytes: found.MemAvailable,
    swapBytes: found.SwapTotal,
    diskFreeBytes: found.disk,
  };
}
