import { readFileSync } from 'node:fs';
import { chmod, mkdir, rm, statfs } from 'node:fs/promises';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { askAdmin, createAdmin } from './admin.ts';
import { collectGarbage } from './collect-garbage.ts';
import { parseGatewayConfig } from './config.ts';
import { limitConnections } from './connection-limit.ts';
import { createCourseContent } from './course-content.ts';
import { startDistribution } from './distribution.ts';
import { createFront } from './front.ts';
import { certifiedHosts, publicHosts, whatWasAsked } from './hosts.ts';
import { createOwnRegistry } from './own-registry.ts';
import {
  adminSocket,
  cacheStorage,
  certificate,
  certificateKey,
  courseStorage,
  meterFile,
  pushesStorage,
  tokenCertificate,
  tokenKey,
} from './paths.ts';
import { createPublicLimit } from './public-limit.ts';
import { createPublicPulls } from './public-pulls.ts';
import { PullCounter } from './pull-counts.ts';
import { createPullThrough } from './pull-through.ts';
import { PushGate } from './push-gate.ts';
import { PushQuota } from './push-quota.ts';
import { RecentDigests } from './recent-digests.ts';
import { emptyAccount, forgetUpload, forgetUploads, listRepositories, measureAccount } from './registry-storage.ts';
import { createRegistryTokens } from './registry-tokens.ts';
import { accountOf } from './target.ts';

/** The mirror that sandboxes' engines ask without TLS: what it sends is checked by its digests. */
const MIRROR_PORT = 5000;
/** Sandboxes call 443, which on the host may be another program's: the packet filter leads them here. */
const TLS_PORT = 5443;

/** A connection on which nothing moves for so long is given up. */
const IDLE_MS = 120_000;
const HEADERS_TIMEOUT_MS = 10_000;
/** Of one sandbox: an engine at work has a dozen. */
const MOST_CONNECTIONS = 128;

/** The longest that a push may take from its first layer to its manifest. */
const KEEP_GARBAGE_MS = 60 * 60_000;
const COLLECT_EVERY_MS = 60 * 60_000;

/** What is left of the host's disk belongs to the sandboxes, rather than to images that nobody planned for: so much, or this share of a small one. */
const KEPT_FREE_BYTES = 2 * 1024 ** 3;
const KEPT_FREE_SHARE = 0.05;

/** From a manifest's head being asked for to itself: an engine takes a moment. */
const FETCHED_FOR_MS = 10 * 60_000;

const HELP = `gateway-front serve                          answers sandboxes, as the environment says
gateway-front hosts public|certified         the public names that lead here on a closed network; those that the certificate is for
gateway-front ask METHOD PATH                asks the one that serves
`;

const [command, ...rest] = process.argv.slice(2);
switch (command) {
  case 'serve':
    await serve();
    break;
  case 'hosts':
    process.stdout.write(`${(rest[0] === 'public' ? publicHosts : certifiedHosts).join('\n')}\n`);
    break;
  case 'ask':
    process.stdout.write(await askAdmin(rest[0] ?? 'GET', rest[1] ?? '/'));
    break;
  default:
    process.stderr.write(HELP);
    process.exitCode = 2;
}

