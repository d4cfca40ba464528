import { homedir, userInfo } from 'node:os';
import { relative } from 'node:path';
import type Docker from 'dockerode';
import { z } from 'zod';
import { raceSignal } from '../domain/race-signal.ts';
import type { OwnMachine } from './own-machine.ts';

/** A page waits for it. */
const ANSWER_TIMEOUT_MS = 5_000;

const infoSchema = z.object({
  Name: z.string(),
  ServerVersion: z.string(),
  Containers: z.int(),
  ContainersRunning: z.int(),
  Images: z.int(),
});

/** With the home folder as `~`, as a shell shows it. */
export function shortPath(path: string, home = homedir()): string {
  const inside = relative(home, path);
  if (inside === '') return '~';
  return inside.startsWith('..') || inside.startsWith('/') ? path : `~/${inside}`;
}

/** Looks anew each time: the person works on it meanwhile. */
export async function describeMachine(options: {
  docker: Docker;
  socket: string;
  context: string | undefined;
  folder: string;
  shell: string;
  onError: (error: unknown) => void;
}): ReturnType<OwnMachine['describe']> {
  const { docker, socket, context, folder, shell, onError } = options;
  const engine = await raceSignal(docker.info(), AbortSignal.timeout(ANSWER_TIMEOUT_MS))
    .then((info) => infoSchema.parse(info))
    .catch(onError);
  return {
    user: userInfo().username,
    shell,
    folder: shortPath(folder),
    socket,
    context: context ?? null,
    engine: engine
      ? {
          name: engine.Name,
          version: engine.ServerVersion,
          containers: engine.Containers,
          running: engine.ContainersRunning,
          images: engine.Images,
        }
      : null,
  };
}
