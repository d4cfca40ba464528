import { staffClassSchema } from '../../shared/class-views.ts';
import { classIdSchema } from '../../shared/ids.ts';
import { askServer } from '../ask-server.ts';
import { StaffSocket } from '../staff-socket.ts';
import { classBoard, takeMessage } from './board-state.ts';

const TIMEOUT_MS = 10_000;

/** Follows the class that the address names, until it is left. Returns how to leave it. */
export function followClass(hash: string): () => void {
  const id = classIdSchema.safeParse(hash.replace(/^#/, ''));
  classBoard.set({ status: 'opening', problem: undefined, about: undefined, rows: new Map(), summary: undefined });
  if (!id.success) {
    classBoard.set({
      status: 'ended',
      problem: 'This address names no class. Open a class from your list of classes.',
    });
    return () => {};
  }
  const classId = id.data;
  let isLeft = false;
  const readAbout = async () => {
    const answer = await askServer(`/api/classes/${classId}`, { timeoutMs: TIMEOUT_MS });
    if (isLeft) return;
    if (!answer.isOk) {
      // Who is refused here is refused by the socket, too, without a word. A server that is away comes back.
      if (answer.status !== undefined && answer.status < 500) end(answer.message);
      return;
    }
    const about = staffClassSchema.safeParse(await answer.response.json().catch(() => undefined));
    if (about.success) classBoard.set({ about: about.data });
  };
  const socket = new StaffSocket({
    onWelcome: () => {
      socket.send({ type: 'class.watch', class: classId });
    },
    onMessage: (message) => {
      // Nothing but the watch was asked for here.
      if (message.type === 'error') end(message.message);
      else takeMessage(classId, message);
      if (message.type === 'class.closed') socket.stop();
    },
    onLost: () => classBoard.set({ status: 'lost' }),
    onFailed: (message) => end(message),
  });
  const end = (problem: string) => {
    socket.stop();
    classBoard.set({ status: 'ended', problem });
  };
  const wake = () => socket.wake();
  const look = () => {
    if (document.visibilityState === 'visible') socket.wake();
  };
  for (const change of ['online', 'offline']) addEventListener(change, wake);
  document.addEventListener('visibilitychange', look);
  void readAbout();
  socket.start();
  return () => {
    isLeft = true;
    socket.stop();
    for (const change of ['online', 'offline']) removeEventListener(change, wake);
    document.removeEventListener('visibilitychange', look);
  };
}
