import * as z from 'zod/mini';
import {
  classMessageSchema,
  helpEndSchema,
  helpIdSchema,
  helpPlaceSchema,
  helpTasksSchema,
  helpTextSchema,
  learnerHelpSchema,
  staffHelpSchema,
} from '../help-views.ts';
import { classIdSchema, learnerIdSchema, slugSchema } from '../ids.ts';
import { ACK_EVERY_BYTES, ACK_WINDOW_BYTES, offsetSchema, sizeSchema } from './terminal-fields.ts';

const inClass = { class: classIdSchema };
const inSession = { class: classIdSchema, session: helpIdSchema };
const placeSchema = z.nullable(helpPlaceSchema);

/** Rules 31 to 39. */
export const helpClientMessages = [
  z.object({ type: z.literal('help.watch'), place: placeSchema }),
  z.object({ type: z.literal('help.raise'), ...inClass, text: z.nullable(helpTextSchema), place: placeSchema }),
  z.object({ type: z.literal('help.agree'), ...inSession, place: placeSchema }),
  z.object({ type: z.literal('help.decline'), ...inSession }),
  z.object({ type: z.literal('help.hand-over'), ...inSession }),
  z.object({ type: z.literal('help.take-back'), ...inSession }),
  z.object({ type: z.literal('help.end'), ...inSession }),
  z.object({ type: z.literal('help.say'), ...inSession, text: helpTextSchema }),
  z.object({ type: z.literal('help.seen'), ...inClass, message: z.int().check(z.gte(1)) }),
  z.object({ type: z.literal('help.list'), ...inClass }),
  z.object({ type: z.literal('help.ask'), ...inClass, learner: learnerIdSchema }),
  z.object({ type: z.literal('help.lower'), ...inSession }),
  z.object({ type: z.literal('help.message'), ...inClass, learner: z.optional(learnerIdSchema), text: helpTextSchema }),
  z.object({
    type: z.literal('help.hint'),
    ...inClass,
    learner: learnerIdSchema,
    exercise: slugSchema,
    task: slugSchema,
  }),
  z.object({ type: z.literal('help.look'), ...inSession }),
  z.object({
    type: z.literal('help.open'),
    ...inSession,
    terminal: slugSchema,
    window: z.optional(z.int().check(z.gte(ACK_EVERY_BYTES), z.lte(ACK_WINDOW_BYTES))),
  }),
  z.object({ type: z.literal('help.ack'), session: helpIdSchema, terminal: slugSchema, offset: offsetSchema }),
] as const;

/** Rules 31 to 39. */
export const helpServerMessages = [
  z.object({ type: z.literal('help.own'), help: z.nullable(learnerHelpSchema) }),
  z.object({ type: z.literal('help.messages'), messages: z.array(classMessageSchema) }),
  z.object({ type: z.literal('help.class'), ...inClass, sessions: z.array(staffHelpSchema) }),
  z.object({ type: z.literal('help.done'), what: z.enum(['message', 'hint']), ...inClass }),
  z.object({ type: z.literal('help.ended'), session: helpIdSchema, reason: helpEndSchema }),
  z.object({ type: z.literal('help.terminals'), session: helpIdSchema, terminals: z.array(slugSchema) }),
  z.object({ type: z.literal('help.tasks'), session: helpIdSchema, exercises: helpTasksSchema }),
  z.object({ type: z.literal('help.hinted'), exercise: slugSchema, task: slugSchema, from: z.string() }),
  z.object({ type: z.literal('help.typed'), session: helpIdSchema, isLearner: z.boolean() }),
  z.object({
    type: z.literal('help.opened'),
    session: helpIdSchema,
    terminal: slugSchema,
    channel: z.int().check(z.gte(0), z.lte(255)),
    from: offsetSchema,
    live: offsetSchema,
    modes: z.string(),
    ...sizeSchema,
  }),
  z.object({ type: z.literal('help.resized'), session: helpIdSchema, terminal: slugSchema, ...sizeSchema }),
  z.object({
    type: z.literal('help.closed'),
    session: helpIdSchema,
    terminal: slugSchema,
    reason: z.enum(['exited', 'lost']),
  }),
] as const;
