import { expect, test } from 'vitest';
import { explainTrial } from './trial-causes.ts';

test.each([
  ['[rootlesskit:parent] error: newuidmap: write to uid_map failed: Operation not permitted', /mapped/],
  [
    '[rootlesskit:parent] error: failed to start the child: fork/exec /proc/self/exe: permission denied',
    /security module/,
  ],
  ['OCI runtime create failed: error mounting "proc" to rootfs at "/proc": operation not permitted', /\/proc/],
  ['The sandbox was given no cgroups of its own.', /cgroups/],
  [
    'error gathering device information while adding custom device "/dev/net/tun": no such file or directory',
    /network/,
  ],
  ['The packet filter in front of the host could not be set. It said: x', /rules/],
  ['mkdir /var/lib/docker/overlay2/x: no space left on device', /full/],
  [
    'apparmor_parser: Unable to add "drydock". Permission denied; attempted to load a profile while confined?',
    /AppArmor/,
  ],
  ['TimeoutError: The operation was aborted due to timeout', /slow/],
  ['Unable to find image ‘x’ locally docker: Error response from daemon: no such host', /pulled/],
])('%s', (said, why) => {
  expect(explainTrial(said).why).toMatch(why);
});

test('what nobody has seen yet is explained by what it means', () => {
  const { why, fix } = explainTrial('the moon is full');
  expect(why).toMatch(/same way/);
  expect(fix).toMatch(/log/);
});
