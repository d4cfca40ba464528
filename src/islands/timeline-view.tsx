import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { TitledExercise, TitledLesson } from '../lib/course-titles.ts';
import { answerWords, promptOf, readQuizTexts } from '../lib/quiz-texts.ts';
import type { Read } from '../lib/read-as.ts';
import { spanWords, timeZone } from '../lib/record-words.ts';
import { groupTimeline, type TimelineSitting } from '../lib/timeline-groups.ts';
import type { QuizTexts } from '../shared/quiz.ts';
import type { Timeline, TimelineEntry } from '../shared/timeline.ts';
import { InlineCode } from './inline-code.tsx';
import { RichText } from './rich-text.tsx';

/** A shorter break is none. */
const BREAK_MS = 5 * 60_000;

const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const exactClock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const dayOf = (instant: string) => dayFormat.format(new Date(instant));

export interface TimelineAsked {
  readonly exercise: string | undefined;
  readonly after: string | undefined;
}

interface TimelineViewProps {
  readonly lessons: readonly TitledLesson[];
  readonly read: (asked: TimelineAsked) => Promise<Read<Timeline>>;
  /** What stands there where nothing was done. */
  readonly nothing: string;
}

/** What somebody did, by days and exercises, the newest first. */
export function TimelineView({ lessons, read, nothing }: TimelineViewProps) {
  const [entries, setEntries] = useState<readonly TimelineEntry[]>();
  const [next, setNext] = useState<string | null>(null);
  const [exercise, setExercise] = useState('');
  const [trouble, setTrouble] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const filter = useId();
  /** An answer to an earlier question is not shown. */
  const asked = useRef(0);

  const ask = async (chosen: string, shown: readonly TimelineEntry[], after: string | undefined) => {
    asked.current += 1;
    const question = asked.current;
    setBusy(true);
    const answer = await read({ exercise: chosen === '' ? undefined : chosen, after });
    if (question !== asked.current) return;
    setBusy(false);
    setTrouble(answer.kind === 'failed' ? answer.message : undefined);
    if (answer.kind === 'failed') return;
    setEntries([...shown, ...answer.value.entries]);
    setNext(answer.value.next);
  };
  useEffect(() => void ask('', [], undefined), []);

  const [quizTexts, setQuizTexts] = useState<QuizTexts>();
  const hasQuizzes = entries?.some(({ kind }) => kind === 'quiz') ?? false;
  useEffect(() => {
    if (hasQuizzes) void readQuizTexts().then(setQuizTexts);
  }, [hasQuizzes]);

  const exercises = new Map(lessons.flatMap((lesson) => lesson.exercises.map((one) => [one.id, one])));
  const days = groupTimeline(entries ?? [], dayOf);
  return (
    <div class="timeline">
      <p class="record-tools">
        <label for={filter}>Exercise</label>
        <select
          id={filter}
          value={exercise}
          onChange={({ currentTarget }) => {
            setExercise(currentTarget.value);
            void ask(currentTarget.value, [], undefined);
          }}
        >
          <option value="">All, and quizzes</option>
          {lessons
            .filter((lesson) => lesson.exercises.length > 0)
            .map(({ slug, title, exercises: own }) => (
              <optgroup key={slug} label={title}>
                {own.map(({ id, title: name }) => (
                  <option key={id} value={id}>
                    {name.replaceAll('`', '')}
                  </option>
                ))}
              </optgroup>
            ))}
        </select>
        <span class="record-note">The newest first. Times are this browser’s: {timeZone()}.</span>
      </p>
      <div role="status">
        {trouble !== undefined && <p class="trouble">{trouble}</p>}
        {entries === undefined && trouble === undefined && <p>Reading…</p>}
        {entries?.length === 0 && <p>{exercise === '' ? nothing : 'Nothing was done at this exercise yet.'}</p>}
      </div>
      {days.map(({ day, sittings }) => (
        <section key={day} class="timeline-day">
          <h3>{day}</h3>
          {sittings.map((sitting) => (
            <Sitting
              key={sitting.key}
              sitting={sitting}
              exercises={exercises}
              lessons={lessons}
              quizTexts={quizTexts}
            />
          ))}
        </section>
      ))}
      {(next !== null || (trouble !== undefined && !isBusy)) && (
        <p class="timeline-more">
          <button
            type="button"
            class="button"
            aria-busy={isBusy}
            onClick={() => !isBusy && void ask(exercise, entries ?? [], next ?? undefined)}
          >
            {trouble !== undefined ? 'Try again' : isBusy ? 'Reading…' : 'Show earlier'}
          </button>
        </p>
      )}
    </div>
  );
}

