import { useEffect, useState } from 'preact/hooks';
import type { TitledLesson } from '../lib/course-titles.ts';
import { readAs } from '../lib/read-as.ts';
import { pointsWords } from '../lib/record-words.ts';
import type { LearnerClass } from '../shared/class-views.ts';
import { type LearnerGrades, learnerGradesSchema } from '../shared/gradebook.ts';
import { GradeTasks } from './grade-tasks.tsx';
import { InlineCode } from './inline-code.tsx';

/** A learner's own points in a class, as its instructors see them. */
export function MyGrades({ of, lessons }: { readonly of: LearnerClass; readonly lessons: readonly TitledLesson[] }) {
  const [grades, setGrades] = useState<LearnerGrades>();
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    void readAs(`/api/classes/${of.id}/my-grades`, learnerGradesSchema).then((answer) => {
      if (answer.kind === 'read') setGrades(answer.value);
      else setTrouble(answer.message);
    });
  }, [of.id]);
  const titles = new Map(lessons.flatMap(({ exercises }) => exercises.map(({ id, title }) => [id, title])));
  const shown = grades?.exercises.filter(
    ({ isBegun, overrides, dueAt }) => isBegun || overrides.length > 0 || dueAt !== null,
  );
  return (
    <section aria-label={`Points in ${of.name}`}>
      <h2 class="record-title">Points in {of.name}</h2>
      {trouble !== undefined && <p class="trouble">{trouble}</p>}
      {grades && (
        <p>
          <strong>{pointsWords(grades.total.points)}</strong> of {pointsWords(grades.total.of)} points
          {grades.total.percent !== null && `, ${pointsWords(grades.total.percent)} %`}.
        </p>
      )}
      {shown && shown.length > 0 && (
        <ul class="my-grades">
          {shown.map((grade) => (
            <li key={grade.exercise}>
              <details>
                <summary>
                  <span>
                    <InlineCode text={titles.get(grade.exercise) ?? grade.exercise} />
                  </span>
                  <span class="my-points">
                    {pointsWords(grade.points)} of {pointsWords(grade.of)}
                  </span>
                </summary>
                <GradeTasks grade={grade} />
              </details>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
