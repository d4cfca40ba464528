import * as z from 'zod/mini';
import { filePathSchema } from '../shared/file-views.ts';
import { recall, remember } from './remembered.ts';

/** How the files' panel stood when the learner left. */
const rememberedFilesSchema = z.object({
  open: z.array(filePathSchema),
  active: z.optional(filePathSchema),
  unfolded: z.array(filePathSchema),
  hasHidden: z.boolean(),
});
export type RememberedFiles = z.infer<typeof rememberedFilesSchema>;

export function recallFiles(): RememberedFiles {
  try {
    return rememberedFilesSchema.parse(JSON.parse(recall('drydock.files') ?? ''));
  } catch {
    return { open: [], unfolded: [], hasHidden: false };
  }
}

export function rememberFiles(files: RememberedFiles): void {
  remember('drydock.files', JSON.stringify(files));
}
