import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { LearnerSandboxes } from '../fleet/learner-sandboxes.ts';
import { createDialAgent } from '../sandbox/dial-agent.ts';
import { frameRefusal, isForFrame, sayFrameIsRefused } from './frame-refusal.ts';
import type { PreviewAddress } from './preview-address.ts';

/** Headers that belong to one connection and are not passed on. Source: RFC 9110, section 7.6.1. */
const CONNECTION_HEADERS = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade']);

function passedOn(headers: IncomingMessage['rawHeaders']): string[] {
  const passed: string[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] as string;
    if (!CONNECTION_HEADERS.has(name.toLowerCase())) passed.push(name, headers[index + 1] as string);
  }
  return passed;
}

function sayNothingListens(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${text}\n`);
}

/** A container publishes its port before its program listens there, and its tab is at once. */
const BEGINNING_MS = 5_000;
const AGAIN_MS = 200;

const nothingAnswers = (port: number) =>
  `Nothing answers on port ${port} of this sandbox. A program in a container must listen on 0.0.0.0, not on 127.0.0.1. Start one that publishes the port, then reload.`;

export interface Preview {
  handle(address: PreviewAddress, incoming: IncomingMessage, response: ServerResponse): Promise<void>;
  upgrade(address: PreviewAddress, incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
}

/**
 * Relays a browser's requests to a published port inside a sandbox. Whoever has the address may look: it can't be guessed. A page that forbids the platform to
 * show it inside its own is not shown there, and its learner is told why.
 */
export function createPreview(sandboxes: LearnerSandboxes, platform: URL): Preview {
  return {
    async handle({ port, previewId }, incoming, response) {
      const sandbox = await sandboxes.byPreviewId(previewId).catch(() => undefined);
      if (!sandbox)
        return sayNothingListens(response, 404, 'No sandbox has this address. Open the port from your lesson again.');
      const agent = createDialAgent(sandbox, { kind: 'port', port });
      response.once('close', () => agent.destroy());
      const isForTab = isForFrame(incoming);
      // With nothing behind its headers, it can be asked again.
      const waitsUntil = isForTab && incoming.method === 'GET' ? performance.now() + BEGINNING_MS : undefined;

      const ask = () => {
        const outgoing = request({
          agent,
          method: incoming.method ?? 'GET',
          path: incoming.url ?? '/',
          headers: passedOn(incoming.rawHeaders),
          setHost: false,
        });
        outgoing.once('response', (answer) => {
          const refusal = isForTab ? frameRefusal(answer.headers, platform) : undefined;
          if (refusal !== undefined) {
            answer.destroy();
            return sayFrameIsRefused(response, refusal);
          }
          response.writeHead(answer.statusCode ?? 502, answer.statusMessage, passedOn(answer.rawHeaders));
          answer.pipe(response);
          answer.once('error', () => response.destroy());
        });
        outgoing.once('error', () => {
          if (response.headersSent) response.destroy();
          else if (waitsUntil !== undefined && performance.now() < waitsUntil && !response.destroyed)
            setTimeout(() => ask().end(), AGAIN_MS);
          else sayNothingListens(response, 502, nothingAnswers(port));
        });
        return outgoing;
      };
      if (waitsUntil !== undefined) ask().end();
      else incoming.pipe(ask());
    },

    async upgrade({ port, previewId }, incoming, socket, head) {
      const sandbox = await sandboxes.byPreviewId(previewId).catch(() => undefined);
      if (!sandbox) return void socket.destroy();
      const upstream = await sandbox.dial({ kind: 'port', port }, AbortSignal.timeout(5_000)).catch(() => undefined);
      if (!upstream || socket.destroyed) return void (socket.destroy(), upstream?.destroy());
      const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
      for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
        lines.push(`${incoming.rawHeaders[index]}: ${incoming.rawHeaders[index + 1]}`);
      }
      upstream.write(`${lines.join('\r\n')}\r\n\r\n`);
      upstream.write(head);
      socket.pipe(upstream).pipe(socket);
      for (const [one, other] of [
        [socket, upstream],
        [upstream, socket],
      ] as const) {
        one.once('error', () => other.destroy());
        one.once('close', () => other.destroy());
      }
    },
  };
}
