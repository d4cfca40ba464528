import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import Docker from 'dockerode';
import { expect, test } from 'vitest';
import { parseConfig } from '../server/config.ts';
import { type Finding, isFit } from '../server/sandbox/finding.ts';
import { imageTags } from './image-tags.ts';
import { findLeftovers, ofInstallation } from './leftovers.ts';
import { tryPlatform } from './try-platform.ts';

const root = join(import.meta.dirname, '..');
const docker = new Docker();
const nothing = { installations: [], containers: [], networks: [], volumes: [], images: [] };

async function tryWith(environment: Record<string, string>, signal = AbortSignal.timeout(60_000)) {
  const installation = randomBytes(4).toString('hex');
  const findings: Finding[] = [];
  const tags = await imageTags(root);
  const config = parseConfig(environment, root);
  const ended = (async () => {
    for await (const finding of tryPlatform({ docker, tags, config, installation, signal })) findings.push(finding);
  })();
  return { findings, ended, left: () => findLeftovers(docker, ofInstallation(installation)) };
}

test('a sandbox is opened, used and looked at, and nothing of it stays', async () => {
  const { findings, ended, left } = await tryWith({});
  await ended;
  expect(isFit(findings)).toBe(true);
  expect(findings.map(({ what }) => what)).toEqual([
    expect.stringMatching(/gateway.*after \d/),
    expect.stringMatching(/^A sandbox opened in \d/),
    expect.stringMatching(/Docker Engine \d\d.*after \d/),
    expect.stringMatching(/overlay2/),
    expect.stringMatching(/pulled busybox:1\.37/),
    expect.stringMatching(/Nothing in it runs as root/),
    expect.stringMatching(/2048 MiB of memory, 1024 processes/),
  ]);
  expect(await left()).toEqual(nothing);
});

test('a course registry with nothing in it is told by what the learner would see, and nothing stays', async () => {
  const DRYDOCK_REGISTRY_VOLUME = `drydock-doctor-test-${randomBytes(4).toString('hex')}`;
  await docker.createVolume({ Name: DRYDOCK_REGISTRY_VOLUME });
  try {
    const { findings, ended, left } = await tryWith({ DRYDOCK_REGISTRY_VOLUME });
    await ended;
    expect(findings.at(-1)).toMatchObject({
      code: 'trial-failed',
      level: 'must-fix',
      what: expect.stringMatching(/^The trial failed\. It said: `docker run --rm busybox:1\.37[^\n]*$/),
      fix: expect.stringContaining('npm start'),
    });
    expect(findings.filter(({ code }) => code === 'trial').length).toBeGreaterThan(2);
    expect(await left()).toEqual(nothing);
  } finally {
    await docker.getVolume(DRYDOCK_REGISTRY_VOLUME).remove();
  }
});

test('a trial that is broken off in the middle leaves nothing either', async () => {
  const controller = new AbortController();
  const { findings, ended, left } = await tryWith({}, controller.signal);
  void expect
    .poll(() => findings.length, { timeout: 30_000 })
    .toBeGreaterThan(0)
    .then(() => controller.abort(new Error('enough')));
  await expect(ended).rejects.toThrow('enough');
  expect(await left()).toEqual(nothing);
});
