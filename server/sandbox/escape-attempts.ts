/**
 * Who tries: the learner; root of their engine's user namespace; root of user, mount and cgroup namespaces that they made themselves; root in a
 * container with all that their engine can give it.
 */
export const sandboxActors = ['learner', 'engine-root', 'namespace-root', 'container-root'] as const;
export type SandboxActor = (typeof sandboxActors)[number];

/** What stands on the host to be reached. In the attempts these are variables. */
export interface EscapeTargets {
  /** Numbers of a block device of the host, by a space: `254 0`. */
  readonly DISK: string;
  /** Stands in the command line of a process on the host, and names an abstract socket and a file of it. */
  readonly MARK: string;
  /** Path on the host of a file with the mark in it. */
  readonly HOST_FILE: string;
  /** The host engine's id, as its API gives it. */
  readonly ENGINE_ID: string;
  /** All IPv4 addresses of the host, by spaces. */
  readonly HOST_ADDRESSES: string;
  /** An HTTP server on all addresses of the host that answers with the mark, and one on its loopback. */
  readonly HOST_PORT: string;
  readonly LOOPBACK_PORT: string;
  /** Of another sandbox, which answers on 8099 and has a file named by the mark in its home folder. */
  readonly NEIGHBOUR_ADDRESS: string;
}

export interface EscapeAttempt {
  readonly name: string;
  /** Shell that ends with 0 if it got out, and only then. Even then it does no harm. */
  readonly script: string;
  /** All actors where left out. */
  readonly from?: readonly SandboxActor[];
  /** What a host may lack for the attempt to succeed even with every privilege. Where left out, every host has what it takes. */
  readonly needs?: string;
}

/**
 * A system call by its number on x86-64 that gets past the check for privileges, then fails for its senseless arguments. Texts among the
 * arguments are variables: Perl passes no constants.
 */
function systemCall(name: string, number: number, args: string, needs?: string): EscapeAttempt {
  // EPERM, EACCES and ENOSYS are refusals; everything else was let in.
  const script = `perl -e '($none, $zeros, $event) = ("", "\\0" x 128, pack "LLx56", 1, 64);
    $result = syscall(${number}, ${args}); $error = $! + 0; print STDERR "$!\\n";
    exit($result < 0 && grep { $error == $_ } 1, 13, 38)'`;
  return { name, script, ...(needs === undefined ? {} : { needs }) };
}

/** Opening for writing is enough: the kernel asks for the right then. Nothing is written. */
function openForWriting(name: string, path: string, needs?: string): EscapeAttempt {
  return { name, script: `: >> ${path}`, ...(needs === undefined ? {} : { needs }) };
}

function mountOf(type: string, needs?: string): EscapeAttempt {
  const script = `mkdir -p /tmp/mount && busybox mount -t ${type} none /tmp/mount && busybox umount /tmp/mount`;
  return { name: `mount ${type}`, script, ...(needs === undefined ? {} : { needs }) };
}

/** /tmp and the home folder take no devices, so every place is tried. */
function deviceNode(name: string, kind: 'b' | 'c', numbers: string, needs?: string): EscapeAttempt {
  const script = `for folder in /tmp /dev /dev/shm /run "$HOME" /; do
    mknod "$folder/node-$$" ${kind} ${numbers} && : < "$folder/node-$$" && rm "$folder/node-$$" && exit 0
    rm -f "$folder/node-$$"
  done; exit 1`;
  return { name, script, ...(needs === undefined ? {} : { needs }) };
}

const asksFor = (address: string, port: string) =>
  `for address in ${address}; do curl -s -m 2 "http://$address:${port}/" | grep -q "$MARK" && exit 0; done; exit 1`;

/** Runs with `$own` as the caller's own cgroup below a fresh mount of its tree, if that can be had. */
function nearOwnCgroup(controller: string, then: string): string {
  return `mkdir -p /tmp/cgroup
    busybox mount -t cgroup -o ${controller} none /tmp/cgroup || busybox mount -t cgroup2 none /tmp/cgroup
    own=/tmp/cgroup$(sed -nE 's/^[0-9]+:(${controller})?://p' /proc/self/cgroup | head -n 1)
    ${then}; code=$?; busybox umount /tmp/cgroup; exit $code`;
}

