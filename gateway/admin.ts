import { createServer, request, type Server } from 'node:http';
import type { PullMeter, RegistryUse } from '../server/registry/port.ts';
import { sendJson } from './answers.ts';
import { adminSocket } from './paths.ts';

const ANSWER_TIMEOUT_MS = 10_000;

export interface AdminOptions {
  readonly use: (account: string) => Promise<RegistryUse>;
  readonly empty: (account: string) => Promise<void>;
  /** Removes what nothing leads to and is older than this. Resolves with whether it was done: not while somebody pushes. */
  readonly collect: (keepMs: number) => Promise<boolean>;
  readonly meter: () => Promise<PullMeter>;
}

/** Answers Drydock's server, which asks from inside the container: sandboxes don't reach the socket. */
export function createAdmin({ use, empty, collect, meter }: AdminOptions): Server {
  const answer = async (method: string | undefined, path: string): Promise<unknown> => {
    const [, account] = /^\/accounts\/([a-z0-9-]+)$/.exec(path) ?? [];
    if (path === '/pulls') return meter();
    const [, keptSeconds] = /^\/garbage\/(\d+)$/.exec(path) ?? [];
    if (keptSeconds !== undefined && method === 'DELETE') return { done: await collect(Number(keptSeconds) * 1000) };
    if (account === undefined) return undefined;
    if (method === 'DELETE') await empty(account);
    return use(account);
  };
  return createServer((asked, response) => {
    answer(asked.method, asked.url ?? '').then(
      (value) => sendJson(response, value ?? { error: 'There is no such thing.' }, value === undefined ? 404 : 200),
      (error: unknown) => sendJson(response, { error: String(error) }, 500),
    );
  });
}

/** Asks the gateway that runs in this container. Resolves with its answer, JSON. */
export function askAdmin(method: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath: adminSocket, path, method, timeout: ANSWER_TIMEOUT_MS }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', reject);
      answer.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (answer.statusCode === 200) resolve(text);
        else reject(new Error(text));
      });
    });
    asking.once('timeout', () => asking.destroy(new Error('The gateway did not answer in time.')));
    asking.once('error', reject);
    asking.end();
  });
}
