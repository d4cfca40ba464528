import * as z from 'zod/mini';
import { verdictSchema } from './exercise/verdict.ts';
import { slugSchema } from './ids.ts';

const common = { id: z.string(), at: z.iso.datetime() };

/** One thing that somebody did, or that a check decided about it. */
export const timelineEntrySchema = z.discriminatedUnion('kind', [
  z.object({ ...common, kind: z.literal('attempt'), exercise: slugSchema, task: slugSchema, verdict: verdictSchema }),
  z.object({ ...common, kind: z.literal('try'), exercise: slugSchema }),
  z.object({ ...common, kind: z.literal('hint'), exercise: slugSchema, task: slugSchema }),
  z.object({ ...common, kind: z.literal('solution'), exercise: slugSchema, isByChoice: z.boolean() }),
  z.object({ ...common, kind: z.literal('answer'), exercise: slugSchema, task: slugSchema, text: z.string() }),
  z.object({
    ...common,
    kind: z.literal('quiz'),
    lesson: slugSchema,
    question: z.string(),
    answer: z.array(z.string()),
    isCorrect: z.boolean(),
  }),
]);
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;

/** A page of a timeline, the newest first. `next` is where the one behind it begins; `null` on the last. */
export const timelineSchema = z.object({
  entries: z.array(timelineEntrySchema),
  next: z.nullable(z.string()),
});
export type Timeline = z.infer<typeof timelineSchema>;

/** What a page of a timeline says of whose it is. */
export const learnerTimelineSchema = z.object({ name: z.string(), ...timelineSchema.shape });

/** The word that is typed to delete everything. */
export const DELETE_WORD = 'delete';
export const deleteMyDataSchema = z.object({ word: z.literal(DELETE_WORD) });
