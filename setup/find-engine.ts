import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { z } from 'zod';

/** What is found where the Docker Engine should be. `where` is a socket's path or an address. */
export type EngineState =
  | { readonly kind: 'ready'; readonly docker: Docker; readonly version: string }
  | { readonly kind: 'absent'; readonly where: string }
  | { readonly kind: 'no-permission'; readonly where: string }
  | { readonly kind: 'not-answering'; readonly where: string; readonly reason: string }
  | { readonly kind: 'too-old'; readonly version: string; readonly apiVersion: string };

export const DEFAULT_SOCKET = '/var/run/docker.sock';

/** The system's engine first, then Docker Desktop's. */
const SOCKETS = [DEFAULT_SOCKET, join(homedir(), '.docker/run/docker.sock')];

const NO_ENGINE = 'what answers there is not a Docker Engine';
const versionSchema = z.object({ Version: z.string(), ApiVersion: z.string() });

// API 1.41 is Docker Engine 20.10, the first with private cgroup namespaces.
const LEAST_API = [1, 41] as const;
// An engine that is alive answers in milliseconds; one that was just woken up may take seconds.
const ANSWER_MS = 5_000;

/** Looks at the engine that DOCKER_HOST names, or else at this machine's. Never throws. */
export async function findEngine(dockerHost: string | undefined): Promise<EngineState> {
  const where = dockerHost?.replace(/^unix:\/\//, '') || (SOCKETS.find(existsSync) ?? DEFAULT_SOCKET);
  try {
    const docker = connect(where);
    const answer = versionSchema.safeParse(await withinMs(ANSWER_MS, docker.version()));
    if (!answer.success) return { kind: 'not-answering', where, reason: NO_ENGINE };
    const { Version, ApiVersion } = answer.data;
    if (isTooOld(ApiVersion)) return { kind: 'too-old', version: Version, apiVersion: ApiVersion };
    return { kind: 'ready', docker, version: Version };
  } catch (error) {
    return stateOf(error, where);
  }
}

function connect(where: string): Docker {
  // For anything but a socket dockerode reads DOCKER_HOST and Docker's TLS variables itself.
  return where.startsWith('/') ? new Docker({ socketPath: where }) : new Docker();
}

async function withinMs<T>(limitMs: number, answer: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${limitMs / 1000} s`)), limitMs);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}

export function isTooOld(apiVersion: string): boolean {
  const [major = 0, minor = 0] = apiVersion.split('.').map(Number);
  return major < LEAST_API[0] || (major === LEAST_API[0] && minor < LEAST_API[1]);
}

function stateOf(error: unknown, where: string): EngineState {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // For an address it is a file of DOCKER_CERT_PATH that is missing.
  if (code === 'ENOENT' && where.startsWith('/')) return { kind: 'absent', where };
  if (code === 'EACCES' || code === 'EPERM') return { kind: 'no-permission', where };
  return { kind: 'not-answering', where, reason: reasonOf(error, code) };
}

/** In a line: programs that are no engine answer with whole pages. */
function reasonOf(error: unknown, code: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (code === 'EPROTO') return 'it speaks no TLS, which DOCKER_TLS_VERIFY asks for';
  if (/HTTP request to an HTTPS server/.test(text))
    return 'it speaks TLS only: set DOCKER_TLS_VERIFY and DOCKER_CERT_PATH';
  if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return NO_ENGINE;
  return text.trim().split('\n')[0] ?? '';
}

/** What happened and what to do, for every state in which no work is possible. */
export function explainEngine(state: Exclude<EngineState, { kind: 'ready' }>): string {
  switch (state.kind) {
    case 'absent':
      return `No Docker Engine was found: there is no ${state.where}. Install one (https://docs.docker.com/engine/install/; on Debian and Ubuntu \`sudo apt-get install docker.io\`), start it, then start again.`;
    case 'no-permission':
      return `You have no permission for the Docker Engine's socket ${state.where}. Add yourself to the group docker (\`sudo usermod -aG docker $USER\`), log in anew, then start again.`;
    case 'not-answering':
      return `The Docker Engine at ${state.where} does not answer (${state.reason}). Start it (\`sudo systemctl start docker\`, or Docker Desktop), or correct DOCKER_HOST, then start again.`;
    case 'too-old':
      return `The Docker Engine is version ${state.version} (API ${state.apiVersion}), and Drydock needs 20.10 (API 1.41) or later. Upgrade it, then start again.`;
  }
}
