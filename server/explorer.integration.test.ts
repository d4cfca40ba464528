import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LayerEntry } from '../src/lib/explorer/layer-entry.ts';
import { LayerRecordReader } from '../src/lib/explorer/layer-record.ts';
import { RecordFrames } from '../src/lib/explorer/record-frames.ts';
import { imageManifestsSchema, MAX_RECORD_BYTES } from '../src/shared/explorer-views.ts';
import { learnerIdSchema } from '../src/shared/ids.ts';
import { PROTOCOL_VERSION } from '../src/shared/protocol/index.ts';
import { newCookie, openSocket, startApp } from './app-under-test.ts';
import { type ArchiveEntry, createImageArchive } from './image-archive.ts';
import { createDockerSandboxHarness, type DockerSandboxHarness } from './sandbox/docker-sandbox-harness.ts';
import type { ReadySandbox } from './sandbox/port.ts';
import { patience, within } from './test-patience.ts';

const soon = { timeout: 30_000 * patience };

let harness: DockerSandboxHarness;
beforeAll(async () => {
  harness = await createDockerSandboxHarness(inject('images'));
});
afterAll(async () => harness?.[Symbol.asyncDispose]());

const layers: readonly (readonly ArchiveEntry[])[] = [
  [
    { name: 'etc/' },
    { name: 'etc/motd', content: 'ahoy\n' },
    { name: 'etc/shadow', content: 'secret', mode: 0o600, uid: 42 },
    { name: 'locked/', mode: 0o700, uid: 42 },
    { name: 'locked/inner', content: 'x', uid: 42 },
    { name: 'data/' },
    { name: 'data/old', content: 'old' },
  ],
  [
    { name: 'etc/.wh.motd' },
    { name: 'data/.wh..wh..opq' },
    { name: 'data/a b\nc', content: 'odd' },
    { name: 'way', linkTo: 'data/a b' },
  ],
];

async function run(sandbox: ReadySandbox, command: string, stdin?: Buffer): Promise<string> {
  const options = { signal: within(40_000), ...(stdin ? { stdin } : {}) };
  const { exitCode, stdout, stderr } = await sandbox.exec(['bash', '-c', command], options);
  if (exitCode !== 0) throw new Error(`${command}: ${stderr.toString()}`);
  return stdout.toString().trim();
}

/** A learner whose page is open, with their sandbox. */
async function newVisitor({ url, store }: Awaited<ReturnType<typeof startApp>>) {
  const cookie = await newCookie(url);
  const id = learnerIdSchema.parse(/=([0-9a-f]{32})/.exec(cookie)?.[1]);
  const get = (path: string, headers: Record<string, string> = { cookie }) =>
    fetch(`${url}/api/engine/${path}`, { headers });
  return {
    get,
    async open() {
      const { socket, messages } = await openSocket(url, cookie);
      socket.send(JSON.stringify({ type: 'hello', version: PROTOCOL_VERSION }));
      await expect
        .poll(() => messages.some((each) => each.type === 'sandbox' && each.sandbox.state === 'ready'), soon)
        .toBe(true);
      const row = await store.sandboxOf(id);
      if (!row) throw new Error('The learner has no sandbox.');
      return harness.host.open(row.id, within(30_000));
    },
  };
}

function entriesOf(answer: Uint8Array): readonly { readonly chain: string; readonly entries: readonly LayerEntry[] }[] {
  const found: { chain: string; entries: readonly LayerEntry[] }[] = [];
  const frames = new RecordFrames(({ chain, bytes }) => {
    const reader = new LayerRecordReader();
    reader.feed(gunzipSync(bytes));
    found.push({ chain, entries: reader.end() });
  });
  frames.feed(answer);
  frames.end();
  return found;
}

/** What the server calls the reason why there is nothing. */
async function codeOf(answer: Response): Promise<string> {
  const { error } = (await answer.json()) as { readonly error: { readonly code: string } };
  return error.code;
}

const hex = (text: string) => createHash('sha256').update(text).digest('hex');

