import { staffClassSchema } from '../../shared/class-views.ts';
import { classIdSchema } from '../../shared/ids.ts';
import { askServer } from '../ask-server.ts';
import { listenToServer } from '../page-connection.ts';
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
  let detach = () => {};
  const leave = () => {
    isLeft = true;
    detach();
  };
  const end = (problem: string) => {
    leave();
    classBoard.set({ status: 'ended', problem });
  };
  const readAbout = async () => {
    const answer = await askServer(`/api/classes/${classId}`, { timeoutMs: TIMEOUT_MS });
    if (isLeft) return;
    if (!answer.isOk) {
      // A server that is away comes back.
      if (answer.status !== undefined && answer.status < 500) end(answer.message);
      return;
    }
    const about = staffClassSchema.safeParse(await answer.response.json().catch(() => undefined));
    if (about.success) classBoard.set({ about: about.data });
  };
  const connect = async () => {
    const connection = await listenToServer();
    if (isLeft) return;
    const stopHearing = connection.attachClass({
      onGreeted: () => connection.sayClass({ type: 'class.watch', class: classId }),
      onLost: () => classBoard.set({ status: 'lost' }),
      onFailed: (problem) => classBoard.set({ status: 'ended', problem }),
      onMessage: (message) => {
        takeMessage(classId, message);
        if (message.type === 'class.closed' && message.class === classId) leave();
      },
    });
    detach = () => {
      stopHearing();
      connection.sayClass({ type: 'class.unwatch' });
    };
  };
  void readAbout();
  connect().catch(() => end('This could not be loaded. Check your network, then reload the page.'));
  return leave;
}
