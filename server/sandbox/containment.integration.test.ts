import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { sandboxName } from '../domain/docker-names.ts';
import { createDockerSandboxHarness, type DockerSandboxHarness, testLimits } from './docker-sandbox-harness.ts';
import type { ReadySandbox } from './port.ts';
import { newSandboxId, shell } from './sandbox-host-contract.ts';

let harness: DockerSandboxHarness;
let sandbox: ReadySandbox;
const signal = () => AbortSignal.timeout(20_000);

beforeAll(async () => {
  harness = await createDockerSandboxHarness(inject('images').sandbox);
  sandbox = await harness.host.open(newSandboxId(), signal());
  // The engine answers once all that the start script hands over is handed over.
  await shell(sandbox, 'docker version');
});

afterAll(async () => {
  await harness.host.reap(new Set());
  await harness[Symbol.asyncDispose]();
});

test('nothing in a sandbox runs as root, its first process included', async () => {
  const { Titles, Processes } = await harness.docker
    .getContainer(sandboxName(harness.installation, sandbox.id))
    .top({ ps_args: '-eo pid,uid,cmd' });
  expect(Titles).toEqual(['PID', 'UID', 'CMD']);
  expect(Processes.length).toBeGreaterThan(3);
  const processes: readonly string[][] = Processes;
  expect(processes.filter(([, uid]) => uid === '0')).toEqual([]);
});

test('the learner has no capability, and none can be had but the four', async () => {
  const status = await shell(sandbox, 'grep Cap /proc/self/status');
  expect(status).toMatch(/CapPrm:\s0+\n/);
  expect(status).toMatch(/CapEff:\s0+\n/);
  // CHOWN, FOWNER, SETGID and SETUID are bits 0, 3, 6 and 7.
  expect(status).toMatch(/CapBnd:\s0{14}c9\n/);
});

test('no file gives its user another’s rights', async () => {
  expect(await shell(sandbox, 'find / -xdev -type f -perm /6000 2> /dev/null')).toBe('');
});

test('the image, the kernel’s settings and the limits can’t be written, as the learner or as root of their namespace', async () => {
  const write = `for file in /etc/x /usr/bin/x /proc/sysrq-trigger /proc/sys/kernel/core_pattern /proc/sys/kernel/modprobe \\
      /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids/docker/pids.max /sys/fs/cgroup/cpu/cpu.cfs_quota_us; do
    (echo 1 > "$file") 2> /dev/null && echo "wrote $file"
  done; true`;
  expect(await shell(sandbox, write)).toBe('');
  const asInnerRoot = `nsenter --preserve-credentials -U -m -n -t "$(cat $XDG_RUNTIME_DIR/rootlesskit/child_pid)"`;
  expect(await shell(sandbox, `${asInnerRoot} id -u`)).toBe('0');
  const written = await shell(sandbox, `${asInnerRoot} sh -c '${write}'`);
  // Their namespace's /etc is a copy of their own.
  expect(written).toBe('wrote /etc/x');
});

test('the host’s files, processes and disks are not to be seen', async () => {
  const host = 'ls /var/run/docker.sock /var/lib/docker 2>&1; ls /dev | grep -E "^(sd|vd|nvme|loop|mem|kmsg)"';
  expect(await shell(sandbox, host)).not.toMatch(/^\/var|^(sd|vd|nvme|loop|mem|kmsg)/m);
  expect(await shell(sandbox, 'ps -e -o comm= | grep -c vitest')).toBe('0');
  expect(await shell(sandbox, `unshare -rm sh -c 'mknod /tmp/disk b 254 0' 2>&1`)).toContain('not permitted');
});

test('a hog is killed at the memory limit, and the engine lives on', async () => {
  const before = await shell(sandbox, 'pgrep -x dockerd');
  const hog = await sandbox.exec(['sh', '-c', 'head -c 900M /dev/zero | tail -c 800M > /dev/null'], {
    signal: signal(),
  });
  expect(hog.exitCode).not.toBe(0);
  expect(await shell(sandbox, 'docker version > /dev/null && pgrep -x dockerd')).toBe(before);
});

test('processes are counted, and others than the learner’s containers keep some', async () => {
  expect(await shell(sandbox, 'cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids/docker/pids.max')).toBe(
    `${testLimits.pids}\n${testLimits.pids * 0.75}`,
  );
  const bomb = 'for i in $(seq 600); do sleep 30 & done 2> /dev/null; wait';
  const abort = new AbortController();
  const running = sandbox.exec(['bash', '-c', bomb], { signal: abort.signal });
  const peak = async () => Number(await harnessPids());
  await expect.poll(peak, { timeout: 15_000 }).toBeGreaterThan(testLimits.pids * 0.9);
  expect(await peak()).toBeLessThanOrEqual(testLimits.pids);
  abort.abort();
  await expect(running).rejects.toThrow();
  await harness.stop(sandbox.id);
  sandbox = await harness.host.open(sandbox.id, signal());
  expect(await shell(sandbox, 'echo back')).toBe('back');
});

/** From outside: a sandbox at its limit can't start another process to count them. */
async function harnessPids(): Promise<string> {
  const folder = sandboxName(harness.installation, sandbox.id);
  return readFile(`/sys/fs/cgroup/pids/${folder}/pids.current`, 'utf8');
}

test('another sandbox is not reached', async () => {
  const other = await harness.host.open(newSandboxId(), signal());
  const server = 'setsid socat TCP-LISTEN:8099,reuseaddr,fork EXEC:cat < /dev/null > /dev/null 2>&1 &';
  await shell(other, `${server} until socat -u OPEN:/dev/null TCP:127.0.0.1:8099 2>/dev/null; do :; done`);
  const address = await shell(other, 'hostname -I');
  expect(address).toMatch(/^\d+\.\d+\.\d+\.\d+ $|^\d+\.\d+\.\d+\.\d+$/);
  const reach = `socat -u OPEN:/dev/null TCP:${address.trim()}:8099,connect-timeout=2 && echo reached`;
  expect(await shell(sandbox, reach)).not.toContain('reached');
});
