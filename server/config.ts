import { join, resolve } from 'node:path';
import { z } from 'zod';

const MIB = 1024 ** 2;

const environmentSchema = z.object({
  DRYDOCK_PORT: z.coerce.number().int().min(1).max(65535).default(4321),
  DRYDOCK_LISTEN: z.string().min(1).default('127.0.0.1'),
  /** What learners type; cookies, Origin and preview addresses follow from it. */
  DRYDOCK_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DRYDOCK_DATA_DIR: z.string().min(1).default('data'),
  DRYDOCK_REGISTRY_VOLUME: z
    .string()
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/)
    .default('drydock-registry'),
  DRYDOCK_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DRYDOCK_SANDBOX_MEMORY_MIB: z.coerce.number().int().min(256).default(2048),
  DRYDOCK_SANDBOX_CPUS: z.coerce.number().min(0.1).max(64).default(1.5),
  DRYDOCK_MAX_SANDBOXES: z.coerce.number().int().min(1).default(60),
  DRYDOCK_SANDBOX_PIDS: z.coerce.number().int().min(128).default(1024),
});

export interface Config {
  readonly port: number;
  readonly listen: string;
  readonly publicUrl: URL;
  readonly dataDir: string;
  readonly registryVolume: string;
  readonly logLevel: z.infer<typeof environmentSchema>['DRYDOCK_LOG_LEVEL'];
  /** How many sandboxes may run at once. */
  readonly maxSandboxes: number;
  readonly sandboxLimits: { readonly memoryBytes: number; readonly cpus: number; readonly pids: number };
}

/** The environment says something that can't be used; the message names the variable and the fix. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Parses the environment once. Relative folders count from `root`. Throws `ConfigError`. */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>, root: string): Config {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`The configuration can't be used. ${lines.join('. ')}. Correct or unset the variable.`);
  }
  const env = parsed.data;
  return Object.freeze({
    port: env.DRYDOCK_PORT,
    listen: env.DRYDOCK_LISTEN,
    publicUrl: new URL(env.DRYDOCK_PUBLIC_URL ?? `http://localhost:${env.DRYDOCK_PORT}`),
    dataDir: resolve(root, env.DRYDOCK_DATA_DIR),
    registryVolume: env.DRYDOCK_REGISTRY_VOLUME,
    logLevel: env.DRYDOCK_LOG_LEVEL,
    maxSandboxes: env.DRYDOCK_MAX_SANDBOXES,
    sandboxLimits: Object.freeze({
      memoryBytes: env.DRYDOCK_SANDBOX_MEMORY_MIB * MIB,
      cpus: env.DRYDOCK_SANDBOX_CPUS,
      pids: env.DRYDOCK_SANDBOX_PIDS,
    }),
  });
}

/** Where in the data folder each thing lies. */
export function dataPaths(dataDir: string) {
  return { database: join(dataDir, 'drydock.sqlite'), scrollback: join(dataDir, 'scrollback') };
}
