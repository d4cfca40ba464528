import {
  etagSchema,
  type FolderView,
  fileConflictSchema,
  folderViewSchema,
  type OpenedFile,
  openedFileSchema,
  savedFileSchema,
} from '../shared/file-views.ts';
import { askServer } from './ask-server.ts';

/** The server gives itself half a minute, and a sandbox may start meanwhile. */
const TIMEOUT_MS = 45_000;
/** The largest upload through a slow line. */
const UPLOAD_TIMEOUT_MS = 90_000;

/** What was refused, in words. `isGone`: there is no such file any more; `isTaken`: there is one already. */
export interface Refusal {
  readonly kind: 'refused';
  readonly message: string;
  readonly isGone: boolean;
  readonly isTaken: boolean;
}

export type Asked<Result> = ({ readonly kind: 'done' } & Result) | Refusal;

export type SaveResult =
  | Asked<{ readonly etag: string }>
  | { readonly kind: 'conflict'; readonly current: OpenedFile | null };

/** What a file must be for it to be replaced: not there yet, of this content, or anything. */
export type Replaces = 'nothing' | 'anything' | { readonly etag: string };

const address = (what: string, path: string) => `/api/files/${what}?path=${encodeURIComponent(path)}`;

const refusal = ({ message, status }: { readonly message: string; readonly status: number | undefined }): Refusal => ({
  kind: 'refused',
  message,
  isGone: status === 404,
  isTaken: status === 409,
});

const unreadable: Refusal = {
  kind: 'refused',
  message: 'The server’s answer could not be read. Reload the page, then try again.',
  isGone: false,
  isTaken: false,
};

async function get<View>(
  url: string,
  schema: { safeParse(json: unknown): { data?: View | undefined } },
): Promise<Asked<{ readonly view: View }>> {
  const answer = await askServer(url, { timeoutMs: TIMEOUT_MS });
  if (!answer.isOk) return refusal(answer);
  const view = schema.safeParse(await answer.response.json().catch(() => undefined)).data;
  return view === undefined ? unreadable : { kind: 'done', view };
}

async function act(url: string, init: RequestInit): Promise<Asked<object>> {
  const answer = await askServer(url, { ...init, timeoutMs: TIMEOUT_MS });
  return answer.isOk ? { kind: 'done' } : refusal(answer);
}

/** The learner's files, by paths below their home folder. Nothing here rejects. */
export const fileRequests = {
  list: (path: string): Promise<Asked<{ readonly view: FolderView }>> => get(address('folder', path), folderViewSchema),

  open: (path: string): Promise<Asked<{ readonly view: OpenedFile }>> => get(address('file', path), openedFileSchema),

  async save(path: string, content: string | Blob, replaces: Replaces): Promise<SaveResult> {
    const condition: Record<string, string> =
      replaces === 'nothing'
        ? { 'if-none-match': '*' }
        : { 'if-match': replaces === 'anything' ? '*' : `"${etagSchema.parse(replaces.etag)}"` };
    const answer = await askServer(address('file', path), {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream', ...condition },
      body: content,
      timeoutMs: UPLOAD_TIMEOUT_MS,
    });
    if (answer.isOk) {
      const saved = savedFileSchema.safeParse(await answer.response.json().catch(() => undefined));
      return saved.success ? { kind: 'done', etag: saved.data.etag } : unreadable;
    }
    const conflict = answer.status === 412 ? fileConflictSchema.safeParse(answer.body) : undefined;
    return conflict?.success ? { kind: 'conflict', current: conflict.data.current } : refusal(answer);
  },

  makeFolder: (path: string): Promise<Asked<object>> => act(address('folder', path), { method: 'POST' }),

  move: (from: string, to: string): Promise<Asked<object>> =>
    act('/api/files/move', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ from, to }),
    }),

  remove: (path: string): Promise<Asked<object>> => act(address('file', path), { method: 'DELETE' }),

  downloadAddress: (path: string): string => address('download', path),
};

export type FileRequests = typeof fileRequests;
