import { expect, test } from 'vitest';
import { ProbeFailedError, parseProbe } from './host-probe.ts';

const lines = [
  'user-namespace=ok',
  'overlay=ok',
  'packet-filter=ok',
  'tun=yes',
  'loop=yes',
  'controllers=cpu memory pids ',
  'hierarchy=1',
  'user.max_user_namespaces=96365',
  'kernel.pid_max=32768',
  'MemTotal=2048',
  'MemAvailable=1024',
  'SwapTotal=0',
  'disk=4096',
];

test('sizes come in bytes, and what the kernel does not have is left out', () => {
  expect(parseProbe(lines.join('\n'))).toEqual({
    userNamespace: { works: true },
    overlay: { works: true },
    packetFilter: { works: true },
    hasTun: true,
    hasLoopDevices: true,
    cgroupControllers: ['cpu', 'memory', 'pids'],
    hasMemoryHierarchy: true,
    settings: { 'user.max_user_namespaces': 96_365, 'kernel.pid_max': 32_768 },
    memoryTotalBytes: 2048 * 1024,
    memoryAvailableBytes: 1024 * 1024,
    swapBytes: 0,
    diskFreeBytes: 4096 * 1024,
  });
});

test('what failed keeps its reason, even one with an equals sign in it', () => {
  const output = lines.join('\n').replace('overlay=ok', 'overlay=failed mount: option upperdir=/tmp: no. ');
  expect(parseProbe(output).overlay).toEqual({ works: false, reason: 'mount: option upperdir=/tmp: no.' });
});

test('without a user namespace nothing was tried in one', () => {
  const output = lines
    .join('\n')
    .replace('user-namespace=ok', 'user-namespace=failed unshare: Operation not permitted')
    .replace('overlay=ok', 'overlay=failed unshare: Operation not permitted');
  const found = parseProbe(output);
  expect(found.userNamespace).toEqual({ works: false, reason: 'unshare: Operation not permitted' });
  expect(found.overlay).toBeUndefined();
  expect(found.packetFilter).toBeUndefined();
});

test('an image without the packet filter’s programs leaves that open', () => {
  expect(parseProbe(lines.filter((line) => !line.startsWith('packet-filter')).join('\n')).packetFilter).toBeUndefined();
});

test('devices, hierarchy and settings that are not there', () => {
  const output = lines.filter((line) => !/^(tun|loop|kernel)/.test(line)).join('\n');
  const found = parseProbe(output.replace('hierarchy=1', 'hierarchy=0'));
  expect(found).toMatchObject({ hasTun: false, hasLoopDevices: false, hasMemoryHierarchy: false });
  expect(found.settings).toEqual({ 'user.max_user_namespaces': 96_365 });
});

test.each([
  ['nothing', '', 'nothing'],
  ['an error', 'sh: can’t open /tmp/probe', 'open /tmp/probe'],
  ['half of it', lines.slice(0, 5).join('\n'), 'tun=yes'],
])('%s is a failure that shows what was said', (_, output, shown) => {
  expect(() => parseProbe(output)).toThrow(ProbeFailedError);
  expect(() => parseProbe(output)).toThrow(shown);
});
