import * as z from 'zod/mini';
import { etagSchema } from '../shared/file-views.ts';
import { recall, remember } from './remembered.ts';

/** What was written into a file and not saved. `etag` is of the file that it was written into. */
const draftSchema = z.object({ path: z.string(), text: z.string(), etag: etagSchema });
export type Draft = z.infer<typeof draftSchema>;

const draftsSchema = z.array(draftSchema);

/** Browsers keep some five million characters for a whole site. */
const MAX_CHARACTERS = 1_000_000;

const sizeOf = ({ path, text }: Draft) => path.length + text.length;

/** From the last visit. */
export function keptDrafts(): readonly Draft[] {
  try {
    return draftsSchema.parse(JSON.parse(recall('drydock.drafts') ?? '[]'));
  } catch {
    return [];
  }
}

/** Keeps what there is room for, the newest first, and returns whether that is all. */
export function keepDrafts(drafts: readonly Draft[]): boolean {
  let characters = 0;
  const kept = drafts.filter((draft) => {
    characters += sizeOf(draft);
    return characters <= MAX_CHARACTERS;
  });
  const text = JSON.stringify(kept);
  remember('drydock.drafts', text);
  if (drafts.length === 0) return true;
  return kept.length === drafts.length && recall('drydock.drafts') === text;
}
