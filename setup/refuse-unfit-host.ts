import type Docker from 'dockerode';
import type { Finding } from '../server/sandbox/finding.ts';
import { judgeSafety } from '../server/sandbox/host-fitness.ts';
import { readHostFacts } from '../server/sandbox/read-host-facts.ts';
import type { ImageTags } from './image-tags.ts';
import { describeFinding } from './print-findings.ts';
import { SetupError } from './setup-error.ts';

/** What a look at the kernel can be taken from: the sandbox's image has the packet filter's programs, the base is there sooner. */
export function probeImages(tags: ImageTags): readonly string[] {
  return [tags.get('sandbox'), tags.get('base')].filter((tag) => tag !== undefined);
}

/** Throws a `SetupError` that names each fault which must be fixed before any sandbox may be opened. */
export function refuse(findings: readonly Finding[]): void {
  const faults = findings.filter(({ level }) => level === 'must-fix');
  if (faults.length === 0) return;
  const list = faults.map(describeFinding).join('\n');
  throw new SetupError(
    `Drydock opens no sandboxes on this host, since it could not hold learners in them:\n${list}\n\`npm run doctor\` tells more.`,
  );
}

/**
 * Looks at the host, in a quarter of a second, and refuses one that offers no safe way. Before there is an image of ours only the engine's own words are
 * known; look again after.
 */
export async function refuseUnfitHost(docker: Docker, tags: ImageTags, signal: AbortSignal): Promise<void> {
  refuse(judgeSafety(await readHostFacts(docker, probeImages(tags), signal)));
}
