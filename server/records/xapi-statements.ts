import { setImmediate as nextTurn } from 'node:timers/promises';
import { v5 as uuidV5 } from 'uuid';
import type { LearnerId } from '../../src/shared/ids.ts';
import type { LoadedExercise } from '../checks/exercises.ts';
import type { GradedLesson } from '../domain/gradebook.ts';
import { pointsOf } from '../domain/gradebook.ts';
import { earnedBy } from '../domain/progress.ts';
import type { LogLine, PersonLog } from '../storage/port.ts';
import { placeOf, readWholeLog } from './read-timeline.ts';

export interface StatementOptions {
  /** The platform's address without a path: whose actors these are, and where the objects are. */
  readonly origin: string;
  readonly course: string;
  readonly exercises: ReadonlyMap<string, LoadedExercise>;
  readonly lessons: readonly GradedLesson[];
}

const VERBS = 'http://adlnet.gov/expapi/verbs';
const ACTIVITIES = 'http://adlnet.gov/expapi/activities';

type Verb = 'attempted' | 'passed' | 'failed' | 'completed' | 'answered' | 'asked' | 'experienced';
type Activity = 'assessment' | 'objective' | 'question';

/** What a statement says beside who and when. */
interface Said {
  readonly verb: Verb;
  readonly object: object;
  readonly result?: object;
  readonly parents: readonly string[];
}

/** What somebody did, as xAPI 1.0.3 says it. What no learner did is left out: a check that could not run, what an exercise no longer has. */
export function createStatements({ origin, course, exercises, lessons }: StatementOptions) {
  const namespace = uuidV5(origin, uuidV5.URL);
  const lessonPage = (slug: string) => `${origin}/lessons/${slug}/`;
  const exercisePage = (id: string) => {
    const lesson = lessons.find((one) => one.exercises.includes(id));
    return `${lesson ? lessonPage(lesson.slug) : `${origin}/`}#exercise-${id}`;
  };
  const activity = (id: string, type: Activity, name: string) => ({
    objectType: 'Activity',
    id,
    definition: { type: `${ACTIVITIES}/${type}`, name: { en: name } },
  });
  const exerciseActivity = ({ exercise }: LoadedExercise) =>
    activity(exercisePage(exercise.id), 'assessment', exercise.title);
  const taskActivity = ({ exercise }: LoadedExercise, id: string) =>
    activity(
      `${exercisePage(exercise.id)}/${id}`,
      'objective',
      exercise.tasks.find((task) => task.id === id)?.title ?? id,
    );

  /** `open` are the tasks of each exercise that the person has not done before this line. */
  const say = (line: LogLine, open: Map<string, Set<string>>): readonly Said[] => {
    if (line.log === 'attempt') {
      const { exercise: id, task: taskId, verdict } = line.attempt;
      const loaded = exercises.get(id);
      const task = loaded?.exercise.tasks.find((one) => one.id === taskId);
      if (!loaded || !task || verdict.kind === 'error') return [];
      const isPassed = verdict.kind === 'pass';
      const reason = isPassed ? verdict.note : verdict.reason;
      const decided: Said = {
        verb: isPassed ? 'passed' : 'failed',
        object: taskActivity(loaded, taskId),
        parents: [exercisePage(id)],
        result: {
          success: isPassed,
          completion: isPassed,
          score: { raw: earnedBy(verdict, pointsOf(task)), min: 0, max: pointsOf(task) },
          ...(reason !== undefined && { extensions: { [`${origin}/xapi/reason`]: reason } }),
        },
      };
      const left = open.get(id) ?? new Set(loaded.exercise.tasks.map((one) => one.id));
      open.set(id, left);
      const isLast = isPassed && left.delete(taskId) && left.size === 0;
      const completed: Said = {
        verb: 'completed',
        object: exerciseActivity(loaded),
        parents: [],
        result: { completion: true },
      };
      return isLast ? [decided, completed] : [decided];
    }
    const { deed } = line;
    if (deed.kind === 'quiz') {
      const page = lessonPage(deed.lesson);
      return [
        {
          verb: 'answered',
          object: activity(`${page}#${encodeURIComponent(deed.question)}`, 'question', deed.question),
          parents: [page],
          result: { success: deed.isCorrect, response: deed.answer.join('[,]') },
        },
      ];
    }
    const loaded = exercises.get(deed.exercise);
    if (!loaded) return [];
    const parents = [exercisePage(deed.exercise)];
    switch (deed.kind) {
      case 'try':
        return [{ verb: 'attempted', object: exerciseActivity(loaded), parents: [] }];
      case 'hint':
        return [{ verb: 'asked', object: taskActivity(loaded, deed.task), parents }];
      case 'solution':
        return [{ verb: 'experienced', object: activity(`${parents[0]}/solution`, 'objective', 'Solution'), parents }];
      case 'answer':
        return [
          { verb: 'answered', object: taskActivity(loaded, deed.task), parents, result: { response: deed.text } },
        ];
    }
  };

  const toStatement = (learnerId: LearnerId, line: LogLine, { verb, object, result, parents }: Said) => {
    const { at, log, sequence } = placeOf(line);
    return {
      // From the line alone: what is imported twice is there once.
      id: uuidV5(`${learnerId}/${log}/${sequence}/${at}/${verb}`, namespace),
      actor: { objectType: 'Agent', account: { homePage: origin, name: learnerId } },
      verb: { id: `${VERBS}/${verb}`, display: { en: verb } },
      object,
      ...(result && { result }),
      context: {
        platform: 'Drydock',
        contextActivities: {
          ...(parents.length > 0 && { parent: parents.map((id) => ({ id })) }),
          grouping: [{ id: `${origin}/#${course}` }],
        },
      },
      timestamp: at,
    };
  };

  return async function* statementsOf(log: PersonLog, learnerId: LearnerId) {
    const open = new Map<string, Set<string>>();
    for await (const lines of readWholeLog(log, learnerId)) {
      yield lines.flatMap((line) => say(line, open).map((said) => toStatement(learnerId, line, said)));
    }
  };
}
export type StatementsOf = ReturnType<typeof createStatements>;

/** One JSON array of all statements of these people, as an LRS takes it. */
export async function* writeStatements(
  statementsOf: StatementsOf,
  log: PersonLog,
  learners: Iterable<LearnerId>,
): AsyncGenerator<string> {
  yield '[';
  let separator = '\n';
  for (const learner of learners) {
    for await (const statements of statementsOf(log, learner)) {
      // Others are served in between.
      await nextTurn();
      if (statements.length === 0) continue;
      yield separator + statements.map((statement) => JSON.stringify(statement)).join(',\n');
      separator = ',\n';
    }
  }
  yield '\n]\n';
}
