import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Registries answer within milliseconds, but one that fetches from far away within many seconds. */
const ANSWER_TIMEOUT_MS = 120_000;

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** What is between two neighbours only, and what the front says itself. */
const NOT_PASSED_ON = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te', 'trailer', 'expect'];

export interface Onward {
  /** The registry's socket. */
  readonly socketPath: string;
  /** With its query. */
  readonly path: string;
  readonly body?: Readable;
  readonly withoutAuthorization?: boolean;
}

/** Asks a registry on the gateway what a client has asked the front. Rejects when it can't be reached or breaks off before its answer. */
export function askOnward(from: IncomingMessage, { socketPath, path, body, withoutAuthorization }: Onward) {
  const headers = { ...from.headers };
  for (const name of NOT_PASSED_ON) delete headers[name];
  for (const name of Object.keys(headers)) if (name.startsWith('x-forwarded-')) delete headers[name];
  if (withoutAuthorization) delete headers.authorization;
  if (!body) delete headers['content-length'];
  return new Promise<IncomingMessage>((resolve, reject) => {
    const onward = request({ socketPath, path, method: from.method, headers, agent, timeout: ANSWER_TIMEOUT_MS });
    onward.once('response', resolve);
    onward.on('error', reject);
    onward.once('close', () => reject(new Error('The request was broken off.')));
    onward.once('timeout', () => onward.destroy(new Error('The registry did not answer in time.')));
    if (!body) {
      onward.end();
      return;
    }
    body.once('error', (error) => onward.destroy(error));
    body.once('close', () => {
      if (!body.readableEnded) onward.destroy();
    });
    body.pipe(onward);
  });
}

/** Sends a registry's answer on, at the client's pace. */
export async function sendOn(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = { ...answer.headers };
  for (const name of NOT_PASSED_ON) delete headers[name];
  response.writeHead(answer.statusCode ?? 502, headers);
  await pipeline(answer, response);
}
