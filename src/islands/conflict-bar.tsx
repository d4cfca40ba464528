import { nameOf } from '../lib/file-paths.ts';
import type { OpenFile } from '../lib/open-files.ts';

interface ConflictBarProps {
  readonly file: OpenFile;
  readonly isCompared: boolean;
  readonly onCompare: () => void;
  readonly onTakeTheirs: () => void;
  readonly onKeepMine: () => void;
}

/** Two texts for one file: the learner says which of them is meant. */
export function ConflictBar({ file, isCompared, onCompare, onTakeTheirs, onKeepMine }: ConflictBarProps) {
  const { path, conflict } = file;
  const name = nameOf(path);
  const isGone = conflict === null;
  return (
    <section class="files-conflict" aria-label={isGone ? 'Removed in the terminal' : 'Changed in the terminal'}>
      <p>
        {isGone ? (
          <>
            <b>{name} was removed in the terminal.</b> Its text is still here.
          </>
        ) : (
          <>
            <b>{name} was changed in the terminal</b> since you opened it. Both are kept until you choose.
          </>
        )}
      </p>
      <p class="files-conflict-choices">
        {conflict?.kind === 'text' && (
          <button type="button" class="button button-small" aria-pressed={isCompared} onClick={onCompare}>
            Compare
          </button>
        )}
        <button type="button" class="button button-small" onClick={onTakeTheirs}>
          {isGone ? 'Close it' : 'Take the terminal’s'}
        </button>
        <button type="button" class="button button-small" onClick={onKeepMine}>
          {isGone ? 'Write it again' : 'Keep mine'}
        </button>
      </p>
      {isCompared && (
        <p class="files-conflict-key">
          <span class="files-key-theirs">in the terminal’s only</span> <span class="files-key-mine">in yours only</span>
        </p>
      )}
    </section>
  );
}
