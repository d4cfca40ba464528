import * as z from 'zod/mini';
import { slugSchema } from '../ids.ts';
import { exerciseStateSchema, previewSchema, roleSchema, sandboxStateSchema } from '../views.ts';

/** SPEC.md rule numbers stand behind each message. */
export const PROTOCOL_VERSION = 2;

/** Rule 8: more is not a key, a paste or a control message. */
export const MAX_CLIENT_FRAME_BYTES = 64 * 1024;

/** Rule 12: how many bytes a client may be behind before the server holds the rest back. */
export const ACK_WINDOW_BYTES = 512 * 1024;

/** Rule 12: a client acknowledges at least every so many bytes. */
export const ACK_EVERY_BYTES = 64 * 1024;

const terminalNameSchema = slugSchema;
const offsetSchema = z.int().check(z.gte(0));
const sizeSchema = {
  cols: z.int().check(z.gte(2), z.lte(500)),
  rows: z.int().check(z.gte(1), z.lte(300)),
};

export const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), version: z.int() }),
  z.object({
    type: z.literal('terminal.open'),
    terminal: terminalNameSchema,
    ...sizeSchema,
    after: z.nullable(offsetSchema),
  }),
  z.object({ type: z.literal('terminal.resize'), terminal: terminalNameSchema, ...sizeSchema }),
  z.object({ type: z.literal('terminal.ack'), terminal: terminalNameSchema, offset: offsetSchema }),
  z.object({ type: z.literal('exercise.watch'), exercise: slugSchema }),
  z.object({ type: z.literal('exercise.run'), exercise: slugSchema }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

export const serverMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('welcome'), version: z.int(), role: roleSchema }),
  z.object({ type: z.literal('sandbox'), sandbox: sandboxStateSchema }),
  z.object({
    type: z.literal('terminal.opened'),
    terminal: terminalNameSchema,
    channel: z.int().check(z.gte(0), z.lte(255)),
    from: offsetSchema,
  }),
  z.object({
    type: z.literal('terminal.closed'),
    terminal: terminalNameSchema,
    reason: z.enum(['exited', 'lost']),
  }),
  z.object({ type: z.literal('exercise.state'), ...exerciseStateSchema.shape }),
  z.object({ type: z.literal('previews'), previews: z.array(previewSchema) }),
  z.object({ type: z.literal('error'), code: z.string(), message: z.string() }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;

/** Rule 6: why the server closed a socket. A client reconnects after every code but these. */
export const closeCodes = {
  malformed: 4400,
  unknownVersion: 4409,
  tooLarge: 4413,
  tooMany: 4429,
} as const;
