import type { StaffBoardRow, StaffBoardSummary } from '../../shared/class-board.ts';
import type { StaffClass } from '../../shared/class-views.ts';
import type { ClassServerMessage } from '../class-port.ts';
import { createStore } from '../store.ts';

export interface ClassBoardState {
  /** `lost`: what is shown is old, and the connection comes back by itself. `ended`: it does not; `problem` says why. */
  readonly status: 'opening' | 'live' | 'lost' | 'ended';
  readonly problem: string | undefined;
  readonly about: StaffClass | undefined;
  readonly tasks: readonly string[];
  readonly rows: ReadonlyMap<string, StaffBoardRow>;
  readonly summary: StaffBoardSummary | undefined;
}

export const classBoard = createStore<ClassBoardState>({
  status: 'opening',
  problem: undefined,
  about: undefined,
  tasks: [],
  rows: new Map(),
  summary: undefined,
});

/** Takes what came over the socket into the board. What is of another class is passed over. */
export function takeMessage(classId: string, message: ClassServerMessage): void {
  if (message.class !== classId) return;
  switch (message.type) {
    case 'class.board':
      return classBoard.set({
        status: 'live',
        problem: undefined,
        tasks: message.tasks,
        rows: new Map(message.rows.map((row) => [row.learner, row])),
        summary: message.summary,
      });
    case 'class.rows': {
      const rows = new Map(classBoard.get().rows);
      for (const row of message.rows) rows.set(row.learner, row);
      for (const learner of message.gone) rows.delete(learner);
      return classBoard.set({ rows });
    }
    case 'class.summary':
      return classBoard.set({ summary: message.summary });
    case 'class.closed':
      return classBoard.set({ status: 'ended', problem: message.message });
  }
}
