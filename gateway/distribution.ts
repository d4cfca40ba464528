import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { socketOf } from './paths.ts';

const ANSWER_POLL_MS = 20;
const START_TIMEOUT_MS = 10_000;
/** It holds nothing that a longer goodbye would save. */
const STOP_TIMEOUT_MS = 5_000;

/** CNCF Distribution, as a program of the gateway's that answers on a socket. */
export interface Distribution {
  readonly socketPath: string;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts Distribution with `/etc/docker/registry/<config>.yml`; `name` is its socket's. Resolves when it answers; rejects where it ends before, as it does when it is to fetch from a
 * registry that can't be reached.
 */
export async function startDistribution(
  name: string,
  config: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Distribution> {
  const socketPath = socketOf(name);
  const child = spawn('docker-registry', ['serve', `/etc/docker/registry/${config}.yml`], {
    env: { PATH: process.env['PATH'], REGISTRY_HTTP_NET: 'unix', REGISTRY_HTTP_ADDR: socketPath, ...settings },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = once(child, 'exit').then(() => {});
  const stop = () => end(child, ended);
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await answers(socketPath))) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${name} ended before it answered.`);
    if (Date.now() > deadline) {
      await stop();
      throw new Error(`${name} did not answer within ${START_TIMEOUT_MS / 1000} s.`);
    }
    await delay(ANSWER_POLL_MS);
  }
  return { socketPath, ended, stop };
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asking = request({ socketPath, path: '/v2/', timeout: 1_000 }, (answer) => {
      answer.resume();
      resolve(true);
    });
    asking.once('timeout', () => asking.destroy());
    asking.once('error', () => resolve(false));
    asking.end();
  });
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const late = delay(STOP_TIMEOUT_MS, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
  await Promise.race([ended, late]);
  await ended;
}
