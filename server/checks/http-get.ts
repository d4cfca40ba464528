import { type Agent, request } from 'node:http';

export interface HttpResponse {
  readonly status: number;
  /** At most `maxBytes`; the rest is not read. */
  readonly body: Buffer;
}

/** Nothing answered as an HTTP server would. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

/** GET with an end: whoever answers is in a learner's hands, and may send without stopping or nothing at all. */
export function httpGet(options: {
  agent: Agent;
  host: string;
  path: string;
  maxBytes: number;
  signal: AbortSignal;
}): Promise<HttpResponse> {
  const { agent, host, path, maxBytes, signal } = options;
  return new Promise((resolve, reject) => {
    const outgoing = request({ agent, host, path, signal }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const finish = () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).subarray(0, maxBytes) });
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes < maxBytes) return;
        finish();
        response.destroy();
      });
      response.once('end', finish);
      response.once('error', reject);
    });
    outgoing.once('error', (cause) => reject(signal.aborted ? cause : new NoAnswerError('No answer.', { cause })));
    outgoing.end();
  });
}
