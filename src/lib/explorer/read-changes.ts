import { containerChangesSchema } from '../../shared/explorer-views.ts';
import { askServer } from '../ask-server.ts';
import type { ListedFile } from './file-rows.ts';
import { UnreadableImageError } from './layer-library.ts';

const READ_TIMEOUT_MS = 40_000;

/** What a container has made other than in its image. The engine tells no sizes. */
export async function readChanges(containerId: string): Promise<readonly ListedFile[]> {
  const answer = await askServer(`/api/engine/containers/${containerId}/changes`, { timeoutMs: READ_TIMEOUT_MS });
  if (!answer.isOk) throw new UnreadableImageError(answer.message);
  const { changes } = containerChangesSchema.parse(await answer.response.json());
  const folders = new Set(changes.map(({ path }) => path.slice(0, Math.max(path.lastIndexOf('/'), 0))));
  return changes
    .filter(({ path, mark }) => mark !== 'changed' || !folders.has(path))
    .map(({ path, mark }) => ({ path, mark, entry: undefined, beforeBytes: 0 }));
}
