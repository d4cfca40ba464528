import type { Duplex } from 'node:stream';
import type { Container } from 'dockerode';
import { learnerEnvironment, learnerHome, learnerUid } from '../server/sandbox/learner.ts';
import { PROMPT } from './page-client.ts';

/** Longer than a prompt may take, even beside two hundred sandboxes. */
const PROMPT_TIMEOUT_MS = 30_000;

/** The learner's shell by the host engine's API and nothing else: what all of ours is compared with. */
export async function rawShell(container: Container): Promise<Duplex> {
  const exec = await container.exec({
    Cmd: ['bash', '-l'],
    User: String(learnerUid),
    Env: [...learnerEnvironment],
    WorkingDir: learnerHome,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: true,
  });
  return exec.start({ hijack: true, stdin: true, Tty: true });
}

/** A shell that shows its prompt. Destroy the stream to end it. */
export async function rawShellAtPrompt(container: Container): Promise<Duplex> {
  const stream = await rawShell(container);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No prompt came, but: ${output}`)), PROMPT_TIMEOUT_MS);
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
      if (!PROMPT.test(output)) return;
      clearTimeout(timer);
      resolve();
    });
    stream.once('error', reject);
  });
  return stream;
}

/** Milliseconds from asking the engine to the prompt. */
export async function rawExecToPrompt(container: Container): Promise<number> {
  const begin = performance.now();
  const stream = await rawShellAtPrompt(container);
  const time = performance.now() - begin;
  stream.destroy();
  return time;
}