const writeToOne = (text: string, ...files: readonly string[]) =>
  `for file in ${files.join(' ')}; do [ -e "$file" ] && tried=1 && echo ${text} > "$file" && break; done`;

/** A limit of the sandbox's: of the parent that it has for itself on cgroup v1, of its container's own cgroup on v2. */
function raiseLimit(what: string, controller: string, [v1, v2]: readonly [string, string], to: string): EscapeAttempt {
  const files = [`/sys/fs/cgroup/${controller}/${v1}`, `/sys/fs/cgroup/${v2}`, `/hostcg/*/${v2}`];
  const write = writeToOne(to, ...files, `"$own/${v1}"`, `"$own/${v2}"`);
  const script = nearOwnCgroup(
    controller,
    `{ ${write} || { [ "$tried" ] || echo "its file was not found"; false; }; }`,
  );
  return { name: `raise its own limit of ${what}`, script };
}

export const escapeAttempts: readonly EscapeAttempt[] = [
  deviceNode('read the host’s disk', 'b', '$DISK', 'a host whose own root may read its disk'),
  deviceNode('read a loop device', 'b', '7 0', 'a host whose own root may read loop devices'),
  deviceNode('make a loop device', 'c', '10 237', 'a kernel with loop devices'),
  deviceNode('open the kernel’s log', 'c', '1 11'),
  deviceNode('open the machine’s memory', 'c', '1 1', 'a kernel with /dev/mem'),
  deviceNode('open the I/O ports', 'c', '1 4', 'a kernel with /dev/port'),
  {
    name: 'allow itself all devices',
    script: nearOwnCgroup(
      'devices',
      writeToOne('"b *:* rwm"', '/sys/fs/cgroup/devices/devices.allow', '"$own/devices.allow"'),
    ),
    needs: 'cgroup v1',
  },
  {
    name: 'see a process of the host',
    // A pattern that does not match itself, nor the shell that holds it.
    script: `for file in /proc/[0-9]*/cmdline; do
      tr '\\0' ' ' < "$file" 2> /dev/null | grep -q "host-process-$MARK" && exit 0
    done; exit 1`,
  },
  {
    name: 'signal a process of the host',
    script: `for folder in /proc/[0-9]*; do
      tr '\\0' ' ' < "$folder/cmdline" 2> /dev/null | grep -q "host-process-$MARK" && kill -0 "\${folder#/proc/}" && exit 0
    done; exit 1`,
  },
  {
    name: 'read a file of the host',
    script: `for root in '' /host /proc/[0-9]*/root; do grep -q "$MARK" "$root$HOST_FILE" && exit 0; done; exit 1`,
  },
  {
    name: 'open the root of the host’s disk by its handle',
    // The engine's own files for every container lie on the host's disk. Inode 2 is the root of an ext file system.
    script: `perl -e 'for $on ("/etc/hosts", "/etc/resolv.conf", $ENV{HOME}) {
      open(F, "<", $on) or next;
      my $handle = pack("LlLL", 8, 1, 2, 0);
      exit 0 if syscall(304, fileno(F), $handle, 0) >= 0;
    } print STDERR "$!\\n"; exit 1'`,
    needs: 'an ext file system under the host engine',
  },
  openForWriting('press a SysRq key', '/proc/sysrq-trigger', 'a kernel with SysRq'),
  openForWriting('set the program that takes core dumps', '/proc/sys/kernel/core_pattern'),
  openForWriting('set the program that loads modules', '/proc/sys/kernel/modprobe', 'a kernel with modules'),
  {
    name: 'set the program for devices',
    script: 'busybox mount -o remount,rw /sys; : >> /sys/kernel/uevent_helper',
    needs: 'a kernel with uevent helpers',
  },
  openForWriting('register a program for a file format', '/proc/sys/fs/binfmt_misc/register', 'binfmt_misc, mounted'),
  openForWriting('drop the kernel’s caches', '/proc/sys/vm/drop_caches'),
  {
    name: 'set a cgroup’s release agent',
    // Of every controller: some may have no cgroup of the sandbox's own.
    script: `mkdir -p /tmp/cgroup
    for controller in $(awk 'NR > 1 { print $1 }' /proc/cgroups); do
      busybox mount -t cgroup -o $controller none /tmp/cgroup || continue
      for file in /tmp/cgroup/release_agent /sys/fs/cgroup/$controller/release_agent; do
        [ -e "$file" ] && agent=$(cat "$file") && echo "$agent" > "$file" && exit 0
      done
      busybox umount /tmp/cgroup
    done; exit 1`,
    needs: 'cgroup v1',
  },
  raiseLimit('processes', 'pids', ['pids.max', 'pids.max'], 'max'),
  raiseLimit('memory', 'memory', ['memory.limit_in_bytes', 'memory.max'], '99999999999'),
  raiseLimit('processor time', 'cpu', ['cpu.cfs_quota_us', 'cpu.max'], '999999'),
  {
    name: 'move out of the cgroup that has the limits',
    script: nearOwnCgroup(
      'pids',
      `for parent in /hostcg "$own/.."; do
        [ -e "$parent/cgroup.subtree_control" ] && mkdir "$parent/escape-$$" &&
          sh -c 'echo $$ > "$0/cgroup.procs"' "$parent/escape-$$" && rmdir "$parent/escape-$$" && break
      done`,
    ),
    needs: 'cgroup v2',
  },
  {
    name: 'take the controllers from the cgroup that has the limits',
    // The empty line changes nothing.
    script: nearOwnCgroup(
      'pids',
      writeToOne("''", '/hostcg/cgroup.subtree_control', '"$own/../cgroup.subtree_control"'),
    ),
    needs: 'cgroup v2',
  },
  {
    name: 'leave its AppArmor profile',
    script: "echo 'changeprofile unconfined' > /proc/self/attr/current",
    needs: 'AppArmor',
  },
  systemCall('load a kernel module', 175, '0, 0, $none', 'a kernel with modules'),
  systemCall('load a kernel module from a file', 313, '-1, $none, 0', 'a kernel with modules'),
  systemCall('unload a kernel module', 176, '$none, 0', 'a kernel with modules'),
  systemCall('reboot', 169, '1, 2, 3, 0'),
  systemCall('load another kernel', 246, '0, 99, 0, 0', 'a kernel with kexec'),
  systemCall('swap on', 167, '$none, -1', 'a kernel with swap'),
  systemCall('set the clock', 164, '0, 0'),
  systemCall('start process accounting', 163, '$none', 'a kernel with process accounting'),
  systemCall('load a BPF program', 321, '0, $zeros, 128', 'a kernel with BPF'),
  systemCall('watch the kernel’s performance events', 298, '$event, -1, 0, -1, 0', 'a kernel with performance events'),
  systemCall('read the kernel’s log', 103, '10, 0, 0'),
  systemCall('touch I/O ports', 173, '0x80, 1, 1', 'a kernel with I/O permissions'),
  systemCall('use a keyring', 250, '0, -4, 1', 'a kernel with keyrings'),
  systemCall('use an I/O ring', 425, '1, $zeros', 'a kernel with I/O rings'),
  systemCall('handle page faults', 323, '0', 'a kernel with userfaultfd'),
  {
    name: 'talk to the hypervisor',
    script: `perl -e 'socket(S, 40, 1, 0) or do { print STDERR "$!\\n"; exit 1 }'`,
    needs: 'a kernel with vsock',
  },
  mountOf('debugfs', 'a kernel with debugfs'),
  mountOf('tracefs', 'a kernel with tracefs'),
  mountOf('securityfs', 'a kernel with securityfs'),
  mountOf('devtmpfs'),
  {
    name: 'ask the host engine',
    script: `for socket in /run/docker.sock /host/run/docker.sock /proc/[0-9]*/root/run/docker.sock; do
      [ -S "$socket" ] && curl -s -m 2 --unix-socket "$socket" http://engine/info | grep -q "$ENGINE_ID" && exit 0
    done; exit 1`,
    needs: 'a host engine on its usual socket',
  },
  {
    name: 'reach an abstract socket of the host',
    script: 'timeout 3 socat -u "ABSTRACT-CONNECT:$MARK" - | grep -q "$MARK"',
  },
  { name: 'reach a port of the host', script: asksFor('$HOST_ADDRESSES 10.0.2.2', '$HOST_PORT') },
  {
    name: 'reach a port of the host’s loopback',
    script: asksFor('127.0.0.1 10.0.2.2 $HOST_ADDRESSES', '$LOOPBACK_PORT'),
  },
  { name: 'reach a port of another sandbox', script: asksFor('$NEIGHBOUR_ADDRESS', '8099') },
  {
    name: 'see the files of another sandbox, its engine’s socket among them',
    script: 'ls -d /proc/[0-9]*/root/home/learner/"$MARK"',
  },
  {
    name: 'listen on the sandboxes’ network',
    from: ['learner'],
    script: `perl -e 'socket(S, 17, 3, 0x0300) or do { print STDERR "$!\\n"; exit 1 }'`,
  },
  {
    name: 'enter the sandboxes’ network and listen',
    from: ['engine-root', 'namespace-root', 'container-root'],
    script: `nsenter -t "$(pgrep -o rootlesskit)" -n perl -e 'socket(S, 17, 3, 0x0300) or do { print STDERR "$!\\n"; exit 1 }'`,
  },
  {
    name: 'take another address on the sandboxes’ network',
    // Up it is already: only the right to say so is asked for.
    script: 'nsenter -t "$(pgrep -o rootlesskit)" -n ip link set lo up',
  },
  {
    name: 'send from a forged address',
    from: ['learner'],
    script: `perl -e 'socket(S, 2, 3, 255) or do { print STDERR "$!\\n"; exit 1 }'`,
  },
  {
    name: 'map the host’s root into a user namespace',
    from: ['learner'],
    script: `unshare -U sleep 5 & process=$!
      until [ "$(readlink /proc/$process/ns/user)" != "$(readlink /proc/self/ns/user)" ]; do sleep 0.01; done
      newuidmap $process 0 0 1 || echo '0 0 1' > /proc/$process/uid_map
      grep -q '^ *0 *0 *1$' /proc/$process/uid_map`,
  },
  {
    name: 'become root by a set-uid file that root of the user namespace made',
    from: ['learner'],
    script: `as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else nsenter --preserve-credentials -U -m -n -t "$(cat $XDG_RUNTIME_DIR/rootlesskit/child_pid)" "$@"; fi; }
      as_learner() { if [ "$(id -u)" = 0 ]; then setpriv --reuid 61000 --regid 61000 --clear-groups "$@"; else "$@"; fi; }
      for folder in "$HOME" /tmp; do
        as_root sh -c "cp /usr/bin/id $folder/as-root && chown 0:0 $folder/as-root && chmod 6755 $folder/as-root" && chmod a+x "$HOME"
        [ "$(as_learner $folder/as-root -u)" = 0 ] && exit 0
      done; exit 1`,
  },
  {
    name: 'have capabilities by a file that root of the user namespace made',
    from: ['learner'],
    script: `as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else nsenter --preserve-credentials -U -m -n -t "$(cat $XDG_RUNTIME_DIR/rootlesskit/child_pid)" "$@"; fi; }
      as_learner() { if [ "$(id -u)" = 0 ]; then setpriv --reuid 61000 --regid 61000 --clear-groups "$@"; else "$@"; fi; }
      for folder in "$HOME" /tmp; do
        as_root sh -c "cp /usr/bin/grep $folder/able && setcap cap_setuid,cap_chown+ep $folder/able" && chmod a+x "$HOME"
        as_learner $folder/able -qE 'CapEff:[[:space:]]*0*[1-9a-f]' /proc/self/status && exit 0
      done; exit 1`,
  },
];
