import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type Gradebook,
  type GradebookSettings,
  type LearnerGrades,
  plainGradebook,
} from '../../src/shared/gradebook.ts';
import type { ClassId, LearnerId } from '../../src/shared/ids.ts';
import type { LoadedExercise } from '../checks/exercises.ts';
import {
  dueAtOf,
  exercisePoints,
  type GradedLesson,
  type GradedLog,
  gradeExercise,
  totalOf,
  weightOf,
} from '../domain/gradebook.ts';
import type { ClassRecords, ClassRow, Member } from '../storage/class-port.ts';
import type { PersonLog } from '../storage/port.ts';
import type { GradebookRecords, GradeOverride } from '../storage/record-port.ts';
import { readWholeLog } from './read-timeline.ts';

export interface GradeSources {
  readonly classes: Pick<ClassRecords, 'members'>;
  readonly log: PersonLog;
  readonly gradebooks: GradebookRecords;
  readonly exercises: ReadonlyMap<string, LoadedExercise>;
  readonly lessons: readonly GradedLesson[];
}

export interface GradedLearner {
  readonly member: Member;
  readonly grades: LearnerGrades;
}

/** A class as its grades are computed: read once, used for each of its learners. */
interface ClassRules {
  readonly settings: GradebookSettings;
  readonly overrides: readonly GradeOverride[];
  readonly names: ReadonlyMap<LearnerId, string>;
}

const inOrder = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** Grades of classes, computed from the logs whenever they are asked for. */
export function createClassGrades(sources: GradeSources) {
  const { classes, log, gradebooks, exercises, lessons } = sources;

  const settingsOf = async (classId: ClassId) => (await gradebooks.settings(classId)) ?? plainGradebook;

  const readRules = async (classId: ClassId, members: readonly Member[], learner?: LearnerId): Promise<ClassRules> => ({
    settings: await settingsOf(classId),
    overrides: await gradebooks.overrides(classId, learner),
    names: new Map(members.map(({ learnerId, name }) => [learnerId, name])),
  });

  const gradeLearner = async (
    learnerId: LearnerId,
    { settings, overrides, names }: ClassRules,
  ): Promise<LearnerGrades> => {
    const logs = new Map<string, { attempts: GradedLog['attempts'][number][]; deeds: GradedLog['deeds'][number][] }>();
    for await (const lines of readWholeLog(log, learnerId)) {
      for (const line of lines) {
        const done = line.log === 'attempt' ? line.attempt : line.deed;
        if (!('exercise' in done) || !exercises.has(done.exercise)) continue;
        const own = logs.get(done.exercise) ?? { attempts: [], deeds: [] };
        logs.set(done.exercise, own);
        if ('verdict' in done) own.attempts.push(done);
        else own.deeds.push(done);
      }
    }
    const graded = [...exercises.values()].map(({ exercise }) => {
      const byHand = overrides
        .filter((override) => override.learnerId === learnerId && override.exercise === exercise.id)
        .map(({ points, reason, madeBy, at }) => ({
          points,
          reason,
          by: (madeBy !== null && names.get(madeBy)) || null,
          at,
        }));
      return gradeExercise(exercise, logs.get(exercise.id) ?? { attempts: [], deeds: [] }, settings, lessons, byHand);
    });
    return { exercises: graded, total: totalOf(graded) };
  };

  return {
    settingsOf,

    async gradesOf(classId: ClassId, learnerId: LearnerId): Promise<LearnerGrades> {
      const members = await classes.members(classId);
      return gradeLearner(learnerId, await readRules(classId, members, learnerId));
    },

    /** The class's learners one after the other, in the order of their names: no more than one log is in memory, and others are served in between. */
    async *all(classId: ClassId): AsyncGenerator<GradedLearner> {
      const members = await classes.members(classId);
      const rules = await readRules(classId, members);
      const learners = members.filter(({ role }) => role === 'learner');
      for (const member of learners.toSorted((one, other) => inOrder.compare(one.name, other.name))) {
        yield { member, grades: await gradeLearner(member.learnerId, rules) };
        await nextTurn();
      }
    },

    /** What the gradebook's page shows. */
    async gradebook({ id: classId, name }: ClassRow): Promise<Gradebook> {
      const settings = await settingsOf(classId);
      const rows: Gradebook['rows'] = [];
      for await (const { member, grades } of this.all(classId)) {
        rows.push({
          learner: member.learnerId,
          name: member.name,
          total: grades.total,
          cells: grades.exercises.map(({ points, isBegun, overrides, tasks }) => {
            const isByHand = (overrides.at(-1)?.points ?? null) !== null;
            return {
              points: isBegun || isByHand ? points : null,
              isByHand,
              isLate: tasks.some(({ latePercent }) => latePercent > 0),
            };
          }),
        });
      }
      const columns = [...exercises.values()].map(({ exercise }) => ({
        id: exercise.id,
        title: exercise.title,
        lesson: lessons.find((lesson) => lesson.exercises.includes(exercise.id))?.slug ?? null,
        of: exercisePoints(exercise),
        weight: weightOf(settings, exercise.id),
        dueAt: dueAtOf(settings, exercise.id, lessons),
      }));
      return { name, settings, exercises: columns, rows };
    },
  };
}
export type ClassGrades = ReturnType<typeof createClassGrades>;