test('the layers of a learner’s image are told to the byte, to that learner alone, and nothing is started for it', async () => {
  const app = await startApp({ host: harness.host });
  const [ada, ben] = [await newVisitor(app), await newVisitor(app)];

  // Nothing runs yet, and does not for having been asked for.
  const early = await ada.get(`images/${'0'.repeat(64)}/config`);
  expect([early.status, await codeOf(early)]).toEqual([409, 'sandbox-away']);
  expect(await harness.host.list()).toEqual([]);

  const sandbox = await ada.open();
  await run(sandbox, 'docker load -q', await createImageArchive('odd:1', layers));
  const id = (await run(sandbox, 'docker inspect -f "{{.Id}}" odd:1')).slice(7);
  const [base = '', top = ''] = (await run(sandbox, 'docker inspect -f \'{{join .RootFS.Layers " "}}\' odd:1')).split(
    ' ',
  );
  const chain = hex(`${base} ${top}`);

  const config = Buffer.from(await (await ada.get(`images/${id}/config`)).arrayBuffer());
  expect(createHash('sha256').update(config).digest('hex')).toBe(id);

  const answer = await ada.get(`layers/${chain}/records`);
  expect(answer.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
  const [upper, lower, ...others] = entriesOf(Buffer.from(await answer.arrayBuffer()));
  expect(others).toEqual([]);
  expect([upper?.chain, lower?.chain]).toEqual([chain, base.slice(7)]);
  const shown = (entries: readonly LayerEntry[] = []) =>
    entries.map(({ path, kind, sizeBytes }) => [path, kind, sizeBytes]);
  expect(shown(upper?.entries)).toEqual([
    ['etc/motd', 'removal', 0],
    ['data', 'emptying', 0],
    ['data/a b\nc', 'file', 3],
    ['way', 'link', 0],
  ]);
  // What only another user of the image may read is in the record all the same.
  expect(shown(lower?.entries)).toContainEqual(['locked/inner', 'file', 1]);
  expect(lower?.entries.find(({ path }) => path === 'etc/shadow')).toMatchObject({ mode: 0o600, owner: '42:0' });

  // Only what is above a layer that is known already.
  const part = await ada.get(`layers/${chain}/records?until=${base.slice(7)}`);
  expect(entriesOf(Buffer.from(await part.arrayBuffer())).map((each) => each.chain)).toEqual([chain]);

  const manifests = await ada.get(`images/${id}/manifests`);
  expect(imageManifestsSchema.parse(await manifests.json())).toEqual({ origins: [] });

  const container = await run(sandbox, 'docker create --name box odd:1 && docker cp -q /etc/hostname box:/data/new');
  const changes = await ada.get(`containers/${container.slice(0, 64)}/changes`);
  expect(await changes.json()).toEqual({ changes: expect.arrayContaining([{ path: 'data/new', mark: 'added' }]) });
  expect(await (await ada.get(`containers/${'0'.repeat(64)}/changes`)).json()).toEqual({ changes: [] });

  // Another learner's engine has none of it, and without a cookie there is none.
  await ben.open();
  for (const path of [`layers/${chain}/records`, `images/${id}/config`, `images/${id}/manifests`]) {
    const theirs = await ben.get(path);
    expect([theirs.status, await codeOf(theirs)], path).toEqual([404, 'image-unknown']);
    expect((await ada.get(path, {})).status, path).toBe(401);
  }
  for (const path of [
    'layers/../../x/records',
    `layers/${'g'.repeat(64)}/records`,
    `layers/${chain}/records?until=../..`,
    'images/%2e%2e/config',
  ]) {
    expect([400, 404], path).toContain((await ada.get(path)).status);
  }
});

test('whatever a learner makes of their engine’s notes, what is read of them has an end', async () => {
  const app = await startApp({ host: harness.host });
  const ada = await newVisitor(app);
  const sandbox = await ada.open();
  const [one, two] = ['a'.repeat(64), 'b'.repeat(64)];
  const place = '.local/share/docker/image/overlay2/layerdb/sha256';
  const put = (name: string, record: string, parent: string) =>
    run(
      sandbox,
      `mkdir -p ${place}/${name}; cd ${place}/${name}; rm -f tar-split.json.gz; ${record}; printf %s sha256:${parent} > parent`,
    );

  // Each on the other: a chain without an end.
  await put(one, 'echo 1 > tar-split.json.gz', two);
  await put(two, 'echo 22 > tar-split.json.gz', one);
  const round = await ada.get(`layers/${one}/records`);
  const lines = (await round.text()).split('\n\n')[0]?.split('\n');
  expect(lines).toHaveLength(128);

  // What says to have no bytes, and has no end of them.
  await put(one, 'ln -s /dev/zero tar-split.json.gz', '');
  expect((await ada.get(`layers/${one}/records`)).status).toBe(404);

  await put(one, `truncate -s ${MAX_RECORD_BYTES + 1} tar-split.json.gz`, '');
  expect((await ada.get(`layers/${one}/records`)).status).toBe(413);
  await put(one, 'ln -s /etc/hostname tar-split.json.gz', '');
  expect((await ada.get(`layers/${one}/records`)).status).toBe(200);
});
