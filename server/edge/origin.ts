/** Hosts that all name this machine to itself: whoever may open one may open the others. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Tells the platform's own addresses from everybody else's. */
export interface OwnOrigin {
  /** Whether a request's `Host` is the platform. Another name that leads here (DNS rebinding) is not. */
  isOwnHost(host: string | undefined): boolean;
  /** Whether a request's `Origin` is a page of the platform. A request without one comes from no page. */
  isOwnOrigin(origin: string | undefined): boolean;
}

export function createOwnOrigin(publicUrl: URL): OwnOrigin {
  const hosts = LOOPBACK.has(publicUrl.hostname)
    ? [...LOOPBACK].map((name) => (publicUrl.port ? `${name}:${publicUrl.port}` : name))
    : [publicUrl.host];
  return {
    isOwnHost: (host) => host !== undefined && hosts.includes(host.toLowerCase()),
    isOwnOrigin: (origin) => hosts.some((host) => origin === `${publicUrl.protocol}//${host}`),
  };
}
