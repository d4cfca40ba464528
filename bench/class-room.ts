import { WebSocket } from 'ws';
import { classCodeSchema, staffClassSchema } from '../src/shared/class-views.ts';
import { type ClassId, learnerIdSchema } from '../src/shared/ids.ts';
import { type ClientMessage, PROTOCOL_VERSION, type ServerMessage } from '../src/shared/protocol/index.ts';
import { inParallel } from './measure.ts';
import { newLearner } from './page-client.ts';

const AT_ONCE = 8;

export interface ClassLearner {
  readonly id: string;
  readonly cookie: string;
}

const post = async (url: string, path: string, cookie: string, body: object): Promise<unknown> => {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { cookie, origin: url, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`);
  return response.json();
};

/** Makes a class with so many learners who have joined by its code. */
export async function fillClass(
  { url, instructor, signal }: { readonly url: string; readonly instructor: string; readonly signal: AbortSignal },
  names: readonly string[],
): Promise<{ readonly id: ClassId; readonly learners: readonly ClassLearner[] }> {
  const settings = { name: 'Monday', startsOn: null, endsOn: null, limits: null, internet: null };
  const made = staffClassSchema.parse(await post(url, '/api/classes', instructor, { ...settings, ownName: 'Ada' }));
  const code = classCodeSchema.parse(made.code);
  const learners = await inParallel(names, AT_ONCE, signal, async (name) => {
    const cookie = await newLearner(url);
    await post(url, '/api/join', cookie, { code, name });
    return { cookie, id: learnerIdSchema.parse(decodeURIComponent(cookie).split('=')[1]?.split('.')[0]) };
  });
  return { id: made.id, learners };
}

/** A page's socket without a sandbox: of a learner who reads, or of staff who watch. */
export class QuietPage implements Disposable {
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket, onMessage: (message: ServerMessage) => void) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => onMessage(JSON.parse(data.toString())));
  }

  static async open(url: string, cookie: string, onMessage: (message: ServerMessage) => void = () => {}) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers: { cookie, origin: url } });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const page = new QuietPage(socket, onMessage);
    page.send({ type: 'hello', version: PROTOCOL_VERSION, wants: 'nothing' });
    return page;
  }

  send(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  [Symbol.dispose](): void {
    this.#socket.terminate();
  }
}
