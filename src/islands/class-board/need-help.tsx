import { useState } from 'preact/hooks';
import { describeTrouble } from '../../lib/class-board/board-words.ts';
import type { NamedTask } from '../../lib/class-board/course-plan.ts';
import type { StaffBoardRow } from '../../shared/class-board.ts';
import { InlineCode } from '../inline-code.tsx';

/** So many can be helped one after the other; the map shows all. */
const FIRST = 20;

interface NeedHelpProps {
  /** Who needs it most first. */
  readonly rows: readonly StaffBoardRow[];
  readonly tasks: readonly NamedTask[];
  readonly nowMs: number;
  readonly onOpen: (learner: string) => void;
}

/** Who is stuck, on what, since when and why, in words. */
export function NeedHelp({ rows, tasks, nowMs, onOpen }: NeedHelpProps) {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? rows : rows.slice(0, FIRST);
  return (
    <section class="need-help" aria-labelledby="need-help-title">
      <h2 id="need-help-title">
        Need help <span class="count">{rows.length}</span>
      </h2>
      {rows.length === 0 ? (
        <p class="nothing">Nobody is stuck at the moment.</p>
      ) : (
        <ul>
          {shown.map((row) => {
            const task = tasks[row.trouble?.task ?? -1];
            return (
              <li key={row.learner}>
                <button type="button" class="quiet" onClick={() => onOpen(row.learner)}>
                  {row.name}
                </button>{' '}
                <span class="since">{describeTrouble(row, nowMs)}</span>
                {task && (
                  <p>
                    {task.lesson?.order} <InlineCode text={task.title} />
                  </p>
                )}
                {row.trouble?.reason && (
                  <p class="reason">
                    <InlineCode text={row.trouble.reason} />
                  </p>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {rows.length > FIRST && (
        <button type="button" class="quiet" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? `Only the first ${FIRST}` : `All ${rows.length}`}
        </button>
      )}
    </section>
  );
}
