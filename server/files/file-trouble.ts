import { posix } from 'node:path';
import { LearnerError } from '../errors.ts';
import type { ExecResult } from '../sandbox/port.ts';
import { fileScriptExits as exits } from './file-script.ts';

/** A path as it stands in a sentence. */
const MAX_NAME_CHARACTERS = 60;

/** In words for whoever asked, why something could not be done with a file. */
export function fileTrouble(path: string, { exitCode, stderr }: ExecResult): LearnerError {
  const name = describeName(path);
  const complaint = stderr.toString();
  const says = (pattern: RegExp) => pattern.test(complaint);
  switch (exitCode) {
    case exits.outside:
      return new LearnerError(
        'file-outside',
        `${name} leads out of your folder by a link, and the editor stays in it. Use the terminal for it.`,
      );
    case exits.wrongKind:
      return new LearnerError(
        'file-wrong-kind',
        `${name} is something else than it was taken for: a folder, or no plain file. Fold the tree and unfold it again to see what is there now.`,
      );
    case exits.exists:
      return alreadyThere();
    case exits.missing:
      return missing(name);
    case exits.cutOff:
      return new LearnerError(
        'file-failed',
        `${name} did not arrive whole, so nothing was written. Try again in a moment.`,
      );
  }
  if (says(/No space left on device|quota exceeded/i)) {
    return new LearnerError(
      'disk-full',
      `Your disk is full, so ${name} was not written and is as it was. Remove what you do not need, such as old images with “docker system prune”, then try again.`,
    );
  }
  if (says(/Read-only file system/)) {
    return new LearnerError('file-denied', `${name} lies on a disk that can only be read, so it can't be changed.`);
  }
  if (exitCode === exits.denied || says(/Permission denied|Operation not permitted/)) {
    return new LearnerError(
      'file-denied',
      `You may not do this with ${name}: its permissions, or those of its folder, do not allow it. See them with “ls -l” in the terminal, and change them with “chmod” where it is yours.`,
    );
  }
  if (says(/File name too long/)) {
    return new LearnerError('file-name', 'The name is too long for a file. Choose a shorter one.');
  }
  if (says(/File exists|Directory not empty/)) return alreadyThere();
  if (says(/subdirectory of itself/)) {
    return new LearnerError('file-name', `${name} can't be moved into itself. Choose another place.`);
  }
  if (says(/No such file or directory|Not a directory|Too many levels of symbolic links/)) return missing(name);
  return new LearnerError('file-failed', `${name} could not be worked on. Try again in a moment.`, {
    cause: new Error(`exit code ${exitCode}: ${complaint.slice(0, 500)}`),
  });
}

function missing(name: string): LearnerError {
  return new LearnerError('file-missing', `${name} is not there any more. Something else moved or removed it.`);
}

function alreadyThere(): LearnerError {
  return new LearnerError('file-exists', 'There is something of this name already. Choose another name.');
}

function describeName(path: string): string {
  const name = posix.basename(path) || '~';
  return `“${name.length > MAX_NAME_CHARACTERS ? `${name.slice(0, MAX_NAME_CHARACTERS)}…` : name}”`;
}