async function serve(): Promise<void> {
  const config = parseGatewayConfig(process.env);
  const now = () => Date.now();
  const root = (directory: string) => ({ REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: directory });
  for (const folder of [pushesStorage, cacheStorage]) await mkdir(folder, { recursive: true });
  // Docker begins a layer that was broken off from its beginning.
  for (const repository of await listRepositories(pushesStorage)) await forgetUploads(pushesStorage, repository);
  const [course, pushes] = await Promise.all([
    startDistribution('course', 'course', root(courseStorage)),
    startDistribution('pushes', 'pushes', root(pushesStorage)),
  ]);
  const counter = await PullCounter.open(meterFile);
  const content = createCourseContent(now);
  const pullThrough = config.upstream && createPullThrough(config.upstream, now);
  const publicLimit = config.upstream && createPublicLimit(config.upstream, now);
  const seen = new RecentDigests(KEEP_GARBAGE_MS, now);
  const gate = new PushGate();
  const quota = new PushQuota({
    quotaBytes: config.quotaBytes,
    measure: (account) => measureAccount(pushesStorage, account, now()),
    now,
  });
  const tokens = createRegistryTokens({
    secret: config.secret,
    key: readFileSync(tokenKey, 'utf8'),
    certificate: readFileSync(tokenCertificate, 'utf8'),
  });
  const own = createOwnRegistry({
    course: course.socketPath,
    pushes: pushes.socketPath,
    tokens,
    quota,
    gate,
    hasRoom: () => hasRoom(pushesStorage),
    forgetUpload: async (repository, upload) => {
      await forgetUpload(pushesStorage, repository, upload);
      quota.forget(accountOf(repository));
    },
    onSeen: (digest) => seen.add(digest),
  });
  const publicPulls = createPublicPulls({
    course: course.socketPath,
    pullThrough,
    publicLimit,
    fetched: new RecentDigests(FETCHED_FOR_MS, now),
    hasRoom: () => hasRoom(cacheStorage),
    counter,
    content,
  });
  const pushed = () => listRepositories(pushesStorage);
  const front = { course: course.socketPath, own, publicPulls, content, pushed };

  const collect = (keepMs: number): Promise<boolean> =>
    gate.whenEmpty(async () => {
      await collectGarbage(pushesStorage, { now: now(), keepMs, isWanted: (digest) => keepMs > 0 && seen.has(digest) });
    });
  const collecting = setInterval(() => void collect(KEEP_GARBAGE_MS).catch(report), COLLECT_EVERY_MS);

  const use = async (account: string) => ({
    usedBytes: await quota.usedBytes(account),
    quotaBytes: quota.quotaBytes,
  });
  const admin = createAdmin({
    use,
    empty: async (account) => {
      await emptyAccount(pushesStorage, account);
      quota.forget(account);
    },
    collect,
    meter: async () => {
      const limit = await publicLimit?.();
      return { ...counter.counts, ...(limit === undefined ? {} : { publicLimit: limit }) };
    },
  });

  const mirror = createHttpServer(createFront(front, () => ({ kind: 'hub', isMirror: true })));
  const registry = createHttpsServer(
    { key: readFileSync(certificateKey), cert: readFileSync(certificate) },
    createFront(front, (request) => whatWasAsked(request.headers.host ?? '')),
  );
  await rm(adminSocket, { force: true });
  await Promise.all([
    listen(admin, { path: adminSocket }),
    listen(mirror, { host: config.address, port: MIRROR_PORT }),
    listen(registry, { host: config.address, port: TLS_PORT }),
  ]);
  // Who asks from inside the container is its root, which has no more rights over others' files than anybody.
  await chmod(adminSocket, 0o666);

  const stop = async (code: number): Promise<void> => {
    clearInterval(collecting);
    for (const server of [admin, mirror, registry]) server.closeAllConnections();
    await counter[Symbol.asyncDispose]();
    await Promise.all([pullThrough?.stop(), course.stop(), pushes.stop()]);
    process.exit(code);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(0));
  // The host engine starts all of it again.
  await Promise.race([course.ended, pushes.ended]);
  process.stderr.write('A registry ended.\n');
  await stop(1);
}

function listen(server: Server, where: { readonly path: string } | { readonly host: string; readonly port: number }) {
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  // An upload takes as long as it moves.
  server.requestTimeout = 0;
  limitConnections(server, MOST_CONNECTIONS);
  server.setTimeout(IDLE_MS, (socket: Socket) => socket.destroy());
  return new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => {
      server.off('error', reject);
      server.on('error', report);
      resolve();
    });
  });
}

async function hasRoom(folder: string): Promise<boolean> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return bavail * bsize > Math.min(KEPT_FREE_BYTES, blocks * bsize * KEPT_FREE_SHARE);
}

function report(error: unknown): void {
  process.stderr.write(`${error}\n`);
}
