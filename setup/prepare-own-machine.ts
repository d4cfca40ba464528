import { homedir } from 'node:os';
import type Docker from 'dockerode';
import { type DockerEndpoint, findDockerEndpoint } from '../server/own-machine/docker-endpoint.ts';
import { buildSite } from './build-site.ts';
import { explainEngine, findEngine } from './find-engine.ts';
import type { Progress } from './progress.ts';
import { SetupError } from './setup-error.ts';

export interface PrepareOwnMachineOptions {
  /** The project's folder. */
  readonly root: string;
  /** The course whose pages are built. */
  readonly course: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface OwnEngine {
  readonly docker: Docker;
  readonly engine: { readonly socket: string; readonly context: string | undefined };
}

function refuse(endpoint: Exclude<DockerEndpoint, { kind: 'socket' }>): SetupError {
  if (endpoint.kind === 'unreadable') {
    return new SetupError(
      `It can't be told which Docker Engine is yours: ${endpoint.reason}. Have \`docker info\` work first (\`docker context ls\` shows the contexts), then start again.`,
    );
  }
  const by = endpoint.context === undefined ? 'DOCKER_HOST' : `Docker's context “${endpoint.context}”`;
  return new SetupError(
    `${by} leads to ${endpoint.address}. With \`--engine own\` the engine must be on this machine, because lessons open the ports and read the files of what runs in it. Choose a local one (\`docker context use default\`, and unset DOCKER_HOST), or start without \`--engine own\`.`,
  );
}

/** Finds the engine that the person has, and builds the pages. Nothing is installed, built or changed in the engine. Throws a `SetupError`. */
export async function prepareOwnMachine(options: PrepareOwnMachineOptions): Promise<OwnEngine> {
  const endpoint = await findDockerEndpoint(options.environment, homedir());
  if (endpoint.kind !== 'socket') throw refuse(endpoint);
  const state = await findEngine(`unix://${endpoint.path}`);
  if (state.kind !== 'ready') throw new SetupError(explainEngine(state));
  await buildSite(options.root, options.course, options.progress, options.signal);
  return { docker: state.docker, engine: { socket: endpoint.path, context: endpoint.context } };
}
