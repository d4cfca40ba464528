import { announce } from '../lib/announce.ts';
import { askServer } from '../lib/ask-server.ts';
import { byteWords } from '../lib/byte-words.ts';
import { folderOf, joinPath, nameOf } from '../lib/file-paths.ts';
import { recall } from '../lib/remembered.ts';
import { saveBlob } from '../lib/save-blob.ts';
import { isFileName, MAX_UPLOAD_BYTES } from '../shared/file-views.ts';
import { askName } from './ask-name.tsx';
import { askWhether } from './ask-whether.tsx';
import type { FilesDesk } from './files-desk.ts';

/** A person drops a handful; a whole project comes by git or curl. */
const MAX_UPLOADS = 20;

/** As long as the server allows. */
const DOWNLOAD_TIMEOUT_MS = 60 * 60_000;

/** A path as it is in the learner's shell. */
export function shownPath(path: string): string {
  const home = recall('drydock.machine') || '~';
  return path === '' ? home : `${home}/${path}`;
}

/** What the panel's buttons and keys do. Each says by itself what went wrong. */
export function createFileActions(desk: FilesDesk) {
  const { folders, files, requests } = desk;

  return {
    makeFile(folder: string): void {
      askName({
        title: 'New file',
        place: shownPath(folder),
        name: '',
        confirmLabel: 'Make it',
        act: async (name) => {
          const path = joinPath(folder, name);
          const made = await requests.save(path, '', 'nothing');
          if (made.kind === 'refused') return made.message;
          await reveal(path);
          desk.open(path);
          desk.enter(path);
          return undefined;
        },
      });
    },

    makeFolder(folder: string): void {
      askName({
        title: 'New folder',
        place: shownPath(folder),
        name: '',
        confirmLabel: 'Make it',
        act: async (name) => {
          const path = joinPath(folder, name);
          const made = await requests.makeFolder(path);
          if (made.kind === 'refused') return made.message;
          await reveal(path);
          await folders.unfold(path);
          announce(`The folder ${name} is made.`);
          return undefined;
        },
      });
    },

    rename(from: string): void {
      const folder = folderOf(from);
      askName({
        title: `Rename “${nameOf(from)}”`,
        place: shownPath(folder),
        name: nameOf(from),
        confirmLabel: 'Rename',
        act: async (name) => {
          const to = joinPath(folder, name);
          if (to === from) return undefined;
          const moved = await requests.move(from, to);
          if (moved.kind === 'refused') return moved.message;
          files.moved(from, to);
          folders.moved(from, to);
          await reveal(to);
          announce(`${nameOf(from)} is now ${name}.`);
          return undefined;
        },
      });
    },

    async remove(path: string, isFolder: boolean): Promise<void> {
      const isMeant = await askWhether({
        title: `Remove “${nameOf(path)}”?`,
        why: isFolder
          ? `All that is in ${shownPath(path)} goes with it. Nothing brings it back.`
          : `${shownPath(path)} goes for good. Nothing brings it back.`,
        confirmLabel: isFolder ? 'Remove the folder' : 'Remove the file',
      });
      if (!isMeant) return;
      const removed = await requests.remove(path);
      if (removed.kind === 'refused' && !removed.isGone) return desk.say(removed.message);
      desk.say(undefined);
      files.removed(path);
      folders.removed(path);
      await folders.look(path);
      announce(`${nameOf(path)} is removed.`);
    },

    async upload(chosen: readonly File[], folder: string): Promise<void> {
      desk.say(undefined);
      const troubles: string[] = [];
      let count = 0;
      for (const file of chosen.slice(0, MAX_UPLOADS)) {
        const outcome = await uploadOne(file, folder);
        if (outcome === 'uploaded') count += 1;
        else if (outcome !== 'left') troubles.push(outcome.trouble);
      }
      if (chosen.length > MAX_UPLOADS) troubles.push(`No more than ${MAX_UPLOADS} files are taken at once.`);
      if (folder !== '') await folders.unfold(folder);
      await folders.look(joinPath(folder, 'x'));
      if (troubles.length > 0) return desk.say(troubles.join(' '));
      if (count > 0) announce(count === 1 ? '1 file is uploaded.' : `${count} files are uploaded.`);
    },

    async download(path: string): Promise<void> {
      desk.say(undefined);
      const answer = await askServer(requests.downloadAddress(path), { timeoutMs: DOWNLOAD_TIMEOUT_MS });
      if (!answer.isOk) return desk.say(answer.message);
      const blob = await answer.response.blob().catch(() => undefined);
      if (!blob) return desk.say('The download was broken off. Your file is as it was. Try again in a moment.');
      saveBlob(blob, nameOf(path));
    },

    async close(path: string): Promise<void> {
      const isMeant =
        !files.get(path)?.isEdited ||
        (await askWhether({
          title: `Close “${nameOf(path)}” without saving?`,
          why: 'What you have written since the last time you saved it is lost.',
          confirmLabel: 'Close without saving',
        }));
      if (isMeant) files.close(path);
    },
  };

  /** `left`: the learner did not mean to replace what is there. */
  async function uploadOne(file: File, folder: string): Promise<'uploaded' | 'left' | { readonly trouble: string }> {
    if (!isFileName(file.name)) return { trouble: `“${file.name}” can't be the name of a file here.` };
    if (file.size > MAX_UPLOAD_BYTES) {
      const most = `${byteWords(MAX_UPLOAD_BYTES)} is the most that is taken at once`;
      return {
        trouble: `“${file.name}” has ${byteWords(file.size)}, and ${most}. Fetch it in the terminal, with curl for example.`,
      };
    }
    const path = joinPath(folder, file.name);
    let result = await requests.save(path, file, 'nothing');
    if (result.kind === 'refused' && result.isTaken) {
      const isMeant = await askWhether({
        title: `Replace “${file.name}”?`,
        why: `There is a file of this name in ${shownPath(folder)}. What is in it is lost.`,
        confirmLabel: 'Replace it',
      });
      if (!isMeant) return 'left';
      result = await requests.save(path, file, 'anything');
    }
    return result.kind === 'refused' ? { trouble: result.message } : 'uploaded';
  }

  /** Shows a new one in the tree. */
  async function reveal(path: string): Promise<void> {
    desk.say(undefined);
    const folder = folderOf(path);
    if (folder !== '') await folders.unfold(folder);
    await folders.look(path);
    if (nameOf(path).startsWith('.')) folders.showHidden(true);
    folders.select(path);
  }
}

export type FileActions = ReturnType<typeof createFileActions>;

/** Where what is new is put: into the chosen folder, or beside the chosen file. */
export function targetFolder(selected: string, isFolder: boolean): string {
  return isFolder ? selected : folderOf(selected);
}
