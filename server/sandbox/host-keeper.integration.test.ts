import { randomBytes } from 'node:crypto';
import Docker, { type Container, type ContainerCreateOptions } from 'dockerode';
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from 'vitest';
import { disksVolumeName, dockerLabels, keeperName } from '../domain/docker-names.ts';
import { unlessMissing } from '../domain/engine-errors.ts';
import { patience, within } from '../test-patience.ts';
import { placeCgroup } from './cgroup-placement.ts';
import { readCgroupSetup } from './cgroup-setup.ts';
import { createHostKeeper, DisksUnavailableError } from './host-keeper.ts';
import { createKeeperCommands } from './keeper-commands.ts';
import { keeperContainerOptions } from './keeper-options.ts';

const MIB = 1024 ** 2;
const SIZE = 64 * MIB;

const docker = new Docker();
const { busybox, keeper: image } = inject('images');
const { cgroup, hasAppArmor } = await readCgroupSetup(docker);
const installation = randomBytes(4).toString('hex');
const keeper = createHostKeeper({ docker, installation, image, hasAppArmor });
/** The host as the keeper sees it, which may be another machine than this one. */
const host = createKeeperCommands(docker, { installation, image, hasAppArmor });
const signal = () => within(20_000);

let counter = 0;
const newName = () => `drydock-${installation}-${++counter}`;

beforeAll(() => keeper.start(signal()));

afterAll(async () => {
  await keeper.remove();
  expect(await unlessMissing(docker.getContainer(keeperName(installation)).inspect())).toBeUndefined();
  expect(await unlessMissing(docker.getVolume(disksVolumeName(installation)).inspect())).toBeUndefined();
});

const loopsOf = async (name: string) =>
  host.run(['losetup', '--noheadings', '--output', 'NAME', '--associated', `/disks/${name}.ext4`]);

const loopOf = async (name: string) => (await host.run(['readlink', `/disks/${name}.dev`]))[0];

/** A container that is there until the test is over. */
async function runImage(
  Image: string,
  HostConfig: ContainerCreateOptions['HostConfig'],
  ...Cmd: string[]
): Promise<Container> {
  const container = await docker.createContainer({
    Image,
    Cmd,
    Labels: dockerLabels(installation, 'sandbox'),
    HostConfig: { Init: true, ...HostConfig },
  });
  onTestFinished(async () => {
    await unlessMissing(container.remove({ force: true, v: true }));
  });
  await container.start();
  return container;
}

/** Sleeps where it is given no command. */
const runBusybox = (hostConfig: ContainerCreateOptions['HostConfig'], ...command: string[]) =>
  runImage(busybox, hostConfig, ...(command.length > 0 ? command : ['sleep', '600']));

/** A container with the disk as its /etc, mounted as sandboxes mount theirs. */
async function mount(name: string, device: string): Promise<Container> {
  await docker.createVolume({
    Name: name,
    Driver: 'local',
    Labels: dockerLabels(installation, 'sandbox'),
    DriverOpts: { type: 'ext4', device, o: 'nodev,nosuid,discard' },
  });
  onTestFinished(async () => {
    await unlessMissing(docker.getVolume(name).remove());
  });
  return runBusybox({ Binds: [`${name}:/etc`] });
}

/** A container in a cgroup of this name, as a sandbox is in its own. */
function runInCgroup(name: string, ...command: string[]): Promise<Container> {
  const { parent, traces } = placeCgroup(name, cgroup);
  // After the container's removal: the last that was asked for comes first.
  onTestFinished(() => keeper.sweepCgroups(traces));
  return runBusybox({ CgroupParent: parent }, ...command);
}

async function shell(container: Container, script: string): Promise<string> {
  const exec = await container.exec({ Cmd: ['sh', '-c', script], Tty: true, AttachStdout: true });
  const stream = await exec.start({ Tty: true });
  const chunks: Buffer[] = await stream.toArray();
  return Buffer.concat(chunks).toString().replaceAll('\r\n', '\n').trim();
}

test('a disk is made once and attached once, however often it is asked for', async () => {
  const name = newName();
  const paths = await Promise.all([keeper.attachDisk(name, SIZE), keeper.attachDisk(name, SIZE)]);
  expect(paths[0]).toBe(paths[1]);
  expect(await loopsOf(name)).toEqual([await loopOf(name)]);
  expect(await keeper.diskNames()).toContain(name);
});

