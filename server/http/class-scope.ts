import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type ClassId, classIdSchema, type LearnerId, learnerIdSchema } from '../../src/shared/ids.ts';
import type { SandboxAllowance } from '../domain/sandbox-allowance.ts';
import type { LearnerCookies } from '../edge/learner-cookie.ts';
import type { Visitors } from '../edge/visitors.ts';
import { LearnerError } from '../errors.ts';
import type { ClassRecords } from '../storage/class-port.ts';
import type { ClassInvite } from '../storage/people-port.ts';
import type { RosterRecords } from '../storage/roster-port.ts';
import { limitByLearner } from './route-access.ts';

/** Ten times the class that the board is made for. */
export const MAX_MEMBERS = 3_000;

/** What a person does by hand. */
const CHANGES_PER_MINUTE = 60;
const READS_PER_MINUTE = 240;

export interface ClassApiOptions {
  readonly classes: ClassRecords;
  readonly roster: RosterRecords;
  readonly visitors: Pick<Visitors, 'readOrCreate'>;
  readonly guests: Pick<LearnerCookies, 'give'>;
  /** The course that this installation teaches. */
  readonly course: string;
  readonly publicUrl: URL;
  /** What a sandbox of this installation may use. */
  readonly most: SandboxAllowance;
  /** Whether somebody signs in by an account: nobody becomes them by a link. */
  readonly hasAccount: (learnerId: LearnerId) => Promise<boolean>;
  /** A one-time link that makes whoever uses it staff of the class. */
  readonly inviteStaff: (inClass: ClassInvite) => Promise<string>;
  readonly newClassId: () => ClassId;
  readonly newLearnerId: () => LearnerId;
  /** 32 random bytes in base64url. */
  readonly newToken: () => string;
  readonly randomBelow: (limit: number) => number;
  readonly now: () => Date;
}

export const reads = { rateLimit: { max: READS_PER_MINUTE, timeWindow: '1 minute' } };
export const changes = { rateLimit: { max: CHANGES_PER_MINUTE, timeWindow: '1 minute' } };

export const classParams = z.object({ classId: classIdSchema });
export const memberParams = z.object({ classId: classIdSchema, learnerId: learnerIdSchema });

/** Prepares a part of the server: nobody keeps its answers, and its routes say how often they may be asked. */
export async function prepareClassScope(scope: FastifyInstance): Promise<void> {
  await limitByLearner(scope);
  scope.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
}

export function nobodyLeft(): LearnerError {
  return new LearnerError(
    'class-needs-instructor',
    'Nobody would be left to run the class. Make somebody else an instructor of it first.',
  );
}
