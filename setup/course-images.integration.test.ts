import { join } from 'node:path';
import Docker from 'dockerode';
import { describe, expect, test } from 'vitest';
import { type CourseImageName, IMAGES } from '../images/catalog.ts';
import { isEngineStatus } from '../server/domain/engine-errors.ts';
import { MultiplexedStream } from '../server/sandbox/multiplexed-stream.ts';
import { patience, within } from '../server/test-patience.ts';
import { imageTags } from './image-tags.ts';

/** What a learner meets of the public image: taken from its Dockerfile, and the same of the stand-in. */
interface PublicImage {
  readonly command: readonly string[] | null;
  readonly entrypoint?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly user?: string;
  readonly workdir?: string;
  readonly stopSignal?: string;
  /** Beside PATH. What only the making of the public image needed is left out, such as where its sources came from. */
  readonly environment?: readonly string[];
  /** Paths that lessons and Dockerfiles name. */
  readonly paths?: readonly string[];
  /** Something small that it is for: a command, and what comes of it. */
  readonly tried: { readonly run: readonly string[]; readonly prints: string | RegExp };
}

const sh = (line: string) => ['sh', '-c', line];

const NGINX = {
  command: ['nginx', '-g', 'daemon off;'],
  entrypoint: ['/docker-entrypoint.sh'],
  ports: ['80/tcp'],
  stopSignal: 'SIGQUIT',
  environment: ['NGINX_VERSION'],
  paths: ['/usr/share/nginx/html/index.html', '/etc/nginx/conf.d/default.conf', '/docker-entrypoint.d'],
} as const;
const PYTHON = {
  command: ['python3'],
  environment: ['PYTHON_VERSION'],
  paths: ['/usr/local/bin/python3', '/usr/local/bin/pip', '/usr/local/lib/python3.13/site-packages/pip'],
} as const;
const NODE = {
  command: ['node'],
  entrypoint: ['docker-entrypoint.sh'],
  environment: ['NODE_VERSION'],
  paths: ['/usr/local/bin/node', '/usr/local/bin/npm', '/usr/local/bin/npx', '/usr/local/lib/node_modules/npm'],
} as const;
const DISTROLESS = {
  command: null,
  user: '0',
  workdir: '/',
  environment: ['SSL_CERT_FILE'],
  paths: ['/etc/ssl/certs/ca-certificates.crt', '/usr/share/zoneinfo/Europe/Berlin', '/home/nonroot'],
} as const;
const NONROOT = { user: '65532', workdir: '/home/nonroot' } as const;

const NO_SHELL = { run: sh('true'), prints: /exec: "sh": executable file not found/ };

