import { pointsWords } from '../lib/record-words.ts';
import type { Gradebook, GradeCell, GradedExerciseView } from '../shared/gradebook.ts';
import type { ClassId } from '../shared/ids.ts';
import type { OpenCell } from './grade-dialog.tsx';
import { momentWords } from './grade-tasks.tsx';

interface GradeTableProps {
  readonly book: Gradebook;
  readonly classId: ClassId;
  readonly onOpen: (cell: OpenCell) => void;
}

const plain = (title: string) => title.replaceAll('`', '');

function describeCell(
  name: string,
  { title, of }: GradedExerciseView,
  { points, isLate, isByHand }: GradeCell,
): string {
  const said = points === null ? 'not begun' : `${pointsWords(points)} of ${pointsWords(of)}`;
  return `${name}, ${plain(title)}: ${said}${isLate ? ', late' : ''}${isByHand ? ', by hand' : ''}`;
}

const share = (points: number | null, of: number) =>
  points === null ? 'none' : points >= of ? 'full' : points > 0 ? 'part' : 'zero';

/** Where the arrow keys lead from a cell, as steps of rows and columns. */
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/** Of thousands of cells one is in the order of the Tab key; the arrow keys lead to the others. */
function walk(event: KeyboardEvent): void {
  const step = STEPS[event.key];
  const cell = (event.target as HTMLElement).closest('td');
  const row = cell?.closest('tr');
  const rows = [...(row?.parentElement?.children ?? [])];
  if (!step || !cell || !row || event.altKey || event.metaKey) return;
  event.preventDefault();
  const clamp = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));
  const cells = [...row.querySelectorAll('td button')];
  const column = clamp(cells.indexOf(event.target as Element) + step[1], cells.length);
  const next =
    rows[clamp(rows.indexOf(row) + step[0], rows.length)]?.querySelectorAll<HTMLElement>('td button')[column];
  next?.focus();
}

function takeTabStop(event: FocusEvent): void {
  const button = event.target as HTMLElement;
  if (!button.matches('td button')) return;
  for (const other of button.closest('table')?.querySelectorAll<HTMLElement>('td button[tabindex="0"]') ?? []) {
    other.tabIndex = -1;
  }
  button.tabIndex = 0;
}

/** Learners by exercises. A cell opens how its points came about. */
export function GradeTable({ book: { exercises, rows }, classId, onOpen }: GradeTableProps) {
  return (
    <>
      <div class="grade-scroll" tabIndex={-1}>
        <table
          class="grade-table"
          role="grid"
          aria-label="Points"
          aria-describedby="grade-legend"
          onKeyDown={walk}
          onFocusIn={takeTabStop}
        >
          <thead>
            <tr>
              <th scope="col" class="grade-name">
                Learner
              </th>
              <th scope="col" class="grade-total">
                Total
              </th>
              {exercises.map((exercise) => (
                <th key={exercise.id} scope="col" title={headline(exercise)}>
                  <span class="grade-title">{plain(exercise.title)}</span>
                  <span class="grade-of">
                    of {pointsWords(exercise.of)}
                    {exercise.weight !== 1 && ` ×${pointsWords(exercise.weight)}`}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ learner, name, cells, total }, row) => (
              <tr key={learner}>
                <th scope="row" class="grade-name">
                  <a href={`/class/learner/#${classId}/${learner}`}>{name}</a>
                </th>
                <td class="grade-total">
                  {pointsWords(total.points)}
                  {total.percent !== null && <span class="grade-percent">{Math.round(total.percent)} %</span>}
                </td>
                {cells.map((cell, column) => {
                  const exercise = exercises[column];
                  if (!exercise) return null;
                  return (
                    <td key={exercise.id}>
                      <button
                        type="button"
                        tabIndex={row === 0 && column === 0 ? 0 : -1}
                        aria-label={describeCell(name, exercise, cell)}
                        data-share={share(cell.points, exercise.of)}
                        data-late={cell.isLate}
                        data-by-hand={cell.isByHand}
                        onClick={() =>
                          onOpen({ learner, name, exercise: exercise.id, title: exercise.title, of: exercise.of })
                        }
                      >
                        {cell.points === null ? '–' : pointsWords(cell.points)}
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="grade-legend" id="grade-legend">
        <span>
          <b data-share="full">4</b> all points
        </span>
        <span>
          <b data-share="part">2</b> some
        </span>
        <span>
          <b data-share="part" data-late="true">
            2
          </b>{' '}
          late
        </span>
        <span>
          <b data-share="part" data-by-hand="true">
            2
          </b>{' '}
          by hand
        </span>
        <span>
          <b data-share="none">–</b> not begun
        </span>
        <span>Arrow keys lead from cell to cell, Enter opens one.</span>
      </p>
    </>
  );
}

function headline({ title, dueAt }: GradedExerciseView): string {
  return dueAt === null ? plain(title) : `${plain(title)}, due ${momentWords(dueAt)}`;
}
