import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse as parseDatabaseUrl } from 'pg-connection-string';
import { z } from 'zod';
import { DEFAULT_COURSE } from '../src/shared/built-course.ts';
import { slugSchema } from '../src/shared/ids.ts';
import { type InternetAccess, internetAccesses } from './domain/internet-access.ts';
import type { PoolLimits } from './domain/pool-size.ts';
import type { LifeTimings } from './domain/sandbox-life.ts';

const MIB = 1024 ** 2;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A part of a minute is for trying it out. */
const minutes = z.coerce
  .number()
  .min(0.01)
  .max(30 * 24 * 60);

// The value is not shown: its password would be.
const DATABASE_URL_ADVICE =
  'It is no address of a PostgreSQL database. One is written postgres://user:password@host:5432/database, with / @ : and % in the password percent-encoded';

const environmentSchema = z.object({
  /** A PostgreSQL database, in the place of the data folder's SQLite file. */
  DATABASE_URL: z.string().refine(namesDatabase, DATABASE_URL_ADVICE).optional(),
  DRYDOCK_PORT: z.coerce.number().int().min(1).max(65535).default(4321),
  DRYDOCK_LISTEN: z.string().min(1).default('127.0.0.1'),
  /** What learners type; cookies, Origin and preview addresses follow from it. */
  DRYDOCK_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** A folder below content/. */
  DRYDOCK_COURSE: z.string().default(DEFAULT_COURSE).pipe(slugSchema),
  DRYDOCK_DATA_DIR: z.string().min(1).default('data'),
  DRYDOCK_REGISTRY_VOLUME: z
    .string()
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/)
    .default('drydock-registry'),
  /** The registry that `docker.io` means, or a mirror of it. */
  DRYDOCK_UPSTREAM: z.url({ protocol: /^https?$/ }).default('https://registry-1.docker.io'),
  /** Whether sandboxes get public images that the course does not have, by way of the course registry. */
  DRYDOCK_PULL_THROUGH: z.enum(['on', 'off']).default('on'),
  /** What one learner may keep in the course registry: the images of a course's exercises, many times over. */
  DRYDOCK_REGISTRY_QUOTA_MIB: z.coerce.number().int().min(1).default(512),
  DRYDOCK_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DRYDOCK_SANDBOX_MEMORY_MIB: z.coerce.number().int().min(256).default(2048),
  DRYDOCK_SANDBOX_CPUS: z.coerce.number().min(0.1).max(64).default(1.5),
  DRYDOCK_SANDBOX_PIDS: z.coerce.number().int().min(128).default(1024),
  /** A small file system has no room for a journal. */
  DRYDOCK_SANDBOX_DISK_MIB: z.coerce.number().int().min(256).default(10_240),
  DRYDOCK_MAX_SANDBOXES: z.coerce.number().int().min(1).optional(),
  DRYDOCK_POOL_MIN: z.coerce.number().int().min(0).max(100).default(2),
  DRYDOCK_POOL_MAX: z.coerce.number().int().min(0).max(100).default(10),
  DRYDOCK_PAUSE_AFTER_MINUTES: minutes.default(15),
  DRYDOCK_STOP_AFTER_MINUTES: minutes.default(60),
  DRYDOCK_BUSY_LIMIT_MINUTES: minutes.default(4 * 60),
  DRYDOCK_EXPIRE_AFTER_DAYS: z.coerce.number().min(0.0001).max(3650).default(30),
  DRYDOCK_WARN_BEFORE_DAYS: z.coerce.number().min(0).max(3650).default(7),
  DRYDOCK_INTERNET: z.enum(internetAccesses).default('registry-only'),
  /** Where exercises lie on a learner's own machine. */
  DRYDOCK_OWN_FOLDER: z.string().min(1).optional(),
});

