import type Docker from 'dockerode';
import type { ImageBuild } from './course-builds.ts';
import { readServed } from './course-content.ts';
import type { DraftRegistry } from './course-storage.ts';
import type { Exported } from './export-course.ts';
import { pushImage } from './fill-registry.ts';
import type { Update } from './progress.ts';

/** Images of the engine that a classroom's machine could not build, by way of the draft. They are to be read while it is open. */
export async function exportedOwnImages(
  docker: Docker,
  draft: DraftRegistry,
  builds: readonly ImageBuild[],
  { signal, update }: { readonly signal: AbortSignal; readonly update: Update },
): Promise<readonly Exported[]> {
  const exported: Exported[] = [];
  for (const { recipe, title, tag } of builds) {
    const { repository } = recipe;
    const platform = 'linux/amd64';
    const note = (detail: string) => update(`${title} ${detail}`);
    const draftTag = await pushImage(docker, draft, { tag, repository, platform }, signal, note);
    const image = await readServed(draft.client, { repository, tags: [draftTag], builds: [{ tag, platform }] });
    if (!image) throw new Error(`The engine pushed no image for ${tag}.`);
    exported.push({ names: [tag], image, repository, client: draft.client });
  }
  return exported;
}
