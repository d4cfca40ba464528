import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** A server that restarts is back in a second or two; longer than this it is not coming. */
const BACK_TIMEOUT_MS = 20_000;

export interface FrontOptions {
  readonly port: number;
  readonly host: string;
  /** Where the pages come from. */
  readonly pagesPort: number;
  /** Resolves with the port of the Drydock server once it answers; asked anew for each request, so that one meanwhile waits for a restart. */
  readonly serverPort: () => Promise<number>;
}

/** What is the server's own: its API, its socket, its health, and the ports that learners publish. All else is pages. */
export function isForServer(url: string | undefined, host: string | undefined): boolean {
  const path = url?.split('?', 1)[0] ?? '/';
  return path.startsWith('/api/') || path === '/ws' || path === '/healthz' || /^\d+--[0-9a-f]{32}\./.test(host ?? '');
}

/** One address before the pages' development server and the Drydock server. Requests arrive there as they came, with their `Host` and `Origin`. */
export async function openFront(options: FrontOptions): Promise<AsyncDisposable> {
  const portFor = (incoming: IncomingMessage) =>
    isForServer(incoming.url, incoming.headers.host)
      ? within(options.serverPort(), BACK_TIMEOUT_MS)
      : Promise.resolve(options.pagesPort);
  const server = createServer((incoming, response) => {
    portFor(incoming).then(
      (port) => passOn(incoming, response, port),
      () => refuse(response),
    );
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    portFor(incoming).then(
      (port) => passUpgradeOn(incoming, socket, head, port),
      () => socket.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n'),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, options.host, resolve);
  });
  return {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const portOf = (address: AddressInfo | string | null): number => {
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
};

function ask(incoming: IncomingMessage, port: number) {
  const { method, url: path, rawHeaders } = incoming;
  // A connection of its own: one that is kept may be closed by the other side in the very moment in which it is used again.
  return request({
    host: '127.0.0.1',
    port,
    method,
    path,
    headers: headersOf(rawHeaders),
    setHost: false,
    agent: false,
  });
}

/** As they came; a name that came twice has both values. */
function headersOf(raw: readonly string[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (let index = 0; index < raw.length; index += 2) {
    const [name = '', value = ''] = raw.slice(index, index + 2);
    const known = headers[name];
    headers[name] = known === undefined ? value : [known, value].flat();
  }
  return headers;
}

function passOn(incoming: IncomingMessage, response: ServerResponse, port: number): void {
  const outgoing = ask(incoming, port);
  outgoing.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.rawHeaders);
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  outgoing.on('error', () => refuse(response));
  response.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

function passUpgradeOn(incoming: IncomingMessage, socket: Duplex, head: Buffer, port: number): void {
  const outgoing = ask(incoming, port);
  const answerLine = ({ statusCode, statusMessage, rawHeaders }: IncomingMessage) => {
    const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`];
    for (let index = 0; index < rawHeaders.length; index += 2)
      lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`);
    return `${lines.join('\r\n')}\r\n\r\n`;
  };
  outgoing.on('upgrade', (answer, upstream, upstreamHead) => {
    socket.write(answerLine(answer));
    socket.write(upstreamHead);
    upstream.write(head);
    upstream.pipe(socket).pipe(upstream);
    upstream.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
  });
  outgoing.on('response', (answer) => {
    socket.write(answerLine(answer));
    answer.pipe(socket);
  });
  outgoing.on('error', () => socket.destroy());
  socket.on('close', () => outgoing.destroy());
  outgoing.end();
}

function refuse(response: ServerResponse): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('The Drydock server does not answer. The terminal in which npm run dev runs says why.\n');
}

function within<T>(work: Promise<T>, ms: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('It took too long.')), ms);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}
