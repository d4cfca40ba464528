import * as z from 'zod/mini';

/**
 * Rule 13: how many bytes a client may be behind, at most, before the server holds the rest back. Half of it makes a flood a tenth slower to a client that does nothing else,
 * because the shell then waits for its words to come back.
 */
export const ACK_WINDOW_BYTES = 1024 * 1024;

/** Rule 13: a client acknowledges at least every so many bytes. */
export const ACK_EVERY_BYTES = 64 * 1024;

export const offsetSchema = z.int().check(z.gte(0));
export const sizeSchema = {
  cols: z.int().check(z.gte(2), z.lte(500)),
  rows: z.int().check(z.gte(1), z.lte(300)),
};
