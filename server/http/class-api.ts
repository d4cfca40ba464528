import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type ClassSettings,
  classSettingsSchema,
  learnerClassesSchema,
  personNameSchema,
  type StaffClass,
  staffClassSchema,
} from '../../src/shared/class-views.ts';
import type { ClassId } from '../../src/shared/ids.ts';
import { decideAccess, standingIn, type Visitor } from '../domain/access.ts';
import { drawClassCode } from '../domain/class-code.ts';
import { dayOf, phaseOf } from '../domain/class-phase.ts';
import { joinUrl } from '../domain/join-links.ts';
import { mostLimits } from '../domain/sandbox-allowance.ts';
import { LearnerError } from '../errors.ts';
import { type ClassApiOptions, changes, classParams, nobodyLeft, prepareClassScope, reads } from './class-scope.ts';
import { toLearnerClass } from './learner-class.ts';
import { visitorOf } from './route-access.ts';

/** Of some 10¹² codes so many in a row are not taken by chance. */
const MAX_CODES = 20;

/** Years of teaching; whoever has more makes them by a program. */
const MAX_CLASSES_OF_ONE = 200;

/** Classes: made and run by their instructors. Who may do what stands at each route. */
export async function registerClassApi(app: FastifyInstance, options: ClassApiOptions): Promise<void> {
  const { classes, course, publicUrl, most, newClassId, randomBelow, now } = options;

  const staffClass = async (id: ClassId, visitor: Visitor): Promise<StaffClass> => {
    const [row, members] = await Promise.all([classes.byId(id), classes.members(id)]);
    const role = standingIn(visitor, members.find(({ learnerId }) => learnerId === visitor.id)?.role);
    if (!row || !role) throw new LearnerError('not-found', 'There is no such class.');
    const { archivedAt, ...shown } = row;
    return {
      ...shown,
      role,
      joinUrl: joinUrl(publicUrl, row.code),
      learnerCount: members.filter((member) => member.role === 'learner').length,
      phase: phaseOf(row, dayOf(now())),
      mostLimits: mostLimits(most),
      mostInternet: most.internet,
    };
  };
  /** Tries codes until one is free. */
  const withFreeCode = async (attempt: (code: string) => Promise<boolean>) => {
    for (let count = 0; count < MAX_CODES; count += 1) if (await attempt(drawClassCode(randomBelow))) return;
    throw new Error(`None of ${MAX_CODES} codes was free for a class.`);
  };
  const requireUsable = ({ startsOn, endsOn, limits, internet }: ClassSettings) => {
    if (startsOn !== null && endsOn !== null && endsOn < startsOn) {
      throw new LearnerError('bad-request', 'The class ends before it starts. Correct one of the two days.');
    }
    if (internet === 'open' && most.internet !== 'open') {
      throw new LearnerError(
        'bad-request',
        'Sandboxes here reach the course registry and nothing else, so a class can’t be open to the Internet. Leave it closed, or ask whoever runs this Drydock to open it (DRYDOCK_INTERNET).',
      );
    }
    const { memoryMib, cpus } = mostLimits(most);
    if (limits === null || (limits.memoryMib <= memoryMib && limits.cpus <= cpus)) return;
    throw new LearnerError(
      'bad-request',
      `A sandbox here has ${memoryMib} MiB of memory and ${cpus} processors at most. Choose less, or ask whoever runs this Drydock for more (DRYDOCK_SANDBOX_MEMORY_MIB, DRYDOCK_SANDBOX_CPUS).`,
    );
  };

  await app.register(async (scope) => {
    await prepareClassScope(scope);
    const api = scope.withTypeProvider<ZodTypeProvider>();

    api.get(
      '/api/classes',
      { config: { access: 'own', ...reads }, schema: { response: { 200: learnerClassesSchema } } },
      async (request) => {
        const visitor = visitorOf(request);
        const own = await classes.of(visitor.id);
        const isIn = new Set(own.map(({ row }) => row.id));
        const others = standingIn(visitor, undefined) ? (await classes.all()).filter(({ id }) => !isIn.has(id)) : [];
        return {
          classes: [
            ...own.map(({ row, member }) => toLearnerClass(row, member, now())),
            ...others.map((row) => toLearnerClass(row, undefined, now())),
          ],
          mayCreate: decideAccess(visitor, 'class.create') === 'allowed',
        };
      },
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
        requireUsable(settings);
        const visitor = visitorOf(request);
        const run = (await classes.of(visitor.id)).filter(({ member }) => member.role === 'instructor');
        if (run.length >= MAX_CLASSES_OF_ONE) {
          throw new LearnerError(
            'class-count',
            `You run ${run.length} classes, which is as many as one person may. Leave one that is over, after making somebody else its instructor.`,
          );
        }
        const id = newClassId();
        const instructor = { learnerId: visitor.id, name: ownName };
        await withFreeCode((code) => classes.create({ id, course, code, ...settings }, instructor));
        return reply.code(201).send(await staffClass(id, visitor));
      },
    );

    api.get(
      '/api/classes/:classId',
      {
        config: { access: 'class.watch', ...reads },
        schema: { params: classParams, response: { 200: staffClassSchema } },
      },
      (request) => staffClass(request.params.classId, visitorOf(request)),
    );

    api.put(
      '/api/classes/:classId',
      {
        config: { access: 'class.manage', ...changes },
        schema: { params: classParams, body: classSettingsSchema, response: { 200: staffClassSchema } },
      },
      async (request) => {
        requireUsable(request.body);
        await classes.change(request.params.classId, request.body);
        return staffClass(request.params.classId, visitorOf(request));
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
        return staffClass(classId, visitorOf(request));
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
        return staffClass(request.params.classId, visitorOf(request));
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
  });
}
