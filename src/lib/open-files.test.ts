import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import type { OpenedFile } from '../shared/file-views.ts';
import type { Asked, Replaces, SaveResult } from './file-requests.ts';
import type { Draft } from './kept-drafts.ts';
import { type Buffers, MAX_OPEN_FILES, OpenFiles } from './open-files.ts';

const etag = (text: string) => createHash('sha256').update(text).digest('hex');
const textFile = (text: string): OpenedFile => ({ kind: 'text', text, etag: etag(text), isWritable: true });
const GONE = { kind: 'refused', message: 'It is gone.', isGone: true, isTaken: false } as const;

let disk: Map<string, string>;
let texts: Map<string, { text: string; settled: string }>;
let drafts: Map<string, Draft>;
let said: string[];
let files: OpenFiles;
/** A save waits for it where there is one. */
let gate: Promise<void> | undefined;

beforeEach(() => {
  disk = new Map([
    ['a', 'one'],
    ['b', 'two'],
  ]);
  texts = new Map();
  drafts = new Map();
  said = [];
  gate = undefined;
  const set = (path: string, text: string, settled: string) => {
    texts.set(path, { text, settled });
    files.noteEdited(path, text !== settled);
  };
  const buffers: Buffers = {
    put: (path, text) => set(path, text, text),
    settle: (path, text) => set(path, texts.get(path)?.text ?? '', text),
    edit: (path, text) => set(path, text, texts.get(path)?.settled ?? ''),
    text: (path) => texts.get(path)?.text ?? '',
    move: (from, to) => {
      texts.set(to, texts.get(from) ?? { text: '', settled: '' });
      texts.delete(from);
    },
    drop: (path) => texts.delete(path),
  };
  const view = (path: string): OpenedFile | null => {
    const text = disk.get(path);
    return text === undefined ? null : textFile(text);
  };
  files = new OpenFiles({
    requests: {
      open: async (path): Promise<Asked<{ view: OpenedFile }>> => {
        const found = view(path);
        return found ? { kind: 'done', view: found } : GONE;
      },
      save: async (path, content, replaces: Replaces): Promise<SaveResult> => {
        await gate;
        const now = disk.get(path);
        const isExpected =
          replaces === 'anything' ||
          (replaces === 'nothing' ? now === undefined : now !== undefined && etag(now) === replaces.etag);
        if (!isExpected) return { kind: 'conflict', current: view(path) };
        disk.set(path, content as string);
        return { kind: 'done', etag: etag(content as string) };
      },
    },
    buffers: async () => buffers,
    draftOf: (path) => drafts.get(path),
    onSay: (text) => said.push(text),
  });
});

const write = (path: string, text: string) => {
  const before = texts.get(path);
  texts.set(path, { text, settled: before?.settled ?? '' });
  files.noteEdited(path, text !== before?.settled);
};
/** The shell writes, and the server tells. */
const shellWrites = async (path: string, text: string | undefined) => {
  if (text === undefined) disk.delete(path);
  else disk.set(path, text);
  files.hear([{ path, stamp: text === undefined ? null : etag(text) }]);
  await settled();
};
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('what is not edited follows the shell, and says so', async () => {
  await files.open('a');
  await shellWrites('a', 'by the shell');
  expect(texts.get('a')?.text).toBe('by the shell');
  expect(files.get('a')).toMatchObject({ isEdited: false, conflict: undefined });
  expect(said).toEqual(['a was changed outside of the editor, and is read again.']);
});

test('what is edited and changed by the shell is kept as both until one is chosen', async () => {
  await files.open('a');
  write('a', 'mine');
  await shellWrites('a', 'theirs');
  expect(files.get('a')?.conflict).toMatchObject({ text: 'theirs' });
  await files.save('a');
  expect(disk.get('a')).toBe('theirs');
  files.takeTheirs('a');
  expect(texts.get('a')?.text).toBe('theirs');
  expect(files.get('a')).toMatchObject({ isEdited: false, conflict: undefined });

  write('a', 'mine again');
  await shellWrites('a', 'theirs again');
  await files.keepMine('a');
  expect(disk.get('a')).toBe('mine again');
  expect(files.get('a')).toMatchObject({ isEdited: false, conflict: undefined });
});

test('a save finds out what was not told, and what changes while one chooses is asked for again', async () => {
  await files.open('a');
  write('a', 'mine');
  disk.set('a', 'theirs');
  await files.save('a');
  expect(files.get('a')?.conflict).toMatchObject({ text: 'theirs' });
  disk.set('a', 'theirs, later');
  await files.keepMine('a');
  expect([disk.get('a'), files.get('a')?.conflict]).toEqual(['theirs, later', textFile('theirs, later')]);
  await files.keepMine('a');
  expect(disk.get('a')).toBe('mine');
});

