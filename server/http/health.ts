import type { FastifyInstance } from 'fastify';

/** Longer than any part takes that works. */
const PROBE_TIMEOUT_MS = 3_000;

export type Probes = Readonly<Record<string, (signal: AbortSignal) => Promise<unknown>>>;

/** Where learners work. */
export type Mode = 'sandboxes' | 'own-machine';

/** `GET /healthz` asks every part itself: 200 when all answered, 503 when one did not. Reasons go to the log: the page is public. */
export function registerHealth(app: FastifyInstance, { mode, probes }: { mode: Mode; probes: Probes }): void {
  app.get('/healthz', async (request, reply) => {
    const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
    const timeout = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    timeout.catch(() => {});
    const parts = await Promise.all(
      Object.entries(probes).map(async ([part, probe]) => {
        try {
          await Promise.race([probe(signal), timeout]);
          return [part, 'ok'] as const;
        } catch (error) {
          request.log.error({ part, err: error }, 'a part of the platform does not answer');
          return [part, 'failing'] as const;
        }
      }),
    );
    const isHealthy = parts.every(([, state]) => state === 'ok');
    return reply
      .code(isHealthy ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: isHealthy ? 'ok' : 'failing', mode, parts: Object.fromEntries(parts) });
  });
}
