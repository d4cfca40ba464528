const MIB = 1024 ** 2;

/** What a sandbox that is at work takes on the average: shell, engine, its own supervisor on the host, and a small container. Idle ones take half. */
const MEMORY_PER_SANDBOX_BYTES = 100 * MIB;

/** Kept free for the host, its engine and the platform. */
const MEMORY_RESERVE_BYTES = 1024 * MIB;

/** With less free than these, no further sandbox is started. */
export const MIN_MEMORY_AVAILABLE_BYTES = MEMORY_RESERVE_BYTES + MEMORY_PER_SANDBOX_BYTES;
export const MIN_DISK_FREE_BYTES = 2048 * MIB;

/** What the host has, and has left, in bytes. */
export interface HostRoom {
  readonly memoryTotalBytes: number;
  readonly memoryAvailableBytes: number;
  readonly diskFreeBytes: number;
}

/** How many sandboxes a host of this size carries at once; one in any case. */
export function defaultMaxSandboxes(memoryTotalBytes: number): number {
  return Math.max(1, Math.floor((memoryTotalBytes - MEMORY_RESERVE_BYTES) / MEMORY_PER_SANDBOX_BYTES));
}

/** How many places there are now, when so many are taken: none more where memory or disk come to their end, whatever the setting says. */
export function placesNow(room: HostRoom, held: number, maxSandboxes: number): number {
  const isTight = room.memoryAvailableBytes < MIN_MEMORY_AVAILABLE_BYTES || room.diskFreeBytes < MIN_DISK_FREE_BYTES;
  return isTight ? Math.min(held, maxSandboxes) : maxSandboxes;
}
