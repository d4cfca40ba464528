import { useEffect, useState } from 'preact/hooks';
import type { TitledLesson } from '../lib/course-titles.ts';
import { rulesInWords } from '../lib/grade-rules.ts';
import { type Read, readAs } from '../lib/read-as.ts';
import { timeZone } from '../lib/record-words.ts';
import { type Gradebook, type GradebookSettings, gradebookSchema } from '../shared/gradebook.ts';
import { type ClassId, classIdSchema } from '../shared/ids.ts';
import { GradeDialog, type OpenCell } from './grade-dialog.tsx';
import { GradeSettings } from './grade-settings.tsx';
import { GradeTable } from './grade-table.tsx';

/** The gradebook of a class, for its instructors. Which class it is says the part of the address that stays in the browser: `#<class>`. */
export function GradesBoard({ lessons }: { readonly lessons: readonly TitledLesson[] }) {
  const [classId, setClassId] = useState<ClassId | null>();
  useEffect(() => {
    const look = () => setClassId(classIdSchema.safeParse(location.hash.slice(1)).data ?? null);
    look();
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  if (classId === undefined) return null;
  if (classId === null)
    return (
      <Failed message="This address names no class. Open the page from your list of classes." onAgain={undefined} />
    );
  return <ClassGrades key={classId} classId={classId} lessons={lessons} />;
}

interface ClassGradesProps {
  readonly classId: ClassId;
  readonly lessons: readonly TitledLesson[];
}

function ClassGrades({ classId, lessons }: ClassGradesProps) {
  const [book, setBook] = useState<Gradebook>();
  const [trouble, setTrouble] = useState<Extract<Read<Gradebook>, { kind: 'failed' }>>();
  const [open, setOpen] = useState<OpenCell>();
  const address = `/api/classes/${classId}`;

  const take = (answer: Read<Gradebook>) => {
    if (answer.kind === 'failed') return answer;
    setBook(answer.value);
    setTrouble(undefined);
    return undefined;
  };
  const read = async () => setTrouble(take(await readAs(`${address}/grades`, gradebookSchema)));
  useEffect(() => void read(), []);
  const save = async (settings: GradebookSettings) =>
    take(await readAs(`${address}/grades/settings`, gradebookSchema, { method: 'PUT', body: settings }))?.message;

  return (
    <>
      <header class="record-head">
        <p class="kicker">Grades</p>
        <h1>{book?.name ?? 'Class'}</h1>
      </header>
      <div role="status">
        {trouble && (
          <Failed message={trouble.message} onAgain={isRefused(trouble.status) ? undefined : () => void read()} />
        )}
        {!book && trouble === undefined && <p>Computing…</p>}
      </div>
      {book && (
        <>
          <p class="grade-rules" data-testid="rules">
            {rulesInWords(book.settings)} Times are this browser’s: {timeZone()}.
          </p>
          <p class="record-next">
            {(
              [
                ['CSV', 'grades.csv'],
                ['JSON', 'grades.json'],
                ['xAPI', 'statements.json'],
              ] as const
            ).map(([label, file]) => (
              <a key={file} class="button button-small" href={`${address}/${file}`} download>
                Download {label}
              </a>
            ))}
          </p>
          {book.rows.length === 0 ? (
            <p class="grade-empty">Nobody has joined the class yet. As soon as somebody has, their points are here.</p>
          ) : (
            <GradeTable book={book} classId={classId} onOpen={setOpen} />
          )}
          <GradeSettings settings={book.settings} lessons={lessons} onSave={save} />
        </>
      )}
      {open && (
        <GradeDialog
          key={`${open.learner}/${open.exercise}`}
          cell={open}
          classId={classId}
          onClose={(isChanged) => {
            setOpen(undefined);
            if (isChanged) void read();
          }}
        />
      )}
    </>
  );
}

/** Whoever may not see the grades may not the second time either. */
function isRefused(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500;
}

/** Why there are no grades, and what to do: try again where that may help, else go back. */
function Failed({ message, onAgain }: { readonly message: string; readonly onAgain: (() => void) | undefined }) {
  return (
    <>
      <p class="trouble">{message}</p>
      <p class="record-next">
        {onAgain ? (
          <button type="button" class="button" onClick={onAgain}>
            Try again
          </button>
        ) : (
          <a class="button" href="/classes/">
            Your classes
          </a>
        )}
      </p>
    </>
  );
}
