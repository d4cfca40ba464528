import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import '../styles/ask-first.css';
import { readAs } from '../lib/read-as.ts';
import { pointsWords } from '../lib/record-words.ts';
import { type ExerciseGrade, learnerGradesSchema } from '../shared/gradebook.ts';
import type { ClassId } from '../shared/ids.ts';
import { GradeTasks } from './grade-tasks.tsx';
import { InlineCode } from './inline-code.tsx';

/** Which number of the gradebook is looked at. */
export interface OpenCell {
  readonly learner: string;
  readonly name: string;
  readonly exercise: string;
  readonly title: string;
  readonly of: number;
}

interface GradeDialogProps {
  readonly cell: OpenCell;
  readonly classId: ClassId;
  readonly onClose: (isChanged: boolean) => void;
}

/** How a number of the gradebook came about, and what an instructor decides instead. */
export function GradeDialog({ cell, classId, onClose }: GradeDialogProps) {
  const { learner, name, exercise, title } = cell;
  const dialog = useRef<HTMLDialogElement>(null);
  const isChanged = useRef(false);
  const [grade, setGrade] = useState<ExerciseGrade>();
  const [trouble, setTrouble] = useState<string>();
  const address = `/api/classes/${classId}/learners/${learner}/grades`;

  const take = (answer: Awaited<ReturnType<typeof readAs<{ exercises: ExerciseGrade[] }>>>): boolean => {
    setTrouble(answer.kind === 'failed' ? answer.message : undefined);
    if (answer.kind === 'read') setGrade(answer.value.exercises.find((one) => one.exercise === exercise));
    return answer.kind === 'read';
  };
  useLayoutEffect(() => dialog.current?.showModal(), []);
  useEffect(() => void readAs(address, learnerGradesSchema).then(take), []);

  const decide = async (points: number | null, reason: string): Promise<boolean> => {
    const body = { points, reason };
    const isDone = take(await readAs(`${address}/${exercise}`, learnerGradesSchema, { method: 'POST', body }));
    isChanged.current ||= isDone;
    return isDone;
  };
  return (
    <dialog
      class="ask grade-dialog"
      ref={dialog}
      aria-labelledby="grade-title"
      onClose={() => onClose(isChanged.current)}
    >
      <h2 id="grade-title">
        {name}: <InlineCode text={title} />
      </h2>
      <div role="status">
        {trouble !== undefined && <p class="trouble">{trouble}</p>}
        {!grade && trouble === undefined && <p>Reading…</p>}
      </div>
      {grade && (
        <>
          <GradeTasks grade={grade} />
          <ByHand grade={grade} decide={decide} />
        </>
      )}
      <div class="ask-foot">
        <a class="button" href={`/class/learner/#${classId}/${learner}`}>
          Timeline
        </a>
        <button type="button" class="button" autofocus onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
    </dialog>
  );
}

interface ByHandProps {
  readonly grade: ExerciseGrade;
  readonly decide: (points: number | null, reason: string) => Promise<boolean>;
}

function ByHand({ grade, decide }: ByHandProps) {
  const [points, setPoints] = useState('');
  const [reason, setReason] = useState('');
  const [said, setSaid] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const isByHand = (grade.overrides.at(-1)?.points ?? null) !== null;

  const send = async (given: number | null) => {
    if (isBusy) return;
    if (given !== null && (points.trim() === '' || !(given >= 0 && given <= grade.of))) {
      return setSaid(`Give a number from 0 to ${pointsWords(grade.of)}.`);
    }
    if (reason.trim() === '') return setSaid('Say why: the learner reads it, too.');
    setBusy(true);
    const isDone = await decide(given, reason.trim());
    setBusy(false);
    setSaid(isDone ? 'Noted.' : undefined);
    if (!isDone) return;
    setPoints('');
    setReason('');
  };
  return (
    <form
      class="by-hand"
      onSubmit={(event) => {
        event.preventDefault();
        void send(Number(points));
      }}
    >
      <h3>Decide by hand</h3>
      <div class="by-hand-fields">
        <label>
          Points
          <input
            type="number"
            min="0"
            max={grade.of}
            step="any"
            value={points}
            onInput={({ currentTarget }) => setPoints(currentTarget.value)}
          />
        </label>
        <label>
          Reason
          <input
            type="text"
            maxLength={500}
            value={reason}
            onInput={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </label>
      </div>
      <div role="status">{said !== undefined && <p class="record-note">{said}</p>}</div>
      <p class="record-next">
        <button type="submit" class="button" aria-busy={isBusy}>
          Give these points
        </button>
        {isByHand && (
          <button type="button" class="button" aria-busy={isBusy} onClick={() => void send(null)}>
            Count by the log again
          </button>
        )}
      </p>
    </form>
  );
}
