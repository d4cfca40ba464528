import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const DEFAULT_SOCKET = '/var/run/docker.sock';
const DEFAULT_CONTEXT = 'default';

const configSchema = z.object({ currentContext: z.string().optional() });
const contextSchema = z.object({ Endpoints: z.object({ docker: z.object({ Host: z.string() }) }) });

/** Where the person's `docker` leads. `context` is the name of Docker's context; `undefined` where DOCKER_HOST says where. */
export type DockerEndpoint =
  | { readonly kind: 'socket'; readonly path: string; readonly context: string | undefined }
  | { readonly kind: 'elsewhere'; readonly address: string; readonly context: string | undefined }
  | { readonly kind: 'unreadable'; readonly reason: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** What the file says; `undefined` where it is not there. Throws with the file's name where it can't be read. */
async function readJson<Schema extends z.ZodType>(file: string, schema: Schema): Promise<z.infer<Schema> | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${file} can't be read as Docker wrote it`, { cause: error });
  }
}

function endpointOf(address: string, context: string | undefined): DockerEndpoint {
  const path = /^unix:\/\/(\/.*)$/.exec(address)?.[1];
  return path === undefined ? { kind: 'elsewhere', address, context } : { kind: 'socket', path, context };
}

/**
 * Finds the engine that `docker` would speak to, by the same rules: DOCKER_HOST, else DOCKER_CONTEXT, else the context in use. Source: the manual of Docker's command
 * line, and its context store, whose folders are named by the SHA-256 of the context's name.
 */
export async function findDockerEndpoint(environment: Environment, home: string): Promise<DockerEndpoint> {
  const host = environment['DOCKER_HOST'];
  if (host) return endpointOf(host, undefined);
  const folder = environment['DOCKER_CONFIG'] || join(home, '.docker');
  try {
    const config = await readJson(join(folder, 'config.json'), configSchema);
    const context = environment['DOCKER_CONTEXT'] || config?.currentContext || DEFAULT_CONTEXT;
    if (context === DEFAULT_CONTEXT) return { kind: 'socket', path: DEFAULT_SOCKET, context };
    const id = createHash('sha256').update(context).digest('hex');
    const meta = await readJson(join(folder, 'contexts/meta', id, 'meta.json'), contextSchema);
    if (!meta) return { kind: 'unreadable', reason: `Docker's context “${context}” is in use and does not exist` };
    return endpointOf(meta.Endpoints.docker.Host, context);
  } catch (error) {
    return { kind: 'unreadable', reason: (error as Error).message };
  }
}
