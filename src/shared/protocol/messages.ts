import * as z from 'zod/mini';
import { engineContainersSchema, engineImagesSchema, enginePartSchema } from '../engine-views.ts';
import { fileStampSchema, folderPathSchema, MAX_WATCHED_PATHS } from '../file-views.ts';
import { slugSchema } from '../ids.ts';
import { exerciseStateSchema, previewSchema, roleSchema, sandboxStateSchema } from '../views.ts';
import { classClientMessages, classServerMessages } from './class-messages.ts';
import { helpClientMessages, helpServerMessages } from './help-messages.ts';
import { ACK_EVERY_BYTES, ACK_WINDOW_BYTES, offsetSchema, sizeSchema } from './terminal-fields.ts';

/** SPEC.md rule numbers stand behind each message. */
export const PROTOCOL_VERSION = 5;

/** Rule 9: more is not a key, a paste or a control message. */
export const MAX_CLIENT_FRAME_BYTES = 64 * 1024;

/** Rule 13, for a client that draws: so little that a browser without a graphics processor shows the end of a flood within 100 ms of a Ctrl-C. Of 128 KiB a tenth took longer, and no flood was quicker. */
export const DRAWING_WINDOW_BYTES = 80 * 1024;

/** Rule 15: what a terminal answers a program is some dozen bytes; the contents of a clipboard are no answer that we give. */
export const MAX_ANSWER_LENGTH = 1024;

/** Rule 21: an answer is a word or a number. */
export const MAX_TASK_ANSWER_LENGTH = 200;

/** Rule 5: how often a client says that it is there, in ms. Proxies cut what is silent for a minute. */
export const HEARTBEAT_MS = 20_000;

const terminalNameSchema = slugSchema;

/** A lesson's command blocks are counted from 0, in the order of its text. */
const commandBlockSchema = { lesson: slugSchema, block: z.int().check(z.gte(0), z.lte(999)) };

export const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), version: z.int(), wants: z.optional(z.enum(['sandbox', 'nothing'])) }),
  z.object({ type: z.literal('ping'), id: z.int() }),
  z.object({
    type: z.literal('terminal.open'),
    terminal: terminalNameSchema,
    ...sizeSchema,
    after: z.nullable(offsetSchema),
    window: z.optional(z.int().check(z.gte(ACK_EVERY_BYTES), z.lte(ACK_WINDOW_BYTES))),
  }),
  z.object({ type: z.literal('terminal.resize'), terminal: terminalNameSchema, ...sizeSchema }),
  z.object({ type: z.literal('terminal.ack'), terminal: terminalNameSchema, offset: offsetSchema }),
  z.object({
    type: z.literal('terminal.answer'),
    terminal: terminalNameSchema,
    text: z.string().check(z.maxLength(MAX_ANSWER_LENGTH)),
  }),
  z.object({ type: z.literal('terminal.end'), terminal: terminalNameSchema }),
  z.object({ type: z.literal('terminal.run'), terminal: terminalNameSchema, ...commandBlockSchema }),
  z.object({ type: z.literal('exercise.watch'), exercise: slugSchema }),
  z.object({ type: z.literal('exercise.run'), exercise: slugSchema }),
  z.object({
    type: z.literal('exercise.answer'),
    exercise: slugSchema,
    task: slugSchema,
    text: z.string().check(z.maxLength(MAX_TASK_ANSWER_LENGTH)),
  }),
  z.object({ type: z.literal('exercise.hint'), exercise: slugSchema, task: slugSchema }),
  z.object({ type: z.literal('exercise.solution'), exercise: slugSchema }),
  z.object({ type: z.literal('engine.watch'), parts: z.array(enginePartSchema).check(z.maxLength(2)) }),
  z.object({ type: z.literal('files.watch'), paths: z.array(folderPathSchema).check(z.maxLength(MAX_WATCHED_PATHS)) }),
  ...classClientMessages,
  ...helpClientMessages,
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

export const serverMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('welcome'), version: z.int(), role: roleSchema }),
  z.object({ type: z.literal('pong'), id: z.int() }),
  z.object({ type: z.literal('sandbox'), sandbox: sandboxStateSchema }),
  z.object({ type: z.literal('terminals'), terminals: z.array(terminalNameSchema) }),
  z.object({
    type: z.literal('terminal.opened'),
    terminal: terminalNameSchema,
    channel: z.int().check(z.gte(0), z.lte(255)),
    from: offsetSchema,
    live: offsetSchema,
    modes: z.string(),
  }),
  z.object({ type: z.literal('terminal.resized'), terminal: terminalNameSchema, ...sizeSchema }),
  z.object({
    type: z.literal('terminal.ran'),
    terminal: terminalNameSchema,
    ...commandBlockSchema,
    outcome: z.enum(['typed', 'busy']),
  }),
  z.object({
    type: z.literal('terminal.closed'),
    terminal: terminalNameSchema,
    reason: z.enum(['exited', 'lost']),
  }),
  z.object({ type: z.literal('exercise.state'), ...exerciseStateSchema.shape }),
  z.object({ type: z.literal('previews'), previews: z.array(previewSchema) }),
  z.object({ type: z.literal('engine.images'), ...engineImagesSchema.shape }),
  z.object({ type: z.literal('engine.containers'), ...engineContainersSchema.shape }),
  z.object({
    type: z.literal('files.stamps'),
    stamps: z.array(fileStampSchema).check(z.maxLength(MAX_WATCHED_PATHS)),
  }),
  ...helpServerMessages,
  z.object({ type: z.literal('error'), code: z.string(), message: z.string() }),
  ...classServerMessages,
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;

/** Rule 7: why the server closed a socket. A client does not reconnect by itself after these. */
export const closeCodes = {
  malformed: 4400,
  signedOut: 4401,
  idle: 4408,
  unknownVersion: 4409,
  tooLarge: 4413,
  tooMany: 4429,
  tooFast: 4430,
} as const;
