import { useState } from 'preact/hooks';
import type { NamedTask } from '../../lib/class-board/course-plan.ts';
import { spread } from '../../lib/class-board/plot-scale.ts';
import type { StaffBoardSummary } from '../../shared/class-board.ts';
import { InlineCode } from '../inline-code.tsx';

/** What somebody looks at; the rest is a press away. */
const FIRST = 6;

const WIDTH = 260;
const HEIGHT = 22;

interface ClassFiguresProps {
  readonly figures: StaffBoardSummary['figures'];
  readonly tasks: readonly NamedTask[];
  readonly focus: string | undefined;
}

/** What the checks measured across the class, such as images' sizes: a dot a learner, and the middle. */
export function ClassFigures({ figures, tasks, focus }: ClassFiguresProps) {
  const [isWhole, setIsWhole] = useState(false);
  // The newest tasks are what a class talks about.
  const shown = figures
    .filter(({ task }) => focus === undefined || tasks[task]?.lesson?.slug === focus)
    .toSorted((one, other) => other.task - one.task);
  if (shown.length === 0) return null;
  const list = isWhole ? shown : shown.slice(0, FIRST);
  return (
    <section class="class-figures" aria-labelledby="class-figures-title">
      <h2 id="class-figures-title">Measured</h2>
      <ul>
        {list.map(({ task, label, unit, values }) => (
          <li key={`${task} ${label} ${unit}`}>
            <p class="what">
              <span class="number">{tasks[task]?.lesson?.order}</span> <b>{label}</b>,{' '}
              <InlineCode text={tasks[task]?.title ?? ''} />
            </p>
            <Strip values={values} unit={unit} />
          </li>
        ))}
      </ul>
      {shown.length > FIRST && (
        <button type="button" class="quiet" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? 'Only the last' : `All ${shown.length} figures`}
        </button>
      )}
    </section>
  );
}

function Strip({ values, unit }: { readonly values: readonly number[]; readonly unit: string | undefined }) {
  const [least = 0, greatest = least] = [values[0], values.at(-1)];
  const median = values[Math.floor((values.length - 1) / 2)] ?? 0;
  const x = spread(least, greatest, WIDTH);
  const show = (value: number) => `${Math.round(value * 10) / 10}${unit === undefined ? '' : ` ${unit}`}`;
  return (
    <>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
        <path class="whisker" d={`M0 ${HEIGHT / 2}H${WIDTH}`} />
        {values.map((value, index) => (
          <circle key={index} cx={x(value)} cy={HEIGHT / 2 + ((index % 3) - 1) * 4} r="3" />
        ))}
        <path class="middle" d={`M${x(median)} 0V${HEIGHT}`} />
      </svg>
      <p class="words">
        <b>{show(median)}</b> in the middle of {values.length}, from {show(least)} to {show(greatest)}
      </p>
    </>
  );
}
