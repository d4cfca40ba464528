import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { classIdSchema, type LearnerId, learnerIdSchema, slugSchema } from '../../src/shared/ids.ts';
import { deleteMyDataSchema, learnerTimelineSchema, timelineSchema } from '../../src/shared/timeline.ts';
import type { LearnerCookies } from '../edge/learner-cookie.ts';
import { LearnerError } from '../errors.ts';
import { type KeptTerminal, writeMyData } from '../records/my-data.ts';
import { logPlaceSchema, readTimeline } from '../records/read-timeline.ts';
import type { Store } from '../storage/port.ts';
import { limitByLearner, visitorOf } from './route-access.ts';

/** Whoever scrolls through a long timeline. */
const READS_PER_MINUTE = 120;

/** What a person does by hand, and no more: each reads everything that there is of them. */
const EXPORTS_PER_MINUTE = 4;
const DELETIONS_PER_MINUTE = 6;

export interface RecordsApiOptions {
  readonly store: Pick<Store, 'log' | 'classes' | 'personal'>;
  readonly cookies: Pick<LearnerCookies, 'takeBack'>;
  readonly now: () => Date;
  /** What is kept of the learner's terminals. */
  readonly terminalsOf: (learner: LearnerId) => AsyncIterable<KeptTerminal>;
  /** Called when somebody has been deleted; `undefined` where they can't be: on their own machine, all of it is theirs anyway. */
  readonly onErased: ((learner: LearnerId) => void) | undefined;
}

/** What somebody did, for themselves and for those who teach them; and all that is kept about them, to take along and to delete. */
export async function registerRecordsApi(app: FastifyInstance, options: RecordsApiOptions): Promise<void> {
  const { store, cookies, now, terminalsOf, onErased } = options;

  await app.register(async (scope) => {
    await limitByLearner(scope);
    const api = scope.withTypeProvider<ZodTypeProvider>();
    scope.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
    const perMinute = (max: number) => ({ rateLimit: { max, timeWindow: '1 minute' } });
    const querystring = z.object({ exercise: z.optional(slugSchema), after: logPlaceSchema.optional() });

    api.get(
      '/api/my-timeline',
      {
        config: { access: 'own', ...perMinute(READS_PER_MINUTE) },
        schema: { querystring, response: { 200: timelineSchema } },
      },
      (request) => readTimeline(store.log, visitorOf(request).id, request.query),
    );

    api.get(
      '/api/classes/:classId/learners/:learnerId/timeline',
      {
        // Who helps has to see where somebody is stuck.
        config: { access: 'class.watch', ...perMinute(READS_PER_MINUTE) },
        schema: {
          params: z.object({ classId: classIdSchema, learnerId: learnerIdSchema }),
          querystring,
          response: { 200: learnerTimelineSchema },
        },
      },
      async (request) => {
        const { classId, learnerId } = request.params;
        const member = await store.classes.member(classId, learnerId);
        if (!member) throw new LearnerError('not-found', 'Nobody in this class has this id.');
        return { name: member.name, ...(await readTimeline(store.log, learnerId, request.query)) };
      },
    );

    api.get('/api/my-data', { config: { access: 'own', ...perMinute(EXPORTS_PER_MINUTE) } }, async (request, reply) => {
      const { id } = visitorOf(request);
      return reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', 'attachment; filename="drydock-my-data.json"')
        .send(Readable.from(writeMyData(store.personal, terminalsOf(id), id, now())));
    });

    if (!onErased) return;
    api.post(
      '/api/my-data/delete',
      {
        config: { access: 'own', ...perMinute(DELETIONS_PER_MINUTE) },
        schema: { body: deleteMyDataSchema },
      },
      async (request, reply) => {
        const { id } = visitorOf(request);
        const outcome = await store.personal.erase(id);
        if (outcome.kind === 'runs-classes') throw nobodyLeft(outcome.classes);
        request.log.info('a person deleted their data');
        cookies.takeBack(reply);
        onErased(id);
        return reply.code(204).send();
      },
    );
  });
}

/** So many that a sentence still holds them. */
const MAX_NAMED = 3;

function nobodyLeft(classes: readonly string[]): LearnerError {
  const named = classes.slice(0, MAX_NAMED).map((name) => `“${name}”`);
  const others = classes.length - named.length;
  return new LearnerError(
    'class-needs-instructor',
    `Nothing was deleted: nobody would be left to run ${named.join(', ')}${others > 0 ? ` and ${others} more` : ''}. Make somebody else an instructor there, or archive ${classes.length === 1 ? 'the class' : 'the classes'}, and try again.`,
  );
}
