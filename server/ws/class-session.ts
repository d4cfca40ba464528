import type { ClassId } from '../../src/shared/ids.ts';
import type { ServerMessage } from '../../src/shared/protocol/index.ts';
import { type LiveBoards, TooManyWatchersError } from '../board/live-boards.ts';
import type { Visitor } from '../domain/access.ts';
import type { Access } from '../edge/access.ts';
import { LearnerError } from '../errors.ts';
import type { ClassRecords } from '../storage/class-port.ts';

/** So soon a watch ends for whoever may not any more. */
const RIGHTS_EVERY_MS = 2_000;

export interface ClassSessionOptions {
  readonly visitor: Visitor;
  readonly access: Pick<Access, 'requireInClass'>;
  readonly classes: Pick<ClassRecords, 'byId'>;
  readonly boards: Pick<LiveBoards, 'watch'>;
  readonly send: (message: ServerMessage) => void;
  readonly onError: (error: unknown) => void;
}

interface Watch extends Disposable {
  readonly classId: ClassId;
}

/** What one page's socket hears of a class: SPEC rules 26 to 29. Whether it may is asked before, and again while it does. */
export class ClassSession implements Disposable {
  readonly #options: ClassSessionOptions;
  #watch: Watch | undefined;
  #turn = 0;

  constructor(options: ClassSessionOptions) {
    this.#options = options;
  }

  /** Ends what is watched. The number is for what is to be watched in its place: the last one counts, whichever is allowed first. */
  turn(): number {
    this.#watch?.[Symbol.dispose]();
    this.#watch = undefined;
    this.#turn += 1;
    return this.#turn;
  }

  async watch(classId: ClassId, turn: number): Promise<void> {
    if (turn !== this.#turn) return;
    const ends = new DisposableStack();
    const watch: Watch = { classId, [Symbol.dispose]: () => ends[Symbol.dispose]() };
    this.#watch = watch;
    const { send } = this.#options;
    try {
      await this.#requireOpen(classId);
      let isShown = false;
      const { board, watching } = await this.#options.boards.watch(classId, {
        onRows: (rows, gone) => {
          if (isShown) send({ type: 'class.rows', class: classId, rows: [...rows], gone: [...gone] });
        },
        onSummary: (summary) => {
          if (isShown) send({ type: 'class.summary', class: classId, summary });
        },
      });
      // The page may have gone, or turned to another class, meanwhile.
      if (this.#watch !== watch) return watching[Symbol.dispose]();
      ends.use(watching);
      send({ type: 'class.board', ...board.state });
      isShown = true;
      const looking = setInterval(() => void this.#lookAtRights(watch), RIGHTS_EVERY_MS).unref();
      ends.defer(() => clearInterval(looking));
    } catch (error) {
      if (this.#watch === watch) this.turn();
      if (!(error instanceof TooManyWatchersError)) throw error;
      throw new LearnerError('too-many', 'As many pages as can be show this class already. Close one of them first.');
    }
  }

  [Symbol.dispose](): void {
    this.turn();
  }

  async #requireOpen(classId: ClassId): Promise<void> {
    const row = await this.#options.classes.byId(classId);
    if (row?.archivedAt == null) return;
    throw new LearnerError(
      'class-archived',
      `“${row.name}” has been archived, so there is nothing live to see. Take it out of the archive first.`,
    );
  }

  async #lookAtRights(watch: Watch): Promise<void> {
    const { access, visitor, send, onError } = this.#options;
    const { classId } = watch;
    try {
      await access.requireInClass(visitor, 'class.watch', { classId });
      await this.#requireOpen(classId);
    } catch (error) {
      // A store that does not answer takes nobody's rights away.
      if (!(error instanceof LearnerError)) return onError(error);
      if (this.#watch !== watch) return;
      this.turn();
      send({ type: 'class.closed', class: classId, code: error.code, message: error.message });
    }
  }
}
