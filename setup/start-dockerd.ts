import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import { DEFAULT_SOCKET, explainEngine, findEngine } from './find-engine.ts';
import { createLineTail } from './line-tail.ts';
import { runCommand } from './run-command.ts';
import { SetupError, setupError } from './setup-error.ts';

// A first start makes Docker's folders and networks: about 2 s here, more on a slow disk.
const START_LIMIT_MS = 60_000;
const ASK_EVERY_MS = 100;

/**
 * Files in which an engine leaves its process id, and whose. One that was killed leaves them behind, and dockerd does not start as long as any process at all has that number.
 */
const PID_FILES: readonly { readonly path: string; readonly program: string }[] = [
  { path: '/var/run/docker.pid', program: 'dockerd' },
  { path: '/var/run/docker-ssd.pid', program: 'dockerd' },
  { path: '/var/run/docker/containerd/containerd.pid', program: 'containerd' },
];

/**
 * Starts this machine's dockerd and resolves when it answers: by systemd where that runs, otherwise detached, with its log and process id in `dataDir`.
 * It goes on running when Drydock ends.
 */
export async function startDockerd(dataDir: string, signal: AbortSignal): Promise<Docker> {
  let exited: () => boolean = () => false;
  const log = join(dataDir, 'dockerd.log');
  if (existsSync('/run/systemd/system')) {
    await runCommand('systemctl', ['start', 'docker'], { doing: 'starting the Docker Engine', signal });
  } else if (!(await isStarting())) {
    exited = await spawnDockerd(dataDir, log);
  }
  const untilMs = Date.now() + START_LIMIT_MS;
  for (;;) {
    const state = await findEngine(DEFAULT_SOCKET);
    if (state.kind === 'ready') return state.docker;
    if (exited())
      throw setupError('starting the Docker Engine', `\`dockerd\` ended. Its log is ${log}.`, await tailOf(log));
    if (Date.now() > untilMs) throw new SetupError(explainEngine(state));
    await pause(ASK_EVERY_MS, undefined, { signal });
  }
}

/** Whether the package's own start script has begun a dockerd: two would only be in each other's way. What a dead engine left is cleared away. */
async function isStarting(): Promise<boolean> {
  let hasDockerd = false;
  for (const { path, program } of PID_FILES) {
    const pid = (await readFile(path, 'utf8').catch(() => '')).trim();
    if (pid === '') continue;
    const running = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim();
    if (running !== program) await rm(path, { force: true });
    else if (program === 'dockerd') hasDockerd = true;
  }
  return hasDockerd;
}

async function spawnDockerd(dataDir: string, log: string): Promise<() => boolean> {
  await mkdir(dataDir, { recursive: true });
  const file = await open(log, 'a');
  try {
    const child = spawn('dockerd', [], { detached: true, stdio: ['ignore', file.fd, file.fd] });
    let ended = false;
    child.on('error', () => (ended = true)).on('exit', () => (ended = true));
    child.unref();
    await writeFile(join(dataDir, 'dockerd.pid'), `${child.pid ?? ''}\n`);
    return () => ended;
  } finally {
    await file.close();
  }
}

async function tailOf(file: string): Promise<readonly string[]> {
  const tail = createLineTail();
  tail.write(await readFile(file, 'utf8'));
  tail.end();
  return tail.lines;
}
