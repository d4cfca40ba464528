import { posix } from 'node:path';
import type { ReadySandbox } from '../sandbox/port.ts';
import { type Change, EVERYTHING, FINISHED_COMMAND, SAVED_FILE } from './changes.ts';
import type { ExerciseBoard } from './exercise-board.ts';
import { type FileWatch, type FollowFolder, watchFiles } from './file-watch.ts';

/** An exercise that a page looks at: its board, and what is saved in its folder. */
export class WatchedExercise implements Disposable {
  readonly board: ExerciseBoard;
  readonly #files: FileWatch;

  constructor(
    board: ExerciseBoard,
    sandbox: ReadySandbox,
    followFolder: FollowFolder,
    onFiles: (change: Change) => void,
  ) {
    this.board = board;
    const folder = posix.join(sandbox.home, board.state.exercise);
    this.#files = watchFiles(
      (signal) => followFolder(sandbox, folder, signal),
      (news) => {
        board.note(SAVED_FILE, news === 'saved');
        onFiles(SAVED_FILE);
      },
    );
  }

  /** A page has just come, or come back. */
  lookAtAll(): void {
    this.board.note(EVERYTHING, false);
  }

  note(change: Change, isByLearner: boolean): void {
    this.board.note(change, isByLearner);
    // It may have made the folder again.
    if (change === FINISHED_COMMAND) this.#files.wake();
  }

  [Symbol.dispose](): void {
    this.#files[Symbol.dispose]();
    this.board[Symbol.dispose]();
  }
}
