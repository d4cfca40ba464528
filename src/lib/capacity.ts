import type { Capacity } from '../shared/views.ts';

const GIB = 1024 ** 3;

/** What an instructor should know before the next learner comes: what is so, and what to do, with `code` in it. */
export interface Advice {
  readonly kind: 'full' | 'crowded' | 'memory' | 'disk' | 'unknown';
  readonly what: string;
  readonly todo: string;
}

/** The whole of it; one decimal where the next would matter. */
export function describeBytes(bytes: number): string {
  const gib = bytes / GIB;
  return `${gib < 100 ? gib.toFixed(1) : Math.round(gib)} GiB`;
}

/** Places that neither a learner nor a warm sandbox has. */
export function freePlaces({ limit, ready, paused, warm }: Capacity): number {
  return Math.max(0, limit - ready - paused - warm);
}

/** Empty where there is room. Without figures, so that it changes only when something has to be done. */
export function adviseOn(capacity: Capacity): readonly Advice[] {
  const shortages = adviseOnHost(capacity.host);
  // Where the host is at its end more places would stay empty.
  return shortages.some(({ kind }) => kind !== 'unknown') ? shortages : [...adviseOnPlaces(capacity), ...shortages];
}

function adviseOnPlaces(capacity: Capacity): readonly Advice[] {
  const { waiting, paused, warm } = capacity;
  const isTaken = freePlaces(capacity) + warm === 0;
  if (waiting > 0 || (isTaken && paused === 0)) {
    return [
      {
        kind: 'full',
        what: 'Full. All places are taken by learners at work; whoever comes now waits in the line.',
        todo: 'For more places set `DRYDOCK_MAX_SANDBOXES` higher and restart Drydock, as far as memory reaches; beyond that the machine needs more memory.',
      },
    ];
  }
  if (!isTaken) return [];
  return [
    {
      kind: 'crowded',
      what: 'All places are taken. Whoever comes now gets the place of a paused sandbox, which is stopped; its files and images are kept.',
      todo: 'Nobody waits yet. For more places set `DRYDOCK_MAX_SANDBOXES` higher, as far as memory reaches.',
    },
  ];
}

function adviseOnHost(host: Capacity['host']): readonly Advice[] {
  if (!host) {
    return [
      {
        kind: 'unknown',
        what: 'The host can’t be asked for its memory and disk at the moment.',
        todo: 'See whether Docker runs on it, and what Drydock’s log says.',
      },
    ];
  }
  const advice: Advice[] = [];
  if (host.memoryAvailableBytes < host.minMemoryAvailableBytes) {
    advice.push({
      kind: 'memory',
      what: `Memory is short: with less than ${describeBytes(host.minMemoryAvailableBytes)} free no further sandbox is started, whatever the setting says; whoever comes waits in the line.`,
      todo: 'End other programs on the host, or give it more memory.',
    });
  }
  if (host.diskFreeBytes < host.minDiskFreeBytes) {
    advice.push({
      kind: 'disk',
      what: `Disk is short: with less than ${describeBytes(host.minDiskFreeBytes)} free no further sandbox is started, and builds may fail; whoever comes waits in the line.`,
      todo: 'Free some on the host (`docker system df` shows what Docker holds), or give it a larger disk.',
    });
  }
  return advice;
}
