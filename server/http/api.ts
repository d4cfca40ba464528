import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { OwnMachineState } from '../../src/shared/own-machine-views.ts';
import { type LearnerMe, learnerMeSchema, type SandboxExpiry } from '../../src/shared/views.ts';
import type { LoadedExercise } from '../checks/exercises.ts';
import { classInForce, dayOf } from '../domain/class-phase.ts';
import { readProgress } from '../domain/progress.ts';
import { expiresAt, isExpiryNear, type LifeTimings } from '../domain/sandbox-life.ts';
import type { KnownVisitor, Visitors } from '../edge/visitors.ts';
import type { SandboxRow, Store } from '../storage/port.ts';
import { toLearnerClass } from './learner-class.ts';

export interface ApiOptions {
  readonly store: Store;
  readonly cookies: Pick<Visitors, 'read' | 'readOrCreate'>;
  readonly exercises: ReadonlyMap<string, LoadedExercise>;
  readonly timings: LifeTimings;
  readonly now: () => Date;
  /** Where there are no sandboxes: what the learner has agreed to. */
  readonly ownMachine?: () => OwnMachineState;
}

/** What a learner should know of the end of a sandbox that they do not use. */
function describeExpiry(row: SandboxRow | undefined, now: Date, timings: LifeTimings): SandboxExpiry | null {
  if (!row) return null;
  if (row.expiredAt !== null) return { kind: 'expired', expiredAt: row.expiredAt };
  const usedAt = Date.parse(row.lastUsedAt);
  if (!isExpiryNear(usedAt, now.getTime(), timings)) return null;
  return { kind: 'near', expiresAt: new Date(expiresAt(usedAt, timings)).toISOString() };
}

export function registerApi(app: FastifyInstance, options: ApiOptions): void {
  const { store, cookies, exercises, timings, now, ownMachine } = options;
  const api = app.withTypeProvider<ZodTypeProvider>();

  const describe = async ({ id, role, account }: KnownVisitor): Promise<LearnerMe> => {
    const attempts = Map.groupBy(await store.attempts(id), ({ exercise }) => exercise);
    // Whoever has begun an exercise has attempts, because its tasks were looked at.
    const begun = [...exercises.values()].filter(({ exercise }) => attempts.has(exercise.id));
    const states = begun.map(async ({ exercise, solution }) =>
      readProgress(
        { ...exercise, solution },
        attempts.get(exercise.id) ?? [],
        await store.deeds(id, { exercise: exercise.id }),
      ),
    );
    const joined = await store.classes.of(id);
    const inForce = classInForce(joined, dayOf(now()));
    return {
      role,
      ...(inForce ? { className: inForce.name } : {}),
      exercises: await Promise.all(states),
      expiry: describeExpiry(await store.sandboxOf(id), now(), timings),
      ...(account ? { account: { name: account.name, email: account.email } } : {}),
      classes: joined
        .filter(({ row }) => row.archivedAt === null)
        .map(({ row, member }) => toLearnerClass(row, member, now())),
      ...(ownMachine ? { ownMachine: ownMachine() } : {}),
    };
  };

  api.get(
    '/api/me',
    { config: { access: 'public' }, schema: { response: { 200: learnerMeSchema } } },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const isKnown = (await cookies.read(request.headers.cookie)) !== undefined;
      const me = await describe(await cookies.readOrCreate(request, reply));
      return isKnown ? me : { ...me, isNew: true };
    },
  );
}
