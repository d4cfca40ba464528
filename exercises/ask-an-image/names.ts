export const DATABASE = 'postgres:17';
const DISTROLESS = 'gcr.io/distroless/static-debian13';
export const NONROOT = `${DISTROLESS}:nonroot`;
export const LATEST = `${DISTROLESS}:latest`;
/** What the names of all distroless images begin with. */
export const DISTROLESS_PREFIX = 'gcr.io/distroless/';
export const LIST = 'distroless.txt';
export const SETTING = 'PGDATA';