const PUBLIC: Readonly<Record<CourseImageName, PublicImage>> = {
  'hello-world:latest': { command: ['/hello'], tried: { run: [], prints: /^\nHello from Docker!\n/ } },
  'debian:trixie-slim': {
    command: ['bash'],
    tried: { run: sh('. /etc/os-release; echo $ID $VERSION_ID'), prints: 'debian 13' },
  },
  'debian:bookworm-slim': {
    command: ['bash'],
    tried: { run: sh('. /etc/os-release; echo $ID $VERSION_ID $(stat -c %G /etc/shadow)'), prints: 'debian 12 shadow' },
  },
  'busybox:1.37': {
    command: ['sh'],
    tried: { run: sh(`adduser -D app && su app -c 'echo $(id -un) $((6 * 7))'`), prints: 'app 42' },
  },
  'alpine:3.22': {
    command: ['/bin/sh'],
    paths: ['/lib/ld-musl-x86_64.so.1', '/etc/alpine-release', '/sbin/apk'],
    tried: {
      run: sh('. /etc/os-release; echo $ID; adduser -D app; id app; apk add curl 2>&1 | head -n 1'),
      prints: /^alpine\nuid=1000\(app\) gid=1000\(app\) .*\napk: there are no packages here\./,
    },
  },
  'nginx:1.26': { ...NGINX, tried: { run: ['nginx', '-v'], prints: /nginx\/1\.26\.3/ } },
  'nginx:1.26-alpine': { ...NGINX, tried: { run: ['nginx', '-v'], prints: /nginx\/1\.26\.3/ } },
  'nginx:1.22': { ...NGINX, tried: { run: ['nginx', '-v'], prints: /nginx\/1\.22\.1/ } },
  'buildpack-deps:trixie': {
    command: ['bash'],
    tried: {
      run: sh(
        'for name in gcc g++ make git curl wget unzip xz; do command -v $name > /dev/null || echo no $name; done',
      ),
      prints: '',
    },
  },
  'gcc:14': {
    command: ['bash'],
    environment: ['GCC_VERSION'],
    paths: ['/usr/local/bin/gcc', '/usr/local/bin/g++'],
    tried: {
      run: sh(`printf '#include <stdio.h>\\nint main(void) { puts("no library"); }\\n' > a.c
        gcc -static -o a a.c && mkdir empty && mv a empty && chroot empty /a`),
      prints: 'no library',
    },
  },
  'python:3.13-slim': {
    ...PYTHON,
    tried: {
      run: [
        'python',
        '-c',
        'import ssl, sqlite3, ctypes, readline, curses, lzma, bz2, sys; print(sys.prefix, sys.version_info[:2])',
      ],
      prints: '/usr/local (3, 13)',
    },
  },
  'python:3.13': {
    ...PYTHON,
    tried: {
      run: sh('python -m venv /v && /v/bin/pip --version; gcc -dumpversion'),
      prints: /^pip .* \/v\/lib\/python3.13\/.*\n14$/,
    },
  },
  'node:20-slim': {
    ...NODE,
    tried: {
      run: ['-p', 'process.execPath + " " + process.version + " " + typeof fetch'],
      prints: /^\/usr\/local\/bin\/node v20\.\d+\.\d+ function$/,
    },
  },
  'node:20': {
    ...NODE,
    tried: {
      run: sh('id node; npm config get prefix; gcc -dumpversion'),
      prints: 'uid=1000(node) gid=1000(node) groups=1000(node)\n/usr/local\n14',
    },
  },
  'redis:8': {
    command: ['redis-server'],
    entrypoint: ['docker-entrypoint.sh'],
    ports: ['6379/tcp'],
    workdir: '/data',
    environment: ['REDIS_VERSION'],
    tried: {
      run: sh(`docker-entrypoint.sh redis-server > /dev/null & until redis-cli ping 2> /dev/null; do :; done
        redis-cli config get protected-mode
        for process in /proc/[1-9]*; do grep -qx redis-server $process/comm && stat -c %U $process; done`),
      prints: 'PONG\nprotected-mode\nno\nredis',
    },
  },
  'postgres:17': {
    command: ['postgres'],
    entrypoint: ['docker-entrypoint.sh'],
    ports: ['5432/tcp'],
    volumes: ['/var/lib/postgresql/data'],
    stopSignal: 'SIGINT',
    environment: ['LANG', 'PGDATA', 'PG_MAJOR', 'PG_VERSION', 'GOSU_VERSION'],
    paths: ['/docker-entrypoint-initdb.d'],
    tried: {
      run: sh(`docker-entrypoint.sh postgres 2>&1 | grep -c POSTGRES_PASSWORD
        export POSTGRES_PASSWORD=secret POSTGRES_DB=shop
        docker-entrypoint.sh postgres > /dev/null 2>&1 & until pg_isready -q -h 127.0.0.1; do :; done
        PGPASSWORD=secret psql -h 127.0.0.1 -U postgres -d shop -Atc 'select 6 * 7'`),
      prints: '2\n42',
    },
  },
  'registry:2': {
    command: ['/etc/docker/registry/config.yml'],
    entrypoint: ['/entrypoint.sh'],
    ports: ['5000/tcp'],
    volumes: ['/var/lib/registry'],
    paths: ['/bin/registry'],
    tried: { run: ['--version'], prints: /^registry .*2\.8/ },
  },
  'gcr.io/distroless/static-debian13:latest': { ...DISTROLESS, tried: NO_SHELL },
  'gcr.io/distroless/static-debian13:nonroot': { ...DISTROLESS, ...NONROOT, tried: NO_SHELL },
  'gcr.io/distroless/base-debian13:latest': {
    ...DISTROLESS,
    tried: { run: ['/lib64/ld-linux-x86-64.so.2', '--version'], prints: /^ld.so/ },
  },
  'gcr.io/distroless/base-debian13:nonroot': { ...DISTROLESS, ...NONROOT, tried: NO_SHELL },
  'gcr.io/distroless/python3-debian13:latest': {
    ...DISTROLESS,
    entrypoint: ['/usr/bin/python3.13'],
    environment: ['LANG', 'SSL_CERT_FILE'],
    tried: {
      run: [
        '-c',
        'import bz2, ctypes, curses, lzma, readline, sqlite3, ssl, uuid, os; print(os.getuid(), os.path.exists("/bin/sh"))',
      ],
      prints: '0 False',
    },
  },
  'gcr.io/distroless/python3-debian13:nonroot': {
    ...DISTROLESS,
    ...NONROOT,
    entrypoint: ['/usr/bin/python3.13'],
    environment: ['LANG', 'SSL_CERT_FILE'],
    tried: { run: ['-c', 'import os; print(os.getuid(), os.getcwd())'], prints: '65532 /home/nonroot' },
  },
};