test('a container gets its image’s files on a new disk, and no more room than the disk has', async () => {
  const name = newName();
  const container = await mount(name, await keeper.attachDisk(name, SIZE));
  expect(await shell(container, 'ls /etc')).toContain('passwd');
  expect(await shell(container, 'dd if=/dev/zero of=/etc/big bs=1M count=100')).toContain('No space left');
  const kib = Number(await shell(container, 'du -k /etc/big | cut -f 1'));
  expect(kib).toBeGreaterThan(40 * 1024);
  expect(kib).toBeLessThan(64 * 1024);
});

test('an idle disk takes little of the host, and what is deleted on it is given back', async () => {
  const name = newName();
  const container = await mount(name, await keeper.attachDisk(name, 10 * 1024 * MIB));
  expect(await keeper.allocatedBytes(name)).toBeLessThan(2 * MIB);
  await shell(container, 'dd if=/dev/urandom of=/etc/big bs=1M count=30; sync');
  expect(await keeper.allocatedBytes(name)).toBeGreaterThan(30 * MIB);
  await shell(container, 'rm /etc/big; sync');
  await vi.waitUntil(async () => (await keeper.allocatedBytes(name)) < 2 * MIB, { timeout: 10_000 * patience });
});

test('what is on a disk is there again after it was detached, behind another device', async () => {
  const name = newName();
  const path = await keeper.attachDisk(name, SIZE);
  const container = await mount(name, path);
  await shell(container, 'echo kept > /etc/note');
  const before = await loopOf(name);
  await keeper.releaseDisk(name);
  await container.stop({ t: 0 });
  await vi.waitUntil(async () => (await loopsOf(name)).length === 0, { timeout: 1_000 * patience });
  // Another disk takes its number.
  for (let taken: string | undefined; taken !== before; ) {
    const other = newName();
    await keeper.attachDisk(other, SIZE);
    taken = await loopOf(other);
  }
  expect(await keeper.attachDisk(name, SIZE)).toBe(path);
  expect(await loopOf(name)).not.toBe(before);
  await container.start();
  expect(await shell(container, 'cat /etc/note')).toBe('kept');
});

test('there are more disks than the kernel has loop devices at first', async () => {
  const names = Array.from({ length: 12 }, newName);
  await Promise.all(names.map((name) => keeper.attachDisk(name, SIZE)));
  const loops = await Promise.all(names.map(loopOf));
  expect(new Set(loops).size).toBe(names.length);
  for (const [index, name] of names.entries()) expect(await loopsOf(name)).toEqual([loops[index]]);
  await keeper.removeDisks(names);
  for (const name of names) expect(await keeper.diskNames()).not.toContain(name);
});

test('a disk that is removed leaves no file, no link and no loop device', async () => {
  const name = newName();
  await keeper.attachDisk(name, SIZE);
  const loop = await loopOf(name);
  await keeper.removeDisks([name]);
  expect((await host.run(['ls', '/disks'])).filter((file) => file.startsWith(`${name}.`))).toEqual([]);
  expect(await host.run(['losetup', '--noheadings', '--output', 'NAME'])).not.toContain(loop);
  await expect(keeper.removeDisks([name])).resolves.toBeUndefined();
});

test('a disk whose making was broken off is no disk, and is made anew', async () => {
  const name = newName();
  const draft = `/disks/${name}.draft`;
  await host.run(['dd', 'if=/dev/urandom', `of=${draft}`, 'bs=1M', 'count=3', 'status=none']);
  expect(await keeper.diskNames()).not.toContain(name);
  const container = await mount(name, await keeper.attachDisk(name, SIZE));
  expect(await shell(container, 'ls /etc')).toContain('passwd');
  expect(await keeper.allocatedBytes(name)).toBeLessThan(2 * MIB);
  await host.run(['touch', draft]);
  await keeper.start(signal());
  await expect(host.run(['ls', draft])).rejects.toThrow('No such file');
});

test('a disk that is released while it is mounted stays usable, and is detached when it is unmounted', async () => {
  const name = newName();
  const container = await mount(name, await keeper.attachDisk(name, SIZE));
  await keeper.releaseDisk(name);
  await keeper.releaseDisk(name);
  expect(await shell(container, 'echo on > /etc/note && cat /etc/note')).toBe('on');
  expect(await loopsOf(name)).toHaveLength(1);
  await container.stop({ t: 0 });
  await vi.waitUntil(async () => (await loopsOf(name)).length === 0, { timeout: 1_000 * patience });
});

