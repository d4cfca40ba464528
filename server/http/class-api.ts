import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type ClassSettings,
  classInvitationSchema,
  classRoleSchema,
  classSettingsSchema,
  learnerClassesSchema,
  learnerClassSchema,
  personNameSchema,
  type StaffClass,
  staffClassSchema,
  staffRosterSchema,
} from '../../src/shared/class-views.ts';
import { type ClassId, classIdSchema, learnerIdSchema } from '../../src/shared/ids.ts';
import { drawClassCode, readClassCode } from '../domain/class-code.ts';
import type { LearnerCookies } from '../edge/learner-cookie.ts';
import { LearnerError } from '../errors.ts';
import type { ClassRecords, ClassRow } from '../storage/class-port.ts';
import { toLearnerClass } from './learner-class.ts';
import { limitByLearner, visitorOf } from './route-access.ts';

/** Ten times the class that the board is made for. */
export const MAX_MEMBERS = 3_000;

/** A class behind one address joins within minutes; whoever guesses codes has 31⁸ of them before them. */
const JOINS_PER_MINUTE = 400;

/** What a person does by hand. */
const CHANGES_PER_MINUTE = 60;
const READS_PER_MINUTE = 240;

/** Of some 10¹² codes so many in a row are not taken by chance. */
const MAX_CODES = 20;

export interface ClassApiOptions {
  readonly classes: ClassRecords;
  readonly cookies: LearnerCookies;
  /** The course that this installation teaches. */
  readonly course: string;
  readonly newClassId: () => ClassId;
  readonly randomBelow: (limit: number) => number;
}

const CODE_WORDS =
  'There is no class with this code. Look whether it is typed right, or ask your instructor for the present one.';

function requireDatesInOrder({ startsOn, endsOn }: ClassSettings): void {
  if (startsOn === null || endsOn === null || startsOn <= endsOn) return;
  throw new LearnerError('bad-request', 'The class ends before it starts. Correct one of the two days.');
}

