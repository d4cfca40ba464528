import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffLearnerDetailSchema } from '../../src/shared/class-board.ts';
import { classIdSchema, learnerIdSchema } from '../../src/shared/ids.ts';
import type { LiveBoards } from '../board/live-boards.ts';
import { limitByLearner } from './route-access.ts';

/** It is asked again whenever the learner's row changes, which is four times a second at most. */
const READS_PER_MINUTE = 240;

/** What the live board leaves out of a learner's row, for whoever opens it. */
export async function registerClassBoardApi(app: FastifyInstance, boards: Pick<LiveBoards, 'detail'>): Promise<void> {
  await app.register(async (scope) => {
    await limitByLearner(scope);
    scope.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
    scope.withTypeProvider<ZodTypeProvider>().get(
      '/api/classes/:classId/board/:learnerId',
      {
        config: { access: 'class.watch', rateLimit: { max: READS_PER_MINUTE, timeWindow: '1 minute' } },
        schema: {
          params: z.object({ classId: classIdSchema, learnerId: learnerIdSchema }),
          response: { 200: staffLearnerDetailSchema },
        },
      },
      ({ params }) => boards.detail(params.learnerId),
    );
  });
}
