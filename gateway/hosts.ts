import { registryHost } from '../server/domain/registry-account.ts';

/** By which name a request came, and so what it wants. */
export type Asked =
  /** Docker Hub, by the mirror that sandboxes' engines ask first, or, on a closed network, by its own names. */
  | { readonly kind: 'hub'; readonly isMirror: boolean }
  /** Another public registry, of which the course may have images. */
  | { readonly kind: 'elsewhere'; readonly host: string }
  /** The course registry itself. */
  | { readonly kind: 'own' };

const HUB_HOSTS = ['registry-1.docker.io', 'index.docker.io', 'auth.docker.io', 'docker.io'];
const OTHER_HOSTS = ['gcr.io', 'ghcr.io', 'quay.io', 'mcr.microsoft.com', 'public.ecr.aws', 'registry.k8s.io'];

/** Public names that lead to the gateway on a closed network, so that it can say what is to be had instead. */
export const publicHosts = [...HUB_HOSTS, ...OTHER_HOSTS];

/** What the certificate must hold for. */
export const certifiedHosts = [registryHost, ...publicHosts];

/** `host` is a request's header by TLS, with or without a port. */
export function whatWasAsked(host: string): Asked | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (name === registryHost) return { kind: 'own' };
  if (HUB_HOSTS.includes(name)) return { kind: 'hub', isMirror: false };
  return OTHER_HOSTS.includes(name) ? { kind: 'elsewhere', host: name } : undefined;
}
