import type { Agent } from 'node:http';
import { posix } from 'node:path';
import type { HttpView, SandboxView } from '../../src/shared/exercise/index.ts';
import { createDialAgent } from '../sandbox/dial-agent.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { createEngineReader } from './engine-reader.ts';
import { httpGet, NoAnswerError } from './http-get.ts';

/** What a check may read of a file or of a page. */
const MAX_READ_BYTES = 64 * 1024;

/** Prints the start of a file where there is one, as the learner: links lead no further than they themselves could go. */
const READ_FILE = '[ -f "$1" ] && exec head -c "$2" -- "$1"; exit 3';

async function get(
  sandbox: ReadySandbox,
  port: number,
  path: string,
  signal: AbortSignal,
): Promise<HttpView | undefined> {
  const agent = createDialAgent(sandbox, { kind: 'port', port });
  try {
    const { status, body } = await httpGet({ agent, host: 'localhost', path, maxBytes: MAX_READ_BYTES, signal });
    return { status, body: body.toString() };
  } catch (error) {
    if (error instanceof NoAnswerError) return undefined;
    throw error;
  } finally {
    agent.destroy();
  }
}

/** What the checks of one exercise see of a sandbox, until the signal. */
export function createSandboxView(options: {
  sandbox: ReadySandbox;
  /** Leads to the sandbox's engine. */
  engine: Agent;
  exercise: string;
  signal: AbortSignal;
}): SandboxView {
  const { sandbox, engine, exercise, signal } = options;
  return {
    ...createEngineReader(engine, signal),

    async file(path) {
      const absolute = posix.resolve(sandbox.home, exercise, path);
      const { exitCode, stdout } = await sandbox.exec(
        ['sh', '-c', READ_FILE, 'read-file', absolute, String(MAX_READ_BYTES)],
        { signal, maxOutputBytes: MAX_READ_BYTES },
      );
      return exitCode === 0 ? stdout.toString() : undefined;
    },

    http: (port, path) => get(sandbox, port, path, signal),
  };
}
