import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { parseConfig } from '../../server/config.ts';
import { within } from '../../server/test-patience.ts';
import type { Fault } from './proof.ts';
import { lessonProof } from './prove-lesson.ts';
import { createProvingGround, type ProvingGround } from './proving-ground.ts';

const folder = 'content/boats/lessons';
let root: string;
let ground: ProvingGround;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'drydock-lessons-'));
  mkdirSync(join(root, folder), { recursive: true });
  const { registryVolume, sandboxLimits: limits } = parseConfig(process.env, root);
  ground = await createProvingGround({ docker: new Docker(), images: inject('images'), registryVolume, limits });
});

afterAll(async () => {
  await ground?.[Symbol.asyncDispose]();
  rmSync(root, { recursive: true, force: true });
});

const bash = (commands: string, words = '') => `\`\`\`bash ${words}\n${commands}\n\`\`\`\n`;
const text = (output: string, words = '') => `\`\`\`text ${words}\n${output}\n\`\`\`\n`;

async function prove(blocks: readonly string[], isUpdate = false) {
  const file = join(folder, '01-oars.mdx');
  writeFileSync(join(root, file), blocks.join('\n'));
  const again = async () => {
    const proof = await lessonProof(root, { file, slug: 'oars' }, isUpdate);
    return (await proof?.run(async () => ground, within(50_000)))?.faults;
  };
  return { faults: await again(), again, written: () => readFileSync(join(root, file), 'utf8') };
}

const told = (faults: readonly Fault[] | undefined) =>
  faults?.map(({ line, message, details = [] }) => [`${line}: ${message}`, ...details].join('\n')).join('\n') ?? '';

test('blocks run in one shell, in their order, and their output is what a person sees in the end', async () => {
  const { faults } = await prove([
    bash('mkdir -p ~/boat && cd ~/boat\nname=Albatros'),
    bash('cat > oars.txt <<\'END\'\none \\\n  "two"\nEND\necho $name; pwd; cat oars.txt'),
    text('Albatros\n/home/learner/boat\none \\\n  "two"'),
    bash("printf '\\e[31mred\\e[0m 10 %%\\r'; printf 'red 100 %%\\e[K\\n'\nfor n in 1 2; do\n  echo $n\ndone >&2"),
    text('red 100 %\n1\n2'),
    bash('docker pull -q busybox:1.37\ndocker run --rm busybox:1.37 echo ahoy\nsleep 100 &'),
    text('docker.io/library/busybox:1.37\nahoy\n…'),
    bash('kill %1; test -t 1 && stty size | cut -d" " -f 2'),
    text('80\n…'),
    bash('cat /nowhere', 'fails="There is no such file"'),
    text('cat: /nowhere: No such file or directory'),
  ]);
  expect(told(faults)).toBe('');
});

test('a command that fails is named with what it printed, and so is one that was to fail', async () => {
  const { faults } = await prove([
    bash('true\ncat /nowhere\nif false; then :; fi\nfalse || echo after; cat ~/.bashrc | grep -c trap || true'),
    text('cat: /nowhere: No such file or directory\nafter\n0'),
    bash('echo well', 'fails="It can’t go well"'),
  ]);
  expect(told(faults)).toMatch(/^1: `cat \/nowhere` ended with 1\..*fails="why"/);
  expect(told(faults)).toContain('14: The block says fails="It can’t go well", and all of it went well.');
  expect(faults).toHaveLength(2);
});

test('what differs is shown, written by --update, and right the next time', async () => {
  const { faults, written, again } = await prove(
    [
      'Numbers:   ',
      bash('seq 1 100'),
      text('1\n…\n99'),
      bash('cat /proc/sys/kernel/random/uuid; echo b'),
      text('807eae38-68b1-4feb-9f19-524d0bfad3e7\na'),
      'The end',
    ],
    true,
  );
  expect(told(faults)).toBe('');
  expect(written()).toMatch(/^Numbers: {3}\n```bash \nseq 1 100\n```\n\n```text \n1\n…\n99\n100\n```\n\n/);
  expect(written()).toMatch(/```text \n[0-9a-f-]{36}\nb\n```\n\nThe end$/);
  const before = written();
  expect(told(await again())).toBe('');
  expect(written()).toBe(before);
});

test('without --update the file stays, and the difference is told with its line', async () => {
  const { faults, written } = await prove([bash('seq 1 3'), text('1\n3')]);
  expect(told(faults)).toMatch(/^5: The output is not what is shown\..*--only oars --update/);
  expect(faults?.[0]?.details).toEqual(['  1', '+ 2']);
  expect(written()).toContain('\n1\n3\n');
});

test.each([
  ['a server in the foreground', bash('sleep 1000', 'takes="2s"'), 'did not end within 2 s. A server, a pager'],
  ['a pager', bash('seq 1 500 | less -+F', 'takes="3s"'), 'did not end within 3 s. A server, a pager'],
  ['a quote that is not closed', bash("echo 'one", 'takes="2s"'), 'no command of it ran within 2 s. A quote'],
  ['the end of the shell', bash('exit'), 'it ended the shell'],
  ['a flood', bash('yes', 'takes="20s"'), 'it printed more than a megabyte'],
])('%s comes to no end: that is said, and what follows is not run', async (_name, block, message) => {
  const { faults } = await prove([block, bash('echo never'), text('never')]);
  expect(told(faults)).toContain(message);
  expect(told(faults)).toContain('The 1 block after this one could not be run.');
});

const SHOWN_ID = '0123456789ab0123456789ab0123456789ab0123456789ab0123456789ab0123';

test('ids are compared as a reader does, though each is right by itself: one for two things, and two for one, are found', async () => {
  const create = bash('docker pull -q busybox:1.37\nfirst=$(docker create busybox:1.37)\necho $first');
  const created = text(`docker.io/library/busybox:1.37\n${SHOWN_ID}`);
  const another = await prove([create, created, bash('docker create busybox:1.37'), text(SHOWN_ID)]);
  expect(told(another.faults)).toMatch(/^16: `0123456789ab` stands here for another thing than in line 9\./);
  const same = await prove([create, created, bash('docker ps -aq --no-trunc'), text(SHOWN_ID.replace('0', 'f'))]);
  expect(told(same.faults)).toMatch(/^16: `f123456789ab` stands here for what is `0123456789ab` in line 9\./);
  const right = await prove([create, created, bash('docker ps -aq'), text(SHOWN_ID.slice(0, 12))]);
  expect(told(right.faults)).toBe('');
});