test('a disk that is attached again before it was unmounted stays attached after that', async () => {
  const name = newName();
  const container = await mount(name, await keeper.attachDisk(name, SIZE));
  const loops = await loopsOf(name);
  await keeper.releaseDisk(name);
  await keeper.attachDisk(name, SIZE);
  await container.stop({ t: 0 });
  expect(await loopsOf(name)).toEqual(loops);
  await container.start();
  expect(await shell(container, 'ls /etc')).toContain('passwd');
});

test('a loop device that has become another disk’s, or nobody’s, is not taken for a disk’s own', async () => {
  const [name, other] = [newName(), newName()];
  for (const each of [name, other]) await keeper.attachDisk(each, SIZE);
  const [own = '', foreign = ''] = [await loopOf(name), await loopOf(other)];
  const keep = (loop: string) => host.run(['keep-attached', loop, `/disks/${name}.ext4`]);
  expect(await keep(own)).toEqual([]);
  await expect(keep(foreign)).rejects.toMatchObject({ exitCode: 1, reason: '' });
  await keeper.releaseDisk(name);
  await expect(keep(own)).rejects.toMatchObject({ exitCode: 1, reason: '' });
  await expect(keep('/dev/loop-none')).rejects.toThrow('No such file');
});

test('a release that was asked for first does not undo the attachment after it', async () => {
  const name = newName();
  await keeper.attachDisk(name, SIZE);
  await Promise.all([keeper.releaseDisk(name), keeper.attachDisk(name, SIZE)]);
  expect(await loopsOf(name)).toEqual([await loopOf(name)]);
});

test('a start releases what was left attached, and nothing that has just been attached', async () => {
  const [left, lost, fresh] = [newName(), newName(), newName()];
  for (const name of [left, lost, fresh]) await keeper.attachDisk(name, SIZE);
  await host.run(['touch', '--no-dereference', '--date', '10 minutes ago', `/disks/${left}.dev`]);
  await host.run(['rm', `/disks/${lost}.dev`]);
  await keeper.start(signal());
  expect(await loopsOf(left)).toEqual([]);
  expect(await loopsOf(lost)).toEqual([]);
  expect(await loopsOf(fresh)).toEqual([await loopOf(fresh)]);
});

test('a keeper that was stopped, paused or removed behind our back comes back with the next command', async () => {
  const name = newName();
  await keeper.attachDisk(name, SIZE);
  const container = docker.getContainer(keeperName(installation));
  const { Id } = await container.inspect();
  await keeper.start(signal());
  expect((await container.inspect()).Id).toBe(Id);
  await container.kill();
  expect(await keeper.diskNames()).toContain(name);
  expect((await container.inspect()).Id).toBe(Id);
  await container.pause();
  expect(await keeper.diskNames()).toContain(name);
  await container.remove({ force: true });
  expect(await keeper.diskNames()).toContain(name);
});

test('a keeper of another version is replaced', async () => {
  const own = randomBytes(4).toString('hex');
  const before = createHostKeeper({ docker, installation: own, image: busybox, hasAppArmor });
  const after = createHostKeeper({ docker, installation: own, image, hasAppArmor });
  onTestFinished(() => after.remove());
  await expect(before.start(signal())).rejects.toThrow();
  await after.start(signal());
  expect(await after.diskNames()).toEqual([]);
});

test('a host disk that is full is said to be, and nothing is left on it', async () => {
  const own = randomBytes(4).toString('hex');
  await docker.createVolume({
    Name: disksVolumeName(own),
    Driver: 'local',
    DriverOpts: { type: 'tmpfs', device: 'tmpfs', o: 'size=64k' },
  });
  const full = createHostKeeper({ docker, installation: own, image, hasAppArmor });
  onTestFinished(() => full.remove());
  await full.start(signal());
  await expect(full.attachDisk('any', 10 * 1024 * MIB)).rejects.toThrow('No space left');
  const files = await createKeeperCommands(docker, { installation: own, image, hasAppArmor }).run(['ls', '/disks']);
  expect(files).toEqual([]);
});

test('a host without loop devices is named as such', async () => {
  const own = randomBytes(4).toString('hex');
  const { HostConfig, ...options } = keeperContainerOptions({ installation: own, image, hasAppArmor });
  await docker.createContainer({ ...options, HostConfig: { ...HostConfig, DeviceCgroupRules: [] } });
  const without = createHostKeeper({ docker, installation: own, image, hasAppArmor });
  onTestFinished(() => without.remove());
  const attached = without.attachDisk('any', SIZE);
  await expect(attached).rejects.toBeInstanceOf(DisksUnavailableError);
  await expect(attached).rejects.toThrow(/no loop device.*not permitted.*modprobe loop/);
});

