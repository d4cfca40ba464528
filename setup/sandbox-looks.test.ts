import { expect, test } from 'vitest';
import { sandboxLooks } from './sandbox-looks.ts';

const limits = { memoryBytes: 512 * 1024 ** 2, cpus: 1, pids: 400, diskBytes: 1024 ** 3, hasDiskLimit: true };
const [info, container, processes, held] = sandboxLooks(limits);

test('a sandbox as it should be is told in a sentence a look', () => {
  expect(info?.judge('overlay2 cgroupfs 2\n')).toMatch(/overlay2.*v2/);
  expect(container?.judge('it runs\n')).toMatch(/busybox:1\.37/);
  expect(processes?.judge('61000 tini --\n61000 dockerd --x\n100000 sh\n')).toMatch(/root/);
  expect(held?.judge('536870912\n400\n1000000000\n')).toMatch(/512 MiB.*400.*954 MiB/);
});

test.each([
  ['another storage driver', info, 'vfs cgroupfs 2', /vfs/],
  ['no cgroup driver', info, 'overlay2 none 2', /none/],
  ['a container that says something else', container, '', /printed/],
  ['a process of root', processes, '61000 dockerd\n    0 sleep 9\n', /As root.*sleep 9/],
  ['processes that are hidden', processes, '61000 ps', /own processes/],
  ['no limit of memory', held, 'max\n400\n1000', /memory/],
  ['a larger limit of memory', held, '9223372036854771712\n400\n1000', /memory/],
  ['no limit of processes', held, '536870912\nmax\n1000', /processes/],
  ['a larger disk', held, '536870912\n400\n99999999999', /disk/],
  ['nothing said of the disk', held, '536870912\n400\n', /disk/],
])('%s is a fault', (_, look, printed, fault) => {
  expect(() => look?.judge(printed)).toThrow(fault);
});

test('where the disk can’t be limited its size is not looked at', () => {
  const [, , , look] = sandboxLooks({ ...limits, hasDiskLimit: false });
  expect(look?.judge('536870912\n400\n99999999999')).toMatch(/no size/);
});