export interface Config {
  /** A PostgreSQL database; `undefined` for the SQLite file in the data folder. Its password is in it. */
  readonly databaseUrl: string | undefined;
  readonly port: number;
  readonly listen: string;
  readonly publicUrl: URL;
  /** The folder below content/ that is served. */
  readonly course: string;
  readonly dataDir: string;
  readonly registryVolume: string;
  /** Where images of `docker.io` are fetched from. */
  readonly upstream: URL;
  readonly pullsThrough: boolean;
  /** Of one learner's account in the course registry. */
  readonly registryQuotaBytes: number;
  readonly logLevel: z.infer<typeof environmentSchema>['DRYDOCK_LOG_LEVEL'];
  /** How many sandboxes may be up at once; `undefined` leaves it to the host's memory. */
  readonly maxSandboxes: number | undefined;
  readonly sandboxLimits: {
    readonly memoryBytes: number;
    readonly cpus: number;
    readonly pids: number;
    readonly diskBytes: number;
  };
  readonly pool: PoolLimits;
  readonly timings: LifeTimings;
  readonly internet: InternetAccess;
  /** Where exercises lie on a learner's own machine. */
  readonly ownFolder: string;
}

/** The environment says something that can't be used; the message names the variable and the fix. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

function namesDatabase(url: string): boolean {
  try {
    return /^postgres(ql)?:\/\//.test(url) && Boolean(parseDatabaseUrl(url).database);
  } catch {
    return false;
  }
}

/** Parses the environment once. Relative folders count from `root`. Throws `ConfigError`. */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>, root: string): Config {
  // Empty is unset, as files of settings write it.
  const parsed = environmentSchema.safeParse({
    ...environment,
    DATABASE_URL: environment['DATABASE_URL'] || undefined,
  });
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`The configuration can't be used. ${lines.join('. ')}. Correct or unset the variable.`);
  }
  const env = parsed.data;
  if (env.DRYDOCK_STOP_AFTER_MINUTES < env.DRYDOCK_PAUSE_AFTER_MINUTES) {
    throw new ConfigError(
      'The configuration can’t be used. DRYDOCK_STOP_AFTER_MINUTES is less than DRYDOCK_PAUSE_AFTER_MINUTES: a sandbox is paused before it is stopped. Make it as many or more.',
    );
  }
  return Object.freeze({
    databaseUrl: env.DATABASE_URL,
    port: env.DRYDOCK_PORT,
    listen: env.DRYDOCK_LISTEN,
    publicUrl: new URL(env.DRYDOCK_PUBLIC_URL ?? `http://localhost:${env.DRYDOCK_PORT}`),
    course: env.DRYDOCK_COURSE,
    dataDir: resolve(root, env.DRYDOCK_DATA_DIR),
    registryVolume: env.DRYDOCK_REGISTRY_VOLUME,
    upstream: new URL(env.DRYDOCK_UPSTREAM),
    pullsThrough: env.DRYDOCK_PULL_THROUGH === 'on',
    registryQuotaBytes: env.DRYDOCK_REGISTRY_QUOTA_MIB * MIB,
    logLevel: env.DRYDOCK_LOG_LEVEL,
    maxSandboxes: env.DRYDOCK_MAX_SANDBOXES,
    sandboxLimits: Object.freeze({
      memoryBytes: env.DRYDOCK_SANDBOX_MEMORY_MIB * MIB,
      cpus: env.DRYDOCK_SANDBOX_CPUS,
      pids: env.DRYDOCK_SANDBOX_PIDS,
      diskBytes: env.DRYDOCK_SANDBOX_DISK_MIB * MIB,
    }),
    pool: Object.freeze({ min: Math.min(env.DRYDOCK_POOL_MIN, env.DRYDOCK_POOL_MAX), max: env.DRYDOCK_POOL_MAX }),
    timings: Object.freeze({
      pauseAfterMs: env.DRYDOCK_PAUSE_AFTER_MINUTES * MINUTE_MS,
      stopAfterMs: env.DRYDOCK_STOP_AFTER_MINUTES * MINUTE_MS,
      busyLimitMs: env.DRYDOCK_BUSY_LIMIT_MINUTES * MINUTE_MS,
      expireAfterMs: env.DRYDOCK_EXPIRE_AFTER_DAYS * DAY_MS,
      warnBeforeExpiryMs: env.DRYDOCK_WARN_BEFORE_DAYS * DAY_MS,
    }),
    internet: env.DRYDOCK_INTERNET,
    ownFolder: resolve(root, env.DRYDOCK_OWN_FOLDER ?? join(homedir(), 'drydock')),
  });
}

/** Where in the data folder each thing lies. */
export function dataPaths(dataDir: string) {
  return { database: join(dataDir, 'drydock.sqlite'), scrollback: join(dataDir, 'scrollback') };
}