test('news of a save of one’s own change nothing, and what came after it is not missed', async () => {
  await files.open('a');
  write('a', 'mine');
  let open = () => {};
  gate = new Promise((resolve) => {
    open = resolve;
  });
  const saving = files.save('a');
  files.hear([{ path: 'a', stamp: etag('mine') }]);
  write('a', 'mine, and more');
  open();
  await saving;
  expect(said).toEqual(['a is saved.']);
  expect(files.get('a')).toMatchObject({ isEdited: true, conflict: undefined });

  gate = new Promise((resolve) => {
    open = resolve;
  });
  const again = files.save('a');
  disk.set('a', 'mine');
  open();
  const late = shellWrites('a', 'theirs');
  await Promise.all([again, late]);
  await settled();
  expect(disk.get('a')).toBe('theirs');
  expect(files.get('a')?.conflict).toMatchObject({ text: 'theirs' });
});

test('where both wrote the same there is nothing to choose', async () => {
  await files.open('a');
  write('a', 'the same');
  await shellWrites('a', 'the same');
  expect(files.get('a')).toMatchObject({ isEdited: false, conflict: undefined });
});

test('a file that the shell removed can be closed, or written again', async () => {
  await files.open('a');
  await files.open('b');
  await shellWrites('a', undefined);
  await shellWrites('b', undefined);
  expect([files.get('a')?.conflict, files.get('b')?.conflict]).toEqual([null, null]);
  files.takeTheirs('a');
  await files.keepMine('b');
  expect(files.state.get().files.map(({ path }) => path)).toEqual(['b']);
  expect(disk.get('b')).toBe('two');
});

test('what was written and not saved comes back, beside what the file is by then', async () => {
  await files.open('a');
  write('a', 'unsaved');
  const [draft] = files.drafts();
  expect(draft).toEqual({ path: 'a', text: 'unsaved', etag: etag('one') });
  for (const [now, conflict] of [
    ['one', undefined],
    ['other', textFile('other')],
    [undefined, null],
  ] as const) {
    files.close('a');
    drafts.set('a', draft as Draft);
    if (now === undefined) disk.delete('a');
    else disk.set('a', now);
    await files.open('a', true);
    expect(texts.get('a')?.text, now).toBe('unsaved');
    expect(files.get('a'), now).toMatchObject({ isEdited: true, conflict });
  }
  await files.keepMine('a');
  expect(disk.get('a')).toBe('unsaved');
});

test('what can’t be read at a return is left out, and else says why', async () => {
  await files.open('nothing', true);
  expect(files.get('nothing')).toBeUndefined();
  await files.open('nothing');
  expect(files.get('nothing')?.content).toEqual({ kind: 'failed', message: 'It is gone.' });
});

test('what a page moves goes along, and what it removes is closed', async () => {
  disk.set('folder/a', 'in it');
  await files.open('folder/a');
  await files.open('a');
  files.moved('folder', 'other');
  expect(files.state.get().files.map(({ path }) => path)).toEqual(['other/a', 'a']);
  expect(texts.get('other/a')?.text).toBe('in it');
  files.removed('other');
  expect(files.state.get()).toMatchObject({ files: [{ path: 'a' }], active: 'a' });
});

test('closing shows a neighbour, and no more are open than there is room for', async () => {
  for (let index = 0; index <= MAX_OPEN_FILES; index += 1) {
    disk.set(`n${index}`, '');
    await files.open(`n${index}`);
  }
  expect(files.state.get().files).toHaveLength(MAX_OPEN_FILES);
  expect(said.at(-1)).toContain('Close one first');
  files.show('n1');
  files.close('n1');
  expect(files.state.get().active).toBe('n2');
  files.show(`n${MAX_OPEN_FILES - 1}`);
  files.close(`n${MAX_OPEN_FILES - 1}`);
  expect(files.state.get().active).toBe(`n${MAX_OPEN_FILES - 2}`);
});

test('what has become too large to be opened again is not saved', async () => {
  await files.open('a');
  write('a', 'ä'.repeat(300_000));
  await files.save('a');
  expect([disk.get('a'), files.get('a')?.trouble]).toEqual(['one', expect.stringContaining('512 KiB')]);
  write('a', 'less');
  await files.save('a');
  expect([disk.get('a'), files.get('a')?.trouble]).toEqual(['less', undefined]);
});
