import { fetchMe } from './me.ts';
import { recall } from './remembered.ts';

/** The server answers from memory and its own disk; longer means that it is not there. */
const TIMEOUT_MS = 10_000;

export type QuizAnswer<Value> =
  | { readonly isOk: true; readonly value: Value }
  /** In words for whoever asked. */
  | { readonly isOk: false; readonly message: string };

const UNREACHED = 'The server could not be reached. Check your network, then press Check again.';

/** Asks what was answered before, or with `answer` whether it is right. Never rejects. Answers are taken as the server's types say: to check them takes more script than the quiz. */
export async function askQuiz<Value>(path: string, answer?: readonly string[]): Promise<QuizAnswer<Value>> {
  try {
    // A new browser gets its cookie with this.
    if (recall('drydock.known') === undefined) await fetchMe();
    let response = await send(path, answer);
    if (response.status === 401 && answer) {
      // The server's data were lost or replaced since this browser was here.
      await fetchMe();
      response = await send(path, answer);
    }
    const body = await response.json();
    if (response.ok) return { isOk: true, value: body };
    return { isOk: false, message: body?.error?.message ?? UNREACHED };
  } catch {
    return { isOk: false, message: UNREACHED };
  }
}

function send(path: string, answer: readonly string[] | undefined): Promise<Response> {
  return fetch(`/api/quizzes/${path}`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(answer && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ answer }),
    }),
  });
}
