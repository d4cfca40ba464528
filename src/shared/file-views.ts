import * as z from 'zod/mini';

/** What the editor opens. A Dockerfile has some hundred bytes; a log of megabytes is not edited in a browser. */
export const MAX_EDITED_BYTES = 512 * 1024;

/** What is uploaded at once: a picture, an archive of a small project. It is held in memory on its way. */
export const MAX_UPLOAD_BYTES = 16 * 1024 * 1024;

/** More of a folder is not shown: nobody reads it. */
export const MAX_LISTED_ENTRIES = 1_000;

/** The folders of a tree that are unfolded, and the files that are open. */
export const MAX_WATCHED_PATHS = 60;

/** The kernel takes 4,096 bytes; a person makes no such path. */
const MAX_PATH_LENGTH = 1_024;
/** The kernel's own bound, in bytes. */
const MAX_NAME_LENGTH = 255;

/** Whether it can be the name of a file: any text but `.`, `..`, and one with a slash or a NUL in it. */
export function isFileName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && name.length <= MAX_NAME_LENGTH && !/[/\0]/.test(name);
}

function isPath(path: string): boolean {
  return path.length <= MAX_PATH_LENGTH && path.isWellFormed() && path.split('/').every(isFileName);
}

/** Leads from the learner's home folder to something in it: names joined by slashes. */
export const filePathSchema = z.string().check(z.refine(isPath, 'names joined by slashes, none of them . or ..'));

/** The same, or empty for the home folder itself. */
export const folderPathSchema = z
  .string()
  .check(z.refine((path) => path === '' || isPath(path), 'empty, or names joined by slashes, none of them . or ..'));

/** The SHA-256 of a file's bytes, in hex. */
export const etagSchema = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** `kind` is that of what a link leads to; `other` is what can't be opened, a link that leads nowhere too. */
export const folderEntrySchema = z.object({
  name: z.string().check(z.refine(isFileName)),
  kind: z.enum(['file', 'folder', 'other']),
  isLink: z.boolean(),
  sizeBytes: z.int().check(z.gte(0)),
});
export type FolderEntry = z.infer<typeof folderEntrySchema>;

/** `GET /api/files/folder`. `isWhole` is false where there is more in it, or something whose name is no text; `stamp` tells the names from those of other times. */
export const folderViewSchema = z.object({
  entries: z.array(folderEntrySchema).check(z.maxLength(MAX_LISTED_ENTRIES)),
  isWhole: z.boolean(),
  stamp: etagSchema,
});
export type FolderView = z.infer<typeof folderViewSchema>;

/** `GET /api/files/file`: what the editor gets. Files that are no text, or too large for it, can be downloaded. */
export const openedFileSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string(), etag: etagSchema, isWritable: z.boolean() }),
  z.object({ kind: z.literal('binary'), sizeBytes: z.int() }),
  z.object({ kind: z.literal('large'), sizeBytes: z.int() }),
]);
export type OpenedFile = z.infer<typeof openedFileSchema>;

/** `PUT /api/files/file`, where it was written. */
export const savedFileSchema = z.object({ etag: etagSchema });

/** The same with status 412: something else has changed the file since. `current` is what it is now, `null` where it is gone; nothing was written. */
export const fileConflictSchema = z.object({ current: z.nullable(openedFileSchema) });

/** What tells one state of a file, or of the names in a folder, from another; `null` where there is nothing. A small file's is its etag. */
export const fileStampSchema = z.object({
  path: folderPathSchema,
  stamp: z.nullable(z.string().check(z.maxLength(100))),
});
export type FileStamp = z.infer<typeof fileStampSchema>;
