import { useEffect, useRef, useState } from 'preact/hooks';
import { askServer } from '../../lib/ask-server.ts';
import { describeMs, describeTrouble, describeWhere } from '../../lib/class-board/board-words.ts';
import type { NamedTask, PlanLesson } from '../../lib/class-board/course-plan.ts';
import {
  type StaffBoardRow,
  type StaffLearnerDetail,
  type StaffTaskDetail,
  staffLearnerDetailSchema,
} from '../../shared/class-board.ts';
import type { ClassId, LearnerId } from '../../shared/ids.ts';
import { GiveHint } from '../give-hint.tsx';
import { HelpActions } from '../help-actions.tsx';
import { InlineCode } from '../inline-code.tsx';
import { CellMark } from './cell-mark.tsx';

/** The server reads their logs; longer means that it is not there. */
const TIMEOUT_MS = 10_000;

interface LearnerPanelProps {
  readonly classId: ClassId | undefined;
  readonly row: StaffBoardRow;
  readonly tasks: readonly NamedTask[];
  readonly lessons: ReadonlyMap<string, PlanLesson>;
  readonly nowMs: number;
  readonly onClose: () => void;
}

/** One learner: where they are, and how they stand with each task that they have touched, the newest exercise first. */
export function LearnerPanel({ classId, row, tasks, lessons, nowMs, onClose }: LearnerPanelProps) {
  const [detail, setDetail] = useState<StaffLearnerDetail>();
  const [problem, setProblem] = useState<string>();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    if (classId === undefined) return;
    let isOld = false;
    void readDetail(classId, row.learner).then((answer) => {
      if (isOld) return;
      if (typeof answer === 'string') setProblem(answer);
      else {
        setProblem(undefined);
        setDetail(answer);
      }
    });
    return () => {
      isOld = true;
    };
    // What the row leaves out may be another whenever the cells are.
  }, [classId, row.learner, row.cells, row.trouble?.reason]);

  const lesson = row.lesson === null ? undefined : lessons.get(row.lesson);
  return (
    <section
      class="learner-panel"
      aria-labelledby="learner-panel-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <div class="head">
        <h2 id="learner-panel-title" tabIndex={-1} ref={heading}>
          {row.name}
        </h2>
        <button type="button" class="desk-tool" aria-label="Close" onClick={onClose}>
          <svg class="desk-icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d="m4.5 4.5 7 7m0-7-7 7" />
          </svg>
        </button>
      </div>
      <p class="where">{capital(describeWhere(row, lesson?.title, nowMs))}.</p>
      {row.trouble && (
        <div class="trouble">
          <p>
            <b>{capital(describeTrouble(row, nowMs) ?? '')}:</b>{' '}
            <InlineCode text={tasks[row.trouble.task]?.title ?? ''} />
          </p>
          {row.trouble.reason && (
            <p>
              <InlineCode text={row.trouble.reason} />
            </p>
          )}
        </div>
      )}
      {classId !== undefined && (
        <>
          <HelpActions classId={classId} learner={{ id: row.learner, name: row.name }} />
          <p class="onward">
            <a href={`/class/learner/#${classId}/${row.learner}`}>
              Timeline<span class="visually-hidden"> of {row.name}</span>
            </a>
          </p>
        </>
      )}
      {problem !== undefined && <p class="trouble">{problem}</p>}
      {detail?.tasks.length === 0 && <p class="nothing">Nothing begun yet.</p>}
      {classId !== undefined && detail && <Exercises classId={classId} detail={detail} tasks={tasks} nowMs={nowMs} />}
    </section>
  );
}

function Exercises({
  classId,
  detail,
  tasks,
  nowMs,
}: {
  readonly classId: ClassId;
  readonly detail: StaffLearnerDetail;
  readonly tasks: readonly NamedTask[];
  readonly nowMs: number;
}) {
  const groups = Map.groupBy(detail.tasks, ({ task }) => tasks[task]?.exercise ?? '');
  const newest = (all: readonly StaffTaskDetail[]) =>
    all.reduce((latest, { firstSeenAt, passedAt }) => {
      const at = passedAt ?? firstSeenAt ?? '';
      return at > latest ? at : latest;
    }, '');
  const ordered = [...groups.values()].sort((one, other) => (newest(one) < newest(other) ? 1 : -1));
  return (
    <>
      {ordered.map((group) => {
        const first = tasks[group[0]?.task ?? -1];
        return (
          <section key={first?.exercise}>
            <h3>
              {first?.lesson && <span class="number">{first.lesson.order}</span>} {first?.exerciseTitle}
            </h3>
            <ul>
              {group.map((task) => (
                <Task
                  key={task.task}
                  classId={classId}
                  learner={detail.learner}
                  task={task}
                  named={tasks[task.task]}
                  nowMs={nowMs}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

interface TaskProps {
  readonly classId: ClassId;
  readonly learner: LearnerId;
  readonly task: StaffTaskDetail;
  readonly named: NamedTask | undefined;
  readonly nowMs: number;
}

function Task({ classId, learner, task, named, nowMs }: TaskProps) {
  const { state, hints, solutionShown, fails, passedAt, reason } = task;
  const facts = [
    passedAt === null
      ? { working: 'begun', failing: 'failing', stuck: 'stuck', done: '', untouched: 'not begun' }[state]
      : `done ${describeMs(nowMs - Date.parse(passedAt))} ago`,
    fails > 1 && `${fails} failing tries`,
    hints > 0 && `${hints} ${hints === 1 ? 'hint' : 'hints'}`,
    solutionShown && 'solution shown',
  ].filter(Boolean);
  return (
    <li>
      <CellMark cell={{ state, hintUsed: hints > 0, solutionShown }} />
      <div>
        <p>
          <InlineCode text={named?.title ?? ''} />
        </p>
        <p class="facts">{facts.join(', ')}</p>
        {reason !== null && state !== 'working' && (
          <p class="reason">
            <InlineCode text={reason} />
          </p>
        )}
        {named && passedAt === null && hints < named.hintCount && (
          <GiveHint classId={classId} learner={learner} exercise={named.exercise} task={named.id} title={named.title} />
        )}
      </div>
    </li>
  );
}

async function readDetail(classId: string, learner: string): Promise<StaffLearnerDetail | string> {
  const answer = await askServer(`/api/classes/${classId}/board/${learner}`, { timeoutMs: TIMEOUT_MS });
  if (!answer.isOk) return answer.message;
  const detail = staffLearnerDetailSchema.safeParse(await answer.response.json().catch(() => undefined));
  return detail.success ? detail.data : 'The server’s answer could not be read. Reload the page.';
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
