import * as z from 'zod/mini';
import { staffBoardRowSchema, staffBoardSchema, staffBoardSummarySchema } from '../class-board.ts';
import { classIdSchema, learnerIdSchema, slugSchema } from '../ids.ts';

/** Rule 25: as many exercises as a lesson has, and some. */
export const MAX_PAGE_EXERCISES = 20;

/** What pages say of classes and to them: SPEC.md, rules 25 to 30. */
export const classClientMessages = [
  z.object({
    type: z.literal('page.at'),
    lesson: z.nullable(slugSchema),
    exercises: z.array(slugSchema).check(z.maxLength(MAX_PAGE_EXERCISES)),
  }),
  z.object({ type: z.literal('class.watch'), class: classIdSchema }),
  z.object({ type: z.literal('class.unwatch') }),
] as const;

export const classServerMessages = [
  z.object({ type: z.literal('class.board'), ...staffBoardSchema.shape }),
  z.object({
    type: z.literal('class.rows'),
    class: classIdSchema,
    rows: z.array(staffBoardRowSchema),
    gone: z.array(learnerIdSchema),
  }),
  z.object({ type: z.literal('class.summary'), class: classIdSchema, summary: staffBoardSummarySchema }),
  z.object({ type: z.literal('class.closed'), class: classIdSchema, code: z.string(), message: z.string() }),
] as const;