test('cgroups of a sandbox that is gone are removed, the learner’s own in them too', async () => {
  const name = newName();
  const parent = cgroup.version === 1 ? 'pids' : '.';
  const make = `mkdir -p ${parent}/${name}/docker/inner && chown -R 61000:61000 ${parent}/${name}/docker`;
  const maker = await runBusybox({ Binds: ['/sys/fs/cgroup:/cgroups'] }, 'sh', '-c', `cd /cgroups && ${make}`);
  expect(await maker.wait()).toMatchObject({ StatusCode: 0 });
  const folder = `${parent}/${name}`;
  expect(await host.run(['ls', '-d', `/host-cgroups/${folder}`])).toHaveLength(1);
  await keeper.sweepCgroups([folder, `${parent}/never-was`]);
  await expect(host.run(['ls', '-d', `/host-cgroups/${folder}`])).rejects.toThrow('No such file');
});

test.runIf(cgroup.version === 1)('a cgroup that is in use is named and stays', async () => {
  const name = newName();
  const container = await runInCgroup(name);
  await expect(keeper.sweepCgroups([`pids/${name}`])).rejects.toThrow(`still in use: pids/${name}`);
  expect((await container.inspect()).State.Running).toBe(true);
});

test.runIf(cgroup.driver === 'systemd')('systemd does not keep the slice of a sandbox that is gone', async () => {
  const name = newName();
  const to = ['--dest=org.freedesktop.systemd1', '/org/freedesktop/systemd1'];
  const isKnown = async () => {
    const ask = ['dbus-send', '--system', '--print-reply', ...to, 'org.freedesktop.systemd1.Manager.GetUnit'];
    const asking = await runImage(
      image,
      { Binds: ['/run/dbus:/run/dbus'], SecurityOpt: ['apparmor=unconfined'] },
      ...ask,
      `string:${name}.slice`,
    );
    return (await asking.wait()).StatusCode === 0;
  };
  const container = await runInCgroup(name);
  expect(await isKnown()).toBe(true);
  await container.remove({ force: true });
  await keeper.sweepCgroups(placeCgroup(name, cgroup).traces);
  await expect.poll(isKnown).toBe(false);
});

test('memory and disk are those of the host', async () => {
  const container = await runBusybox({});
  const usage = await keeper.usage();
  const total = Number(await shell(container, "awk '/^MemTotal/ { print $2 }' /proc/meminfo")) * 1024;
  expect(usage.memoryTotalBytes).toBe(total);
  expect(usage.memoryAvailableBytes).toBeGreaterThan(100 * MIB);
  expect(usage.memoryAvailableBytes).toBeLessThan(total);
  expect(usage.diskTotalBytes).toBeGreaterThan(1024 * MIB);
  expect(usage.diskFreeBytes).toBeGreaterThan(0);
  expect(usage.diskFreeBytes).toBeLessThan(usage.diskTotalBytes);
});

test('the AppArmor profile compiles, under a name that changes with its text', async () => {
  const [name] = await host.run(['load-profile', 'check']);
  expect(name).toMatch(/^drydock-sandbox-[0-9a-f]{12}$/);
  const container = docker.getContainer(keeperName(installation));
  const broken = await container.exec({
    Cmd: ['sh', '-c', 'sed "s/userns,/usernss,/" /usr/local/share/drydock/sandbox-profile | apparmor_parser -QK'],
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await broken.start({});
  await stream.resume().toArray();
  expect((await broken.inspect()).ExitCode).not.toBe(0);
});

test.runIf(hasAppArmor)('the AppArmor profile is loaded', async () => {
  const name = await keeper.appArmorProfile();
  expect(name).toMatch(/^drydock-sandbox-[0-9a-f]{12}$/);
  expect(await host.run(['cat', '/sys/kernel/security/apparmor/profiles'])).toContain(`${name} (enforce)`);
});

test.runIf(!hasAppArmor)('without AppArmor there is no profile, and none can be loaded', async () => {
  expect(await keeper.appArmorProfile()).toBeUndefined();
  const own = randomBytes(4).toString('hex');
  const mistaken = createHostKeeper({ docker, installation: own, image, hasAppArmor: true });
  onTestFinished(() => mistaken.remove());
  await expect(mistaken.appArmorProfile()).rejects.toThrow(/profile can't be loaded: .*apparmor/is);
});
