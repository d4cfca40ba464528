import { type Answer, askServer } from './ask-server.ts';
import { saveBlob } from './save-blob.ts';

/** The server gives itself half a minute; longer means that it is not there. */
const RESET_TIMEOUT_MS = 45_000;

/** A whole home folder through a slow line, as long as the server allows. */
const DOWNLOAD_TIMEOUT_MS = 60 * 60_000;

const FILE_NAME = 'drydock-files.tar.gz';

export function startOver(): Promise<Answer> {
  return askServer('/api/sandbox/start-over', { method: 'POST', timeoutMs: RESET_TIMEOUT_MS });
}

export function resetExercise(exercise: string): Promise<Answer> {
  return askServer(`/api/exercises/${exercise}/reset`, { method: 'POST', timeoutMs: RESET_TIMEOUT_MS });
}

/**
 * Has the browser save the learner's home folder. Fetched rather than followed as a link, because a link that is refused leaves the lesson for a page of JSON.
 * Resolves with what went wrong.
 */
export async function downloadFiles(): Promise<string | undefined> {
  const answer = await askServer('/api/sandbox/files', { timeoutMs: DOWNLOAD_TIMEOUT_MS });
  if (!answer.isOk) return answer.message;
  try {
    saveBlob(await answer.response.blob(), FILE_NAME);
    return undefined;
  } catch {
    return 'The download was broken off. Your files are as they were. Try again in a moment.';
  }
}