interface SittingProps {
  readonly sitting: TimelineSitting;
  readonly exercises: ReadonlyMap<string, TitledExercise>;
  readonly lessons: readonly TitledLesson[];
  /** `undefined` until they are here. */
  readonly quizTexts: QuizTexts | undefined;
}

function Sitting({ sitting: { subject, entries }, exercises, lessons, quizTexts }: SittingProps) {
  const exercise = 'exercise' in subject ? exercises.get(subject.exercise) : undefined;
  const lesson = 'lesson' in subject ? lessons.find(({ slug }) => slug === subject.lesson) : undefined;
  const title = exercise?.title ?? (lesson ? `Quiz of ${lesson.title}` : Object.values(subject)[0]);
  const path = exercise?.path ?? lesson?.path;
  const [last, first] = [entries[0], entries.at(-1)].map((entry) => new Date(entry?.at ?? 0));
  const spanMs = (last?.getTime() ?? 0) - (first?.getTime() ?? 0);
  return (
    <section class="sitting">
      <h4>
        {path === undefined ? (
          title
        ) : (
          <a href={path}>
            <InlineCode text={title ?? ''} />
          </a>
        )}
        <span class="sitting-span">
          {clock.format(first)}
          {spanMs >= 60_000 && `–${clock.format(last)}, ${spanWords(spanMs)}`}
        </span>
      </h4>
      <ol>
        {entries.map((entry, index) => {
          const newer = entries[index - 1];
          const breakMs = newer ? Date.parse(newer.at) - Date.parse(entry.at) : 0;
          return (
            <li key={entry.id}>
              {breakMs >= BREAK_MS && <p class="timeline-break">{spanWords(breakMs)} between</p>}
              <Entry entry={entry} told={tell(entry, exercise, quizTexts)} />
            </li>
          );
        })}
      </ol>
    </section>
  );
}

interface Told {
  readonly mark: 'done' | 'missing' | 'other';
  readonly what: string;
  readonly subject?: ComponentChildren;
  readonly detail?: ComponentChildren;
}

/** What a check says marks code as titles do; what a learner typed is as they wrote it. */
function tell(entry: TimelineEntry, exercise: TitledExercise | undefined, quizTexts: QuizTexts | undefined): Told {
  const task = 'task' in entry && <InlineCode text={exercise?.tasks[entry.task] ?? entry.task} />;
  switch (entry.kind) {
    case 'attempt': {
      const { verdict } = entry;
      if (verdict.kind === 'error')
        return {
          mark: 'other',
          what: 'Could not be checked',
          subject: task,
          detail: <InlineCode text={verdict.reason} />,
        };
      const figures = (verdict.figures ?? []).map(
        ({ label, value, unit }) => `${label}: ${value}${unit ? ` ${unit}` : ''}`,
      );
      if (verdict.kind === 'fail') {
        return {
          mark: 'missing',
          what: 'Not yet',
          subject: task,
          detail: <InlineCode text={[verdict.reason, ...figures].join(' ')} />,
        };
      }
      const points = verdict.points === undefined ? [] : [`${verdict.points} points.`];
      const detail = [...points, ...(verdict.note ? [verdict.note] : []), ...figures].join(' ');
      return {
        mark: 'done',
        what: 'Done',
        subject: task,
        ...(detail !== '' && { detail: <InlineCode text={detail} /> }),
      };
    }
    case 'try':
      return { mark: 'other', what: 'Began' };
    case 'hint':
      return { mark: 'other', what: 'Opened a hint', subject: task };
    case 'solution':
      return {
        mark: 'other',
        what: 'Looked at the solution',
        ...(entry.isByChoice && { detail: 'Some hints had not been opened.' }),
      };
    case 'answer':
      return { mark: 'other', what: 'Answered', subject: task, detail: `“${entry.text}”` };
    case 'quiz':
      return {
        mark: entry.isCorrect ? 'done' : 'missing',
        what: entry.isCorrect ? 'Right' : 'Wrong',
        subject: <RichText text={promptOf(quizTexts, entry.lesson, entry.question)} />,
        ...(quizTexts &&
          entry.answer.length > 0 && {
            detail: answerWords(quizTexts, entry).map(({ text, isRich }, index) => (
              <>
                {index === 0 ? 'Answered: ' : '; '}
                {isRich ? <RichText text={text} /> : text}
              </>
            )),
          }),
      };
  }
}

function Entry({ entry, told }: { readonly entry: TimelineEntry; readonly told: Told }) {
  const { mark, what, subject, detail } = told;
  return (
    <div class="entry" data-mark={mark}>
      <time dateTime={entry.at}>{exactClock.format(new Date(entry.at))}</time>
      <p>
        <strong>{what}</strong>
        {subject && (
          <>
            {': '}
            {subject}
          </>
        )}
        {detail !== undefined && <span class="entry-detail">{detail}</span>}
      </p>
    </div>
  );
}
