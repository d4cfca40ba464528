import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Chains } from './explorer-messages.ts';

/** As Docker writes it: `sha256:` and 64 hex digits. The browser's own hashing is not there in pages that came without TLS. */
export function digestOf(content: Uint8Array | string): string {
  return `sha256:${bytesToHex(sha256(typeof content === 'string' ? utf8ToBytes(content) : content))}`;
}

/**
 * The chain ids of layers, base first, by the digests of their archives: what stands for each of them on those below it. Without the `sha256:`. Source: OCI image
 * specification, Layer ChainID.
 */
export function chainsOf(diffIds: readonly string[]): Chains {
  const chains: string[] = [];
  for (const diffId of diffIds) {
    const below = chains.at(-1);
    chains.push(below === undefined ? diffId.slice(7) : digestOf(`sha256:${below} ${diffId}`).slice(7));
  }
  return chains;
}

const shownLength = 'sha256:'.length + 12;

/** As `docker images` shows an id: its first twelve digits. */
export function shortDigest(digest: string): string {
  return digest.startsWith('sha256:') ? digest.slice('sha256:'.length, shownLength) : digest.slice(0, 12);
}
