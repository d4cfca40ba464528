import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { Container } from 'dockerode';
import { unlessMissing } from '../domain/engine-errors.ts';
import { raceSignal } from '../domain/race-signal.ts';
import type { KillableEngine } from './killable-engine.ts';

/** On an emulated processor; it first ends the containers that went on without it. */
const START_TIMEOUT_MS = 180_000;
const KILL_TIMEOUT_MS = 60_000;
const LOOK_EVERY_MS = 100;

const KILL_ENGINE = 'kill -9 "$(cat /host-run/docker.pid)"';

/** The engine under test, wherever it is, on a host whose init starts it again some seconds after its end. */
export function createSupervisedEngine(docker: Docker, busyboxImage: string): KillableEngine {
  let killer: Container | undefined;

  return {
    docker,

    async kill() {
      const signal = AbortSignal.timeout(KILL_TIMEOUT_MS);
      killer = await docker.createContainer({
        Image: busyboxImage,
        Cmd: ['sh', '-c', KILL_ENGINE],
        HostConfig: {
          PidMode: 'host',
          NetworkMode: 'none',
          Binds: ['/run:/host-run:ro'],
          SecurityOpt: ['apparmor=unconfined'],
        },
      });
      // It ends with the engine.
      const events = (await docker.getEvents({ abortSignal: signal })) as Readable;
      const gone = new Promise((resolve) =>
        events
          .on('error', () => {})
          .on('close', resolve)
          .resume(),
      );
      await killer.start({ abortSignal: signal }).catch(() => {});
      await raceSignal(gone, signal);
    },

    async start() {
      const signal = AbortSignal.timeout(START_TIMEOUT_MS);
      while (!(await answers(docker))) await delay(LOOK_EVERY_MS, undefined, { signal });
      if (killer) await unlessMissing(killer.remove({ force: true }));
      killer = undefined;
    },

    async [Symbol.asyncDispose]() {
      await this.start();
    },
  };
}

function answers(docker: Docker): Promise<boolean> {
  return docker.ping().then(
    () => true,
    () => false,
  );
}
