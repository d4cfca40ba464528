/** Below it CNCF Distribution keeps what the course's set-up has put there; read-only here. */
export const courseStorage = '/var/lib/registry';

/** The gateway's own volume. */
const state = '/var/lib/gateway';
export const pushesStorage = `${state}/pushes`;
export const cacheStorage = `${state}/cache`;
export const meterFile = `${state}/meter/pulls.json`;

/** Made anew at every start. */
const run = '/run/gateway';
export const socketOf = (name: string) => `/run/sockets/${name}.sock`;
export const adminSocket = socketOf('admin');
export const certificate = `${run}/registry.crt`;
export const certificateKey = `${run}/registry.key`;
export const tokenCertificate = `${run}/token.crt`;
export const tokenKey = `${run}/token.key`;