// A database that is made takes two seconds; the rest far less.
const TRY_MS = 30_000;

const docker = new Docker();
const tags = await imageTags(join(import.meta.dirname, '..'));
const names = IMAGES.flatMap(({ name, course }) => (course ? [name as CourseImageName] : []));

/** Fails with the engine's words where the image has not been made. */
const inspect = (name: CourseImageName) => docker.getImage(tags.get(name) ?? '').inspect();

/** Runs it without a network; resolves with the end of what it printed, or why it could not be started. */
async function run(name: CourseImageName, command: readonly string[], abortSignal: AbortSignal): Promise<string> {
  const container = await docker.createContainer({
    Image: tags.get(name) ?? '',
    ...(command.length > 0 && { Cmd: [...command] }),
    HostConfig: { NetworkMode: 'none', Memory: 512 * 1024 ** 2, PidsLimit: 100 },
    abortSignal,
  });
  try {
    await container.start({ abortSignal });
    await container.wait({ abortSignal });
    const log = await container.logs({ stdout: true, stderr: true, tail: 30, abortSignal });
    return [...new MultiplexedStream().feed(log)].map(({ bytes }) => bytes.toString()).join('');
  } catch (error) {
    if (error instanceof Error && isEngineStatus(error, 400)) return error.message;
    throw error;
  } finally {
    await container.remove({ force: true, v: true });
  }
}

describe.each(names)('%s', (name) => {
  const expected = PUBLIC[name];

  test('is told apart from the public image by its labels alone', async () => {
    const { Config, Architecture } = await inspect(name);
    expect(Config.Labels).toMatchObject({ 'drydock.stand-in': 'true', 'drydock.stand-in.of': name });
    expect({
      command: Config.Cmd,
      entrypoint: Config.Entrypoint ?? [],
      ports: Object.keys(Config.ExposedPorts ?? {}),
      volumes: Object.keys(Config.Volumes ?? {}),
      user: Config.User,
      workdir: Config.WorkingDir,
      stopSignal: (Config as { StopSignal?: string }).StopSignal,
      environment: (Config.Env ?? []).map((variable) => variable.split('=')[0]).sort(),
      architecture: Architecture,
    }).toEqual({
      command: expected.command,
      entrypoint: expected.entrypoint ?? [],
      ports: expected.ports ?? [],
      volumes: expected.volumes ?? [],
      user: expected.user ?? '',
      workdir: expected.workdir ?? '',
      stopSignal: expected.stopSignal,
      environment: ['PATH', ...(expected.environment ?? [])].sort(),
      architecture: 'amd64',
    });
  });

  test('has the paths that are known of it', async () => {
    // Never started: any command will do for those images that bring none.
    const container = await docker.createContainer({ Image: tags.get(name) ?? '', Cmd: ['-'] });
    try {
      for (const path of expected.paths ?? []) await container.infoArchive({ path });
    } finally {
      await container.remove({ v: true });
    }
  });

  test('does what it is for', { timeout: TRY_MS * patience }, async () => {
    const said = (await run(name, expected.tried.run, within(TRY_MS))).trimEnd();
    if (typeof expected.tried.prints === 'string') expect(said).toBe(expected.tried.prints);
    else expect(said).toMatch(expected.tried.prints);
  });
});
