import { randomBytes } from 'node:crypto';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { networkName } from '../server/domain/docker-names.ts';
import { createDockerCourseRegistry } from '../server/registry/docker-course-registry.ts';
import { createDockerSandboxHarness, type DockerSandboxHarness } from '../server/sandbox/docker-sandbox-harness.ts';
import type { ReadySandbox } from '../server/sandbox/port.ts';
import { newSandboxId } from '../server/sandbox/sandbox-host-contract.ts';
import { within } from '../server/test-patience.ts';

// The three ways of docs/authoring.md, each in a sandbox from which nothing is reached but the course registry. What an exercise would bring in its
// folder is made here by the course's own images.

const GIB = 1024 ** 3;
const docker = new Docker();
const images = inject('images');
const installation = randomBytes(4).toString('hex');
// What `npm test` has filled, as `npm start` does.
const volume = process.env['DRYDOCK_REGISTRY_VOLUME'] ?? 'drydock-registry';
const registry = createDockerCourseRegistry({ docker, installation, image: images.gateway, volume });

let harness: DockerSandboxHarness;
let sandbox: ReadySandbox;

beforeAll(async () => {
  const network = await registry.start(within(30_000));
  const limits = { memoryBytes: GIB, cpus: 2, pids: 500, diskBytes: 2 * GIB };
  harness = await createDockerSandboxHarness(images, { installation, network, limits });
  sandbox = await harness.host.open(newSandboxId(), within(20_000));
});

afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await registry.stop();
  await docker.getNetwork(networkName(installation)).remove();
});

/** What a script prints to both outputs; it has to end well. */
async function run(script: string): Promise<string> {
  const line = `set -e\n${script}`;
  const { stdout, stderr, exitCode } = await sandbox.exec(['bash', '-c', line], { signal: within(50_000) });
  const said = `${stdout.toString()}${stderr.toString()}`;
  expect(exitCode, said).toBe(0);
  return said;
}

/** Builds the exercise in the folder, changes its program and builds it again: what it prints, and what the second build reused. */
async function buildTwice(
  folder: string,
  program: string,
): Promise<{ readonly printed: string; readonly second: string }> {
  await run(`cd ${folder}; docker build --progress plain -t ${folder} . 2>&1`);
  const second = await run(
    `cd ${folder}; sed -i s/there/again/ ${program}; docker build --progress plain -t ${folder} . 2>&1`,
  );
  return { printed: await run(`docker run --rm --network none ${folder}`), second };
}

/** The builder's two lines for a step whose layer was there already. */
const reused = (step: string) => new RegExp(`#(\\d+) \\[\\d/\\d] RUN ${step}\\n#\\1 CACHED\\n`);

test('no package server is reached', async () => {
  for (const host of ['registry.npmjs.org', 'pypi.org', 'deb.debian.org']) {
    expect(await run(`curl -sS https://${host}/ 2>&1 || true`)).toContain('Could not resolve host');
  }
});

test('npm ci takes tarballs that lie beside the lock file', async () => {
  await run(`mkdir -p npm/greet npm/vendor; cd npm
    echo '{ "name": "greet", "version": "1.0.0" }' > greet/package.json
    echo 'module.exports = (name) => "Hello " + name;' > greet/index.js
    echo '{ "name": "app", "version": "1.0.0", "dependencies": { "greet": "file:vendor/greet-1.0.0.tgz" } }' > package.json
    docker run --rm -v "$PWD:/app" -w /app node:20-slim \\
      sh -c 'npm pack ./greet --pack-destination vendor && npm install --package-lock-only'
    rm -r greet
    echo 'console.log(require("greet")("there"));' > app.js
    cat > Dockerfile <<'END'
FROM node:20-slim
WORKDIR /app
COPY package*.json ./
COPY vendor ./vendor
RUN npm ci
COPY app.js ./
CMD ["node", "app.js"]
END`);
  const { printed, second } = await buildTwice('npm', 'app.js');
  expect(printed).toBe('Hello again\n');
  expect(second).toMatch(reused('npm ci'));
});

test('pip install takes wheels that the list of requirements points to', async () => {
  await run(`mkdir -p pip/wheels; cd pip
    docker run --rm -i -v "$PWD/wheels:/wheels" -w /wheels python:3.13-slim python <<'END'
import zipfile

about = "greet-1.0.dist-info"
files = {
    "greet.py": "def greet(name): return f'Hello {name}'\\n",
    f"{about}/METADATA": "Metadata-Version: 2.1\\nName: greet\\nVersion: 1.0\\n",
    f"{about}/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
}
files[f"{about}/RECORD"] = "".join(f"{name},,\\n" for name in files)
with zipfile.ZipFile("greet-1.0-py3-none-any.whl", "w") as wheel:
    for name, text in files.items():
        wheel.writestr(name, text)
END
    printf -- '--no-index\\n--find-links ./wheels\\ngreet==1.0\\n' > requirements.txt
    echo 'from greet import greet; print(greet("there"))' > app.py
    cat > Dockerfile <<'END'
FROM python:3.13-slim
WORKDIR /app
COPY requirements.txt ./
COPY wheels ./wheels
RUN pip install -r requirements.txt
COPY app.py ./
CMD ["python", "app.py"]
END`);
  const { printed, second } = await buildTwice('pip', 'app.py');
  expect(printed).toBe('Hello again\n');
  expect(second).toMatch(reused('pip install -r requirements.txt'));
});

test('apt-get takes packages from a folder that is laid over the root', async () => {
  await run(`mkdir -p apt/root/packages apt/root/etc/apt/apt.conf.d; cd apt
    docker run --rm -i -v "$PWD/root/packages:/packages" -w /packages debian:trixie-slim sh -e <<'END'
mkdir -p /greet/DEBIAN /greet/usr/bin
printf 'Package: greet\\nVersion: 1.0\\nArchitecture: all\\nMaintainer: Nobody <nobody@example.org>\\nDescription: says hello\\n' > /greet/DEBIAN/control
printf '#!/bin/sh\\necho "Hello $1"\\n' > /greet/usr/bin/greet
chmod 755 /greet/usr/bin/greet
dpkg-deb --build --root-owner-group /greet greet_1.0_all.deb
for file in *.deb; do
  dpkg-deb --field "$file"
  printf 'Filename: ./%s\\nSize: %s\\nSHA256: %s\\n\\n' "$file" "$(stat -c %s "$file")" "$(sha256sum "$file" | cut -d ' ' -f 1)"
done > Packages
END
    echo 'deb [trusted=yes] file:/packages ./' > root/packages/sources.list
    printf 'Dir::Etc::SourceList "/packages/sources.list";\\nDir::Etc::SourceParts "-";\\n' > root/etc/apt/apt.conf.d/course
    echo 'greet there' > app.sh
    cat > Dockerfile <<'END'
FROM debian:trixie-slim
COPY root/ /
RUN apt-get update && apt-get install -y --no-install-recommends greet && rm -rf /var/lib/apt/lists/*
COPY app.sh /
CMD ["sh", "/app.sh"]
END`);
  const { printed, second } = await buildTwice('apt', 'app.sh');
  expect(printed).toBe('Hello again\n');
  expect(second).toMatch(reused('apt-get update && .*'));
});