/** Classes: made and run by their staff, joined and left by learners. Who may do what stands at each route. */
export async function registerClassApi(app: FastifyInstance, options: ClassApiOptions): Promise<void> {
  const { classes, cookies, course, newClassId, randomBelow } = options;

  const toStaffClass = async (row: ClassRow): Promise<StaffClass> => {
    const { archivedAt, ...shown } = row;
    const members = await classes.members(row.id);
    const learnerCount = members.filter(({ role }) => role === 'learner').length;
    return { ...shown, learnerCount, isArchived: archivedAt !== null };
  };
  const staffClass = async (id: ClassId): Promise<StaffClass> => {
    const row = await classes.byId(id);
    if (!row) throw new LearnerError('not-found', 'There is no such class.');
    return toStaffClass(row);
  };
  /** Tries codes until one is free. */
  const withFreeCode = async (attempt: (code: string) => Promise<boolean>) => {
    for (let count = 0; count < MAX_CODES; count += 1) if (await attempt(drawClassCode(randomBelow))) return;
    throw new Error(`None of ${MAX_CODES} codes was free for a class.`);
  };
  const openClass = async (typed: string): Promise<ClassRow> => {
    const code = readClassCode(typed);
    const row = code === undefined ? undefined : await classes.byCode(code);
    if (!row) throw new LearnerError('class-code-unknown', CODE_WORDS);
    if (row.archivedAt === null) return row;
    throw new LearnerError(
      'class-archived',
      `“${row.name}” has been archived: nobody joins it any more. Ask your instructor.`,
    );
  };

  await app.register(async (scope) => {
    await limitByLearner(scope);
    const api = scope.withTypeProvider<ZodTypeProvider>();
    scope.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
    const reads = { rateLimit: { max: READS_PER_MINUTE, timeWindow: '1 minute' } };
    const changes = { rateLimit: { max: CHANGES_PER_MINUTE, timeWindow: '1 minute' } };
    const joins = { rateLimit: { max: JOINS_PER_MINUTE, timeWindow: '1 minute' } };
    const classParams = z.object({ classId: classIdSchema });
    const memberParams = z.object({ classId: classIdSchema, learnerId: learnerIdSchema });

    api.get(
      '/api/classes',
      { config: { access: 'own', ...reads }, schema: { response: { 200: learnerClassesSchema } } },
      async (request) => ({ classes: (await classes.of(visitorOf(request).id)).map(toLearnerClass) }),
    );

    api.post(
      '/api/classes',
      {
        config: { access: 'class.create', ...changes },
        schema: {
          body: z.object({ ...classSettingsSchema.shape, ownName: personNameSchema }),
          response: { 201: staffClassSchema },
        },
      },
      async (request, reply) => {
        const { ownName, ...settings } = request.body;
        requireDatesInOrder(settings);
        const id = newClassId();
        const instructor = { learnerId: visitorOf(request).id, name: ownName };
        await withFreeCode((code) => classes.create({ id, course, code, ...settings }, instructor));
        return reply.code(201).send(await staffClass(id));
      },
    );

    api.get(
      '/api/classes/:classId',
      {
        config: { access: 'class.watch', ...reads },
        schema: { params: classParams, response: { 200: staffClassSchema } },
      },
      (request) => staffClass(request.params.classId),
    );

    api.put(
      '/api/classes/:classId',
      {
        config: { access: 'class.manage', ...changes },
        schema: { params: classParams, body: classSettingsSchema, response: { 200: staffClassSchema } },
      },
      async (request) => {
        requireDatesInOrder(request.body);
        await classes.change(request.params.classId, request.body);
        return staffClass(request.params.classId);
      },
    );

    api.post(
      '/api/classes/:classId/code',
      {
        config: { access: 'class.manage', ...changes },
        schema: { params: classParams, response: { 200: staffClassSchema } },
      },
      async (request) => {
        const { classId } = request.params;
        await withFreeCode((code) => classes.changeCode(classId, code));
        return staffClass(classId);
      },
    );

    api.post(
      '/api/classes/:classId/archive',
      {
        config: { access: 'class.manage', ...changes },
        schema: {
          params: classParams,
          body: z.object({ isArchived: z.boolean() }),
          response: { 200: staffClassSchema },
        },
      },
      async (request) => {
        await classes.archive(request.params.classId, request.body.isArchived);
        return staffClass(request.params.classId);
      },
    );

    api.get(
      '/api/classes/:classId/roster',
      {
        config: { access: 'class.watch', ...reads },
        schema: { params: classParams, response: { 200: staffRosterSchema } },
      },
      async (request) => {
        const members = await classes.members(request.params.classId);
        return { members: members.map(({ learnerId, ...member }) => ({ id: learnerId, ...member })) };
      },
    );

    api.put(
      '/api/classes/:classId/roster/:learnerId',
      {
        config: { access: 'class.manage', ...changes },
        schema: { params: memberParams, body: z.object({ role: classRoleSchema }) },
      },
      async (request, reply) => {
        const { classId, learnerId } = request.params;
        if (!(await classes.changeRole(classId, learnerId, request.body.role))) throw nobodyLeft();
        return reply.code(204).send();
      },
    );

    api.delete(
      '/api/classes/:classId/roster/:learnerId',
      { config: { access: 'class.manage', ...changes }, schema: { params: memberParams } },
      async (request, reply) => {
        const { classId, learnerId } = request.params;
        if (!(await classes.leave(classId, learnerId))) throw nobodyLeft();
        return reply.code(204).send();
      },
    );

    api.post(
      '/api/classes/:classId/leave',
      { config: { access: 'class.see', ...changes }, schema: { params: classParams } },
      async (request, reply) => {
        if (!(await classes.leave(request.params.classId, visitorOf(request).id))) throw nobodyLeft();
        return reply.code(204).send();
      },
    );

    api.get(
      '/api/join/:code',
      {
        config: { access: 'public', ...joins },
        schema: { params: z.object({ code: z.string().max(40) }), response: { 200: classInvitationSchema } },
      },
      async (request) => {
        const { name, course: taught } = await openClass(request.params.code);
        return { name, course: taught };
      },
    );

    api.post(
      '/api/join',
      {
        config: { access: 'public', ...joins },
        schema: {
          body: z.object({ code: z.string().max(40), name: personNameSchema }),
          response: { 200: learnerClassSchema },
        },
      },
      async (request, reply) => {
        const row = await openClass(request.body.code);
        const learner = await cookies.readOrCreate(request, reply);
        const joining = { learnerId: learner.id, name: request.body.name };
        const member = await classes.join(row.id, joining, MAX_MEMBERS);
        if (!member) {
          throw new LearnerError(
            'class-full',
            `“${row.name}” has as many members as a class can have. Ask your instructor.`,
          );
        }
        return toLearnerClass({ row, member });
      },
    );
  });
}

function nobodyLeft(): LearnerError {
  return new LearnerError(
    'class-needs-instructor',
    'Nobody would be left to run the class. Make somebody else an instructor of it first.',
  );
}
