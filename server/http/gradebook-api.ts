import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  gradebookSchema,
  gradebookSettingsSchema,
  learnerGradesSchema,
  newOverrideSchema,
} from '../../src/shared/gradebook.ts';
import { type ClassId, classIdSchema, learnerIdSchema, slugSchema } from '../../src/shared/ids.ts';
import { exercisePoints, type GradedLesson } from '../domain/gradebook.ts';
import { LearnerError } from '../errors.ts';
import { createClassGrades, type GradeSources } from '../records/grade-class.ts';
import { writeGradebookCsv, writeGradebookJson } from '../records/gradebook-files.ts';
import { createStatements, writeStatements } from '../records/xapi-statements.ts';
import type { ClassRecords, ClassRow } from '../storage/class-port.ts';
import { limitByLearner, visitorOf } from './route-access.ts';

/** Of one learner: what a person opens. */
const READS_PER_MINUTE = 60;
/** The gradebook of a class reads all of its learners' logs: some milliseconds each. */
const CLASS_READS_PER_MINUTE = 20;
const CHANGES_PER_MINUTE = 60;
const EXPORTS_PER_MINUTE = 6;

export interface GradebookApiOptions extends Omit<GradeSources, 'classes'> {
  readonly classes: Pick<ClassRecords, 'byId' | 'members'>;
  readonly course: string;
  readonly lessons: readonly GradedLesson[];
  /** The platform's address without a path. */
  readonly origin: string;
  readonly now: () => Date;
}

/** Points: what they come to, how they are counted, what was decided by hand, and files of them to take along. */
export async function registerGradebookApi(app: FastifyInstance, options: GradebookApiOptions): Promise<void> {
  const { classes, log, gradebooks, exercises, course, now } = options;
  const grades = createClassGrades(options);
  const statementsOf = createStatements(options);

  const rowOf = async (id: ClassId): Promise<ClassRow> => {
    const row = await classes.byId(id);
    if (row) return row;
    throw new LearnerError('not-found', 'There is no such class.');
  };

  await app.register(async (scope) => {
    await limitByLearner(scope);
    const api = scope.withTypeProvider<ZodTypeProvider>();
    scope.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
    const perMinute = (max: number) => ({ rateLimit: { max, timeWindow: '1 minute' } });
    const classParams = z.object({ classId: classIdSchema });
    const learnerParams = z.object({ classId: classIdSchema, learnerId: learnerIdSchema });

    api.get(
      '/api/classes/:classId/grades',
      {
        config: { access: 'class.grade', ...perMinute(CLASS_READS_PER_MINUTE) },
        schema: { params: classParams, response: { 200: gradebookSchema } },
      },
      async (request) => grades.gradebook(await rowOf(request.params.classId)),
    );

    api.put(
      '/api/classes/:classId/grades/settings',
      {
        config: { access: 'class.grade', ...perMinute(CLASS_READS_PER_MINUTE) },
        schema: { params: classParams, body: gradebookSettingsSchema, response: { 200: gradebookSchema } },
      },
      async (request) => {
        const { classId } = request.params;
        await gradebooks.changeSettings(classId, request.body);
        return grades.gradebook(await rowOf(classId));
      },
    );

    api.get(
      '/api/classes/:classId/learners/:learnerId/grades',
      {
        config: { access: 'class.grade', ...perMinute(READS_PER_MINUTE) },
        schema: { params: learnerParams, response: { 200: learnerGradesSchema } },
      },
      (request) => grades.gradesOf(request.params.classId, request.params.learnerId),
    );

    api.get(
      '/api/classes/:classId/my-grades',
      {
        config: { access: 'class.see', ...perMinute(READS_PER_MINUTE) },
        schema: { params: classParams, response: { 200: learnerGradesSchema } },
      },
      (request) => grades.gradesOf(request.params.classId, visitorOf(request).id),
    );

    api.post(
      '/api/classes/:classId/learners/:learnerId/grades/:exercise',
      {
        config: { access: 'class.grade', ...perMinute(CHANGES_PER_MINUTE) },
        schema: {
          params: learnerParams.extend({ exercise: slugSchema }),
          body: newOverrideSchema,
          response: { 201: learnerGradesSchema },
        },
      },
      async (request, reply) => {
        const { classId, learnerId, exercise } = request.params;
        const { points, reason } = request.body;
        const loaded = exercises.get(exercise);
        if (!loaded) throw new LearnerError('exercise-unknown', 'This course has no such exercise. Reload the page.');
        const of = exercisePoints(loaded.exercise);
        if (points !== null && points > of) {
          const words = `“${loaded.exercise.title}” has ${of} points at most. Give so many, or fewer.`;
          throw new LearnerError('bad-request', words);
        }
        const madeBy = visitorOf(request).id;
        await gradebooks.appendOverride(classId, { learnerId, exercise, points, reason, madeBy });
        return reply.code(201).send(await grades.gradesOf(classId, learnerId));
      },
    );

    const exports = { access: 'class.grade' as const, ...perMinute(EXPORTS_PER_MINUTE) };
    const sendFile = (reply: FastifyReply, name: string, type: string, parts: AsyncIterable<string>) =>
      reply
        .type(`${type}; charset=utf-8`)
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(Readable.from(parts));

    api.get(
      '/api/classes/:classId/grades.csv',
      { config: exports, schema: { params: classParams } },
      async (request, reply) => {
        const { id } = await rowOf(request.params.classId);
        const columns = [...exercises.values()].map(({ exercise }) => ({
          title: exercise.title,
          of: exercisePoints(exercise),
        }));
        return sendFile(reply, 'grades.csv', 'text/csv', writeGradebookCsv(columns, grades.all(id)));
      },
    );

    api.get(
      '/api/classes/:classId/grades.json',
      { config: exports, schema: { params: classParams } },
      async (request, reply) => {
        const { id, name } = await rowOf(request.params.classId);
        const head = {
          format: 'drydock-gradebook' as const,
          version: 1 as const,
          course,
          class: { id, name },
          madeAt: now().toISOString(),
          settings: await grades.settingsOf(id),
        };
        return sendFile(reply, 'grades.json', 'application/json', writeGradebookJson(head, grades.all(id)));
      },
    );

    api.get(
      '/api/classes/:classId/statements.json',
      { config: exports, schema: { params: classParams } },
      async (request, reply) => {
        const { id } = await rowOf(request.params.classId);
        const learners = (await classes.members(id)).filter(({ role }) => role === 'learner');
        const ids = learners.map(({ learnerId }) => learnerId);
        return sendFile(reply, 'statements.json', 'application/json', writeStatements(statementsOf, log, ids));
      },
    );
  });
}
