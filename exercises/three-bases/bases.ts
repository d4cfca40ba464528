export interface Base {
  /** What is built, and the port outside that leads to its port 8000. */
  readonly image: string;
  readonly port: number;
  /** `undefined`: from nothing. */
  readonly base: string | undefined;
}

export const DEBIAN: Base = { image: 'tide:debian', port: 8001, base: 'debian:trixie-slim' };
export const ALPINE: Base = { image: 'tide:alpine', port: 8002, base: 'alpine:3.22' };
export const SCRATCH: Base = { image: 'tide:scratch', port: 8003, base: undefined };

/** In the container: what `tide.c` listens on. */
export const INNER_PORT = 8000;
/** Words that every answer of the program has. */
export const SAYS = 'high water';
/** The program alone is below 1 MB, even with the C library inside. The smallest image that one may start from by mistake adds more than another. */
export const SCRATCH_LIMIT_BYTES = 1_500_000;
/** What may lie over a base: the program in one or two forms, and no compiler. */
export const OWN_LIMIT_BYTES = 5_000_000;

export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 2 : 0)} MB`;
}
