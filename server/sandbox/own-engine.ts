import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Docker from 'dockerode';
import type { KillableEngine } from './killable-engine.ts';

/** A first start takes two seconds, one after a kill with containers left some more. */
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const LOOK_EVERY_MS = 50;

/** A second Docker Engine on this machine, to be killed by tests: the machine's own has other work. Needs root and `dockerd`. */
export class OwnEngine implements KillableEngine {
  readonly docker: Docker;
  readonly #folder: string;
  #process: ChildProcess | undefined;
  #log = '';

  private constructor(folder: string) {
    this.#folder = folder;
    this.docker = new Docker({ socketPath: join(folder, 'docker.sock') });
  }

  /** Started, with these images of the machine's own engine. */
  static async start(images: readonly string[]): Promise<OwnEngine> {
    const engine = new OwnEngine(await mkdtemp(join(tmpdir(), 'drydock-engine-')));
    try {
      await engine.start();
      const machines = new Docker();
      for (const image of images) {
        const loading = await engine.docker.loadImage(await machines.getImage(image).get(), { quiet: true });
        loading.resume();
        await once(loading, 'end');
      }
      return engine;
    } catch (error) {
      await engine[Symbol.asyncDispose]();
      throw error;
    }
  }

  async start(): Promise<void> {
    const at = (name: string) => join(this.#folder, name);
    // What a killed engine leaves keeps the next from starting, whoever has that process id by now.
    await Promise.all([rm(at('pid'), { force: true }), rm(at('exec/containerd/containerd.pid'), { force: true })]);
    const folders = ['--data-root', at('data'), '--exec-root', at('exec'), '--pidfile', at('pid')];
    const command = ['dockerd', ...folders, '--host', `unix://${at('docker.sock')}`];
    // In a network namespace of its own: bridges and packet filter of this one are the machine's engine's.
    const child = spawn('unshare', ['--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh', ...command], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process = child;
    child.stderr.on('data', (chunk: Buffer) => {
      this.#log = (this.#log + chunk).slice(-4_000);
    });
    const until = performance.now() + START_TIMEOUT_MS;
    for (;;) {
      const answers = await this.docker.ping().then(
        () => true,
        () => false,
      );
      if (answers) return;
      if (child.exitCode !== null || performance.now() > until) throw new Error(`dockerd did not start:\n${this.#log}`);
      await delay(LOOK_EVERY_MS);
    }
  }

  async kill(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const child = this.#process;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(timer);
    }
    await endContainerd(join(this.#folder, 'exec/containerd/containerd.pid'));
    await endShims(join(this.#folder, 'exec/containerd/containerd.sock'));
    await unmountBelow(this.#folder);
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Where dockerd was killed last, its containerd may still be there. */
async function endContainerd(pidFile: string): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  if (!(pid > 0)) return;
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  if (name.trim() === 'containerd') process.kill(pid, 'SIGTERM');
}

/** What watches over a container outlives the engine, and here the container too where the engine was killed in the middle of its start. */
async function endShims(address: string): Promise<void> {
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('containerd-shim') && command.includes(address)) process.kill(Number(pid), 'SIGKILL');
  }
}

async function unmountBelow(folder: string): Promise<void> {
  const mounts = await readFile('/proc/self/mounts', 'utf8');
  const points = mounts.split('\n').map((line) => line.split(' ')[1] ?? '');
  for (const point of points.filter((each) => each.startsWith(`${folder}/`)).reverse()) {
    await once(spawn('umount', ['--lazy', point], { stdio: 'ignore' }), 'exit');
  }
}
