import { knownCause } from './setup-error.ts';

/** An image could not be copied; others can. The message is a sentence or two for the person at the terminal. */
export class CopyError extends Error {
  override readonly name = 'CopyError';
}

const REASONS: readonly (readonly [pattern: RegExp, sentence: string])[] = [
  [
    /toomanyrequests|too many requests|\b429\b/i,
    'the public registry’s limit of pulls for this address is used up. Wait some hours, then run this again: it goes on from here.',
  ],
  [
    /did not match|does not match|digest mismatch|invalid checksum/i,
    'what the registry sent is not what its digest says, so it was not taken. Run this again; if it stays so, the registry, or a proxy before it, is not to be trusted.',
  ],
  [
    /manifest unknown|name unknown|not found|MANIFEST_UNKNOWN|NAME_UNKNOWN|\b404\b/i,
    'the registry does not have it any more. Correct the digest in images/catalog.ts, or serve a stand-in (`npm run images -- --offline`).',
  ],
  [
    /unauthorized|authentication required|denied|\b401\b|\b403\b/i,
    'the registry refuses it without a login. Set DRYDOCK_UPSTREAM to a registry that gives it to anybody.',
  ],
  [
    /server gave HTTP response|tls:|x509/i,
    'no trusted connection to the registry can be made. Correct DRYDOCK_UPSTREAM or the proxy, or serve stand-ins (`npm run images -- --offline`).',
  ],
];

/** What skopeo's end and its last lines mean for a person. */
export function explainCopy(said: readonly string[], exitCode: number): string {
  // The last line has the whole chain of causes; the ones before it are progress.
  const last = /msg="(?<message>.*)"$/.exec(said.at(-1) ?? '')?.groups?.['message'] ?? said.at(-1) ?? '';
  const text = last.replaceAll('\\"', '"');
  // Of the disk and the network set-up knows more.
  const reason = REASONS.find(([pattern]) => pattern.test(text))?.[1] ?? knownCause(text);
  return reason ?? `skopeo ended with exit code ${exitCode}: ${text}`;
}
