import { defaultMaxSandboxes } from '../domain/capacity.ts';
import { judgeEngine } from './engine-fitness.ts';
import { type Finding, mustFix, warning } from './finding.ts';
import type { HostFacts } from './host-facts.ts';
import { judgeRoom } from './host-room.ts';
import { judgeKernel } from './kernel-fitness.ts';

/** Whether a host can hold sandboxes safely, and how many. Without `maxSandboxes` as many are meant as its memory carries. */
export function judgeHost(host: HostFacts, maxSandboxes?: number): readonly Finding[] {
  if (host.probe.kind !== 'done') return judgeSafety(host);
  const { kernel } = host.probe;
  const room = judgeRoom(kernel, host.engine, maxSandboxes ?? defaultMaxSandboxes(kernel.memoryTotalBytes));
  return [...judgeSafety(host), ...room];
}

/** Whether it can hold any: what room there is at the moment does not count. */
export function judgeSafety({ engine, probe }: HostFacts): readonly Finding[] {
  const findings = judgeEngine(engine);
  switch (probe.kind) {
    case 'done':
      return [...findings, ...judgeKernel(probe.kernel, engine)];
    case 'no-image':
      return [
        ...findings,
        warning(
          'probe-missing',
          'The host’s kernel was not looked at.',
          'That takes a container, and none of Drydock’s images is on the engine yet.',
          '`npm start` builds them, and looks at the kernel before it opens any sandbox; or `npm run doctor` after it.',
        ),
      ];
    case 'failed':
      return [
        ...findings,
        mustFix(
          'probe-failed',
          `No container can run under a sandbox’s system call filter: ${probe.reason}`,
          'A sandbox is such a container, with more openings.',
          'Upgrade the engine and its runc (1.0 or later); `docker run --rm hello-world` shows whether any container runs.',
        ),
      ];
  }
}
