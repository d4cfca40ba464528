import type { CallName, ExplorerCalls, ExplorerRequest, ExplorerResponse } from './explorer-messages.ts';

/** Why something of an image can't be shown, in words for the learner. */
export class ExplorerError extends Error {
  override readonly name = 'ExplorerError';
}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

let worker: Worker | undefined;
let lastId = 0;
const waiting = new Map<number, Waiting>();

/** Whoever sees images is about to open one: what reads them is loaded by then. */
export function expectQuestions(): void {
  worker ??= startWorker();
}

/** Asks what runs beside the page, which the first who asks starts. */
export function askExplorer<Name extends CallName>(
  name: Name,
  ask: ExplorerCalls[Name]['ask'],
): Promise<ExplorerCalls[Name]['answer']> {
  worker ??= startWorker();
  const id = ++lastId;
  const answer = new Promise<ExplorerCalls[Name]['answer']>((resolve, reject) => waiting.set(id, { resolve, reject }));
  worker.postMessage({ id, name, ask } as ExplorerRequest);
  return answer;
}

function startWorker(): Worker {
  const started = new Worker(new URL('./explorer-worker.ts', import.meta.url), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<ExplorerResponse>) => {
    const who = waiting.get(data.id);
    waiting.delete(data.id);
    if ('problem' in data) who?.reject(new ExplorerError(data.problem));
    else who?.resolve(data.answer as never);
  });
  started.addEventListener('error', () => {
    // The next who asks starts another.
    worker = undefined;
    started.terminate();
    for (const { reject } of waiting.values()) {
      reject(new ExplorerError('What reads your images could not be loaded. Check your network, then try again.'));
    }
    waiting.clear();
  });
  return started;
}
