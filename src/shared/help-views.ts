import * as z from 'zod/mini';
import { classIdSchema, learnerIdSchema, slugSchema } from './ids.ts';
import { exerciseStateSchema } from './views.ts';

/** A help session's id: 8 random bytes in hex. */
export const helpIdSchema = z
  .string()
  .check(z.regex(/^[0-9a-f]{16}$/))
  .brand<'HelpId'>();
export type HelpId = z.infer<typeof helpIdSchema>;

/** A question, an answer, a message to a class: some sentences. */
export const MAX_HELP_TEXT = 500;

/** Words that somebody wrote to somebody: plain text, whose lines may be broken. What can't be seen, or turns the direction of what stands around it, has no place there. */
export const helpTextSchema = z
  .string()
  .check(
    z.trim(),
    z.minLength(1),
    z.maxLength(MAX_HELP_TEXT),
    z.regex(/^(?:[^\p{Cc}\u202a-\u202e\u2066-\u2069]|\n)*$/u),
  );

/** Where a learner is: the lesson, and the exercises that its page shows. */
export const helpPlaceSchema = z.object({ lesson: slugSchema, exercises: z.array(slugSchema).check(z.maxLength(8)) });
export type HelpPlace = z.infer<typeof helpPlaceSchema>;

/** How far a help session is while it is not over. */
export const helpStageSchema = z.enum(['raised', 'asked', 'looking', 'typing']);
export type HelpStage = z.infer<typeof helpStageSchema>;

/** Why it is over: the learner or the helper ended it, the learner declined, left the class, the helper may not help there any more, one of them was gone for long. */
export const helpEndSchema = z.enum(['learner', 'helper', 'declined', 'left', 'not-allowed', 'away']);
export type HelpEnd = z.infer<typeof helpEndSchema>;

/** One line that was said in a help session. */
export const helpLineSchema = z.object({ isLearner: z.boolean(), text: z.string(), at: z.iso.datetime() });
export type HelpLine = z.infer<typeof helpLineSchema>;

/** A learner's own help session. `ahead`: hands of the class that were raised before; `told`: staff who have the list of hands before them, as far as the server knows. */
export const learnerHelpSchema = z.object({
  session: helpIdSchema,
  class: classIdSchema,
  stage: helpStageSchema,
  text: z.nullable(z.string()),
  helper: z.nullable(z.string()),
  ahead: z.int(),
  told: z.array(z.string()),
  lines: z.array(helpLineSchema),
});
export type LearnerHelp = z.infer<typeof learnerHelpSchema>;

/** A help session as the staff of its class see it. `isOwn`: the reader is its helper, and only then are there `lines`; `isHere`: the learner has a page open. */
export const staffHelpSchema = z.object({
  session: helpIdSchema,
  learner: learnerIdSchema,
  learnerName: z.string(),
  stage: helpStageSchema,
  text: z.nullable(z.string()),
  place: z.nullable(helpPlaceSchema),
  helper: z.nullable(z.string()),
  isOwn: z.boolean(),
  isHere: z.boolean(),
  raisedAt: z.nullable(z.iso.datetime()),
  lines: z.array(helpLineSchema),
});
export type StaffHelp = z.infer<typeof staffHelpSchema>;

/** A message of a class's staff that its reader has not put away. */
export const classMessageSchema = z.object({
  id: z.int(),
  class: classIdSchema,
  from: z.string(),
  text: z.string(),
  isToAll: z.boolean(),
  at: z.iso.datetime(),
});
export type ClassMessage = z.infer<typeof classMessageSchema>;

/** The learner's tasks as their helper sees them: without answers and solutions. */
export const helpTasksSchema = z.array(exerciseStateSchema);
