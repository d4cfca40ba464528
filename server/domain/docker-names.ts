import type { SandboxId } from '../../src/shared/ids.ts';

/** What a container, volume or network on the host engine is for. */
export type DockerRole = 'sandbox' | 'gateway' | 'keeper' | 'fill' | 'store' | 'probe';

/** The labels of everything that an installation makes on the host engine. */
export const installationLabel = 'drydock.installation';
export const roleLabel = 'drydock.role';
export const sandboxLabel = 'drydock.sandbox';
/** What a container was made from and with, hashed: tells one that is no longer current. */
export const optionsLabel = 'drydock.options';

/** The volume with the shared image store that a sandbox's images lead into: it must stay as long as the sandbox does. */
export const imageStoreLabel = 'drydock.image-store';

export function dockerLabels(installation: string, role: DockerRole): Record<string, string> {
  return { [installationLabel]: installation, [roleLabel]: role };
}

/** Names a sandbox's container, its volume and its cgroup. */
export function sandboxName(installation: string, id: SandboxId): string {
  return `drydock-${installation}-${id}`;
}

export function networkName(installation: string): string {
  return `drydock-${installation}`;
}

/** An interface's name is at most 15 characters. */
export function bridgeName(installation: string): string {
  return `dd-${installation}`;
}

export function gatewayName(installation: string): string {
  return `drydock-${installation}-gateway`;
}

/** The volume with what learners have pushed, what was fetched from public registries, and the authority that the sandboxes trust. */
export function gatewayVolumeName(installation: string): string {
  return `drydock-${installation}-gateway`;
}

export function keeperName(installation: string): string {
  return `drydock-${installation}-keeper`;
}

/** The volume that holds the files of all sandboxes' disks. */
export function disksVolumeName(installation: string): string {
  return `drydock-${installation}-disks`;
}
