import { type InstructorPulls, instructorPullsSchema } from '../shared/registry-views.ts';
import { askServer } from './ask-server.ts';

/** The server waits for Docker Hub's word half as long. */
const TIMEOUT_MS = 20_000;

/** For instructors. `null` where the figures can't be had at the moment, for whatever reason. */
export async function readPulls(): Promise<InstructorPulls['pulls']> {
  const answer = await askServer('/api/pulls', { timeoutMs: TIMEOUT_MS });
  if (!answer.isOk) return null;
  const read = instructorPullsSchema.safeParse(await answer.response.json().catch(() => undefined));
  return read.data?.pulls ?? null;
}
