import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkContent } from './check-content.ts';
import { describeFinding } from './finding.ts';
import { requireSoundContent } from './require-sound-content.ts';

const LESSON = `---
order: 1
title: Oars
summary: How to row.
minutes: 5
objectives:
  - Row
exercises: [row]
---

Take an oar.

<Exercise id="row" />
`;

const EXERCISE = `import { defineExercise, pass } from '../../src/shared/exercise/index.ts';

export default defineExercise({
  id: 'row',
  title: 'Row',
  minutes: 5,
  images: ['busybox:1.37'],
  tasks: [
    { id: 'left', title: 'Left', check: async () => pass() },
    { id: 'right', title: 'Right', check: async () => pass() },
  ],
});
`;

const planned = (order: number, slug: string) => ({ order, slug, title: slug, summary: 'A lesson.' });

const courseOf = (...lessons: readonly object[]) =>
  JSON.stringify({ title: 'Boats', summary: 'Boats.', modules: [{ title: 'All', lessons }] }, null, 2);

const SOUND = {
  'content/boats/course.json': courseOf(planned(1, 'oars'), planned(2, 'sails')),
  'content/boats/lessons/01-oars.mdx': LESSON,
  'exercises/row/exercise.ts': EXERCISE,
  'exercises/row/solution.sh': 'true\n',
  'exercises/row/wrong/in-circles.sh': '# stays red: right\ntrue\n',
};

/** A sound project, but for these files; `undefined` leaves one out. */
async function check(changed: Readonly<Record<string, string | undefined>>): Promise<readonly string[]> {
  const root = projectWith(changed);
  return (await checkContent({ root, course: 'boats', signal: AbortSignal.timeout(20_000) })).map(describeFinding);
}

function projectWith(changed: Readonly<Record<string, string | undefined>>): string {
  const root = mkdtempSync(join(tmpdir(), 'drydock-content-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [file, text] of Object.entries({ ...SOUND, ...changed })) {
    if (text === undefined) continue;
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  mkdirSync(join(root, 'src'));
  symlinkSync(join(import.meta.dirname, '../../src/shared'), join(root, 'src/shared'));
  return root;
}

const lesson = (from: string, to: string) => ({ 'content/boats/lessons/01-oars.mdx': LESSON.replace(from, to) });
const exercise = (from: string, to: string) => ({ 'exercises/row/exercise.ts': EXERCISE.replace(from, to) });
const OARS = 'content/boats/lessons/01-oars.mdx';

test('a sound course has nothing to mend', async () => {
  expect(await check({})).toEqual([]);
});

test.each([
  [
    'a field too long',
    lesson('How to row.', 'x'.repeat(201)),
    `${OARS}:4: summary: it has 201 characters, and may have 200. Shorten it.`,
  ],
  ['a field missing', lesson('minutes: 5\n', ''), `${OARS}:2: minutes: it is missing. Add it: a number.`],
  [
    'a field of another kind',
    lesson('minutes: 5', 'minutes: soon'),
    `${OARS}:5: minutes: it holds a text, and must be a number. Correct it.`,
  ],
  [
    'a number too large',
    lesson('minutes: 5', 'minutes: 90'),
    `${OARS}:5: minutes: it is 90, and must be 60 or less. Correct it.`,
  ],
  [
    'a field misspelt',
    lesson('minutes: 5', 'minutes: 5\nobjective: Row'),
    `${OARS}:6: "objective" means nothing here. Correct the spelling, or remove it.`,
  ],
  [
    'an empty entry of a list',
    lesson('  - Row', '  - Row\n  - ""'),
    `${OARS}:8: objectives.1: it is empty. Write something.`,
  ],
  [
    'no frontmatter',
    { [OARS]: 'Take an oar.\n' },
    `${OARS}:1: it does not begin with frontmatter. Begin with a line ---, then order, title, summary, minutes, objectives and exercises, then a line ---.`,
  ],
  [
    'another order than the file',
    lesson('order: 1', 'order: 3'),
    `${OARS}:2: order: it is 3 here and 1 in the file's name. Make them the same.`,
  ],
  [
    'an exercise that is not shown',
    lesson('<Exercise id="row" />', ''),
    `${OARS}:8: exercises: "row" is never shown. Put <Exercise id="row" /> into the text, or take it out.`,
  ],
  [
    'an exercise that is not named',
    lesson('<Exercise id="row" />', '<Exercise id="row" />\n\n<Exercise id="swim" />'),
    `${OARS}:15: <Exercise id="swim">: "swim" is not in the frontmatter's exercises. Add it there.`,
  ],
  [
    'an exercise that there is not',
    lesson('[row]', '[row, swim]'),
    `${OARS}:8: exercises: there is no exercise "swim". Correct the id, or make it: npm run new exercise swim. There are: row.`,
  ],
  [
    'a block that says nothing of itself',
    lesson('Take an oar.', '```\nrow\n```'),
    `${OARS}:11: a code block names no language. Write \`\`\`bash for commands, \`\`\`text for what they print.`,
  ],
  [
    'a lesson twice',
    { 'content/boats/lessons/02-oars.mdx': LESSON.replace('order: 1', 'order: 2') },
    'content/boats/lessons/02-oars.mdx: 01-oars.mdx is the lesson "oars" too. Rename one of the files, and name it in course.json.',
  ],
  [
    'a lesson that is not planned',
    { 'content/boats/lessons/03-knots.mdx': LESSON.replace('order: 1', 'order: 3') },
    'content/boats/lessons/03-knots.mdx: course.json has no lesson with the slug "knots". Rename the file, or add the lesson there.',
  ],
  [
    'a file without its number',
    { 'content/boats/lessons/sails.mdx': LESSON.replace('order: 1', 'order: 2') },
    'content/boats/lessons/sails.mdx: a lesson’s file is named by its number and lower-case words joined by hyphens: 07-data-volumes.mdx. Rename it.',
  ],
  [
    'an order twice',
    { 'content/boats/course.json': courseOf(planned(1, 'oars'), planned(1, 'sails')) },
    'content/boats/course.json:15: modules.0.lessons.1.order: "oars" has the same order, 1. Give each lesson its own.',
  ],
  [
    'a slug twice',
    { 'content/boats/course.json': courseOf(planned(1, 'oars'), planned(2, 'oars')) },
    'content/boats/course.json:16: modules.0.lessons.1.slug: "oars" has the same slug, oars. Give each lesson its own.',
  ],
  [
    'a slug that is none',
    { 'content/boats/course.json': courseOf(planned(1, 'oars'), planned(2, 'The Sails')) },
    'content/boats/course.json:16: modules.0.lessons.1.slug: it is "The Sails", and must be lower-case words joined by hyphens. Correct it.',
  ],
  [
    'a field of an exercise',
    exercise('minutes: 5', 'minutes: 90'),
    'exercises/row/exercise.ts:6: minutes must be at most 60. Correct it.',
  ],
  [
    'a field of a task',
    exercise("title: 'Right'", "title: ''"),
    'exercises/row/exercise.ts:10: tasks.1.title must be not empty. Correct it.',
  ],
  [
    'a task twice',
    exercise("id: 'right'", "id: 'left'"),
    'exercises/row/exercise.ts:10: two tasks have the id "left"; give each its own. Correct it.',
  ],
  [
    'an id that is not the folder’s',
    exercise("id: 'row'", "id: 'rows'"),
    `exercises/row/exercise.ts:4: id: it is "rows", and the folder's name is "row". Make them the same.`,
  ],
  [
    'an exercise that throws',
    exercise('export default', 'undefined.row;\nexport default'),
    "exercises/row/exercise.ts:3: Cannot read properties of undefined (reading 'row'). Correct it there.",
  ],
  [
    'no exercise.ts',
    { 'exercises/row/exercise.ts': undefined },
    'exercises/row: there is no exercise.ts in it. Write it (npm run new exercise shows how one looks), or remove the folder.',
  ],
  [
    'no solution',
    { 'exercises/row/solution.sh': undefined },
    'exercises/row/solution.sh: it is missing. Write the commands that pass all tasks.',
  ],
  [
    'no wrong answer',
    { 'exercises/row/wrong/in-circles.sh': undefined },
    'exercises/row/wrong: there is no wrong answer. Write one into wrong/<name>.sh, so that it is proven that the checks see it.',
  ],
  [
    'a wrong answer that does not say why',
    { 'exercises/row/wrong/in-circles.sh': 'true\n' },
    'exercises/row/wrong/in-circles.sh:1: its first line does not say which tasks it leaves undone. Begin with `# stays red: ` and their ids.',
  ],
  [
    'a wrong answer to no task',
    { 'exercises/row/wrong/in-circles.sh': '# stays red: rihgt\n' },
    'exercises/row/wrong/in-circles.sh:1: "# stays red:" names the task "rihgt", which there is not. There are: left, right.',
  ],
  [
    'a wrong answer out of order',
    { 'exercises/row/wrong/in-circles.sh': '# stays red: right left\n' },
    'exercises/row/wrong/in-circles.sh:1: the tasks behind "# stays red:" stand each once, in the exercise\'s order. Write: # stays red: left right',
  ],
])('%s is named with its file, its line and its fix', async (_name, changed, message) => {
  expect(await check(changed)).toContain(message);
});

test('an image that learners can’t pull is named, with those that they can', async () => {
  const findings = await check(exercise('busybox:1.37', 'busybox:2'));
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatch(
    /^exercises\/row\/exercise\.ts:7: images\.0: learners can't pull "busybox:2"\. Name one .* There are: alpine:3\.22, .*redis:8/,
  );
});

test('a course.json that is no JSON, and an exercise that is no TypeScript, have their line', async () => {
  expect((await check({ 'content/boats/course.json': '{\n  "title": "Boats"\n  "summary": ""\n}' }))[0]).toMatch(
    /^content\/boats\/course\.json:[23]: it can't be read: /,
  );
  expect(await check({ 'content/boats/course.json': courseOf(planned(1, 'oars')).replace('}', '},') })).toEqual([
    'content/boats/course.json:13: the last entry of a list ends in a comma. Remove the comma.',
  ]);
  expect((await check({ 'content/boats/course.json': "{\n  title: 'Boats'\n}\n" }))[0]).toMatch(
    /^content\/boats\/course\.json:2: it is no JSON: /,
  );
  expect((await check(exercise('minutes: 5,', 'minutes: 5 5,')))[0]).toMatch(/^exercises\/row\/exercise\.ts:6: /);
});

test('MDX that can’t be read has its line', async () => {
  expect((await check(lesson('Take an oar.', 'Take <b>an oar.')))[0]).toMatch(
    /^content\/boats\/lessons\/01-oars\.mdx:11: /,
  );
});

test('an exercise that waits for ever is named', async () => {
  const findings = await check(exercise('export default', 'process.exit(1);\nexport default'));
  expect(findings[0]).toMatch(/^exercises\/row\/exercise\.ts: importing it does not end, or ends the process\./);
});

test('commands of a lesson that name an image which its learners can’t get are a warning', async () => {
  const blocks = [
    '```bash\ndocker build -t mine:1 .\ndocker run -d --name web \\\n  nginx:99\ndocker run mine:1\n```',
    '```bash fails="There is none"\ndocker pull nginx:98\n```',
    '```bash no-run="Elsewhere"\ndocker pull nginx:97\n```',
    '```bash\nprintf "hi" > a\ncat > Dockerfile <<END\nFROM golang AS build\nFROM busybox:1.37\nCOPY --from=build /a /a\nEND\n```',
  ].join('\n\n');
  const fix = 'Take one of images/catalog.ts, or add it there.';
  expect(await check(lesson('Take an oar.', blocks))).toEqual([
    `${OARS}:13: the course registry has no nginx:99. ${fix}`,
    `${OARS}:29: the course registry has no golang:latest. ${fix}`,
  ]);
});

test('an appendix has a number, its frontmatter and sound MDX', async () => {
  const appendix = (name: string, text: string) => check({ [`content/boats/appendices/${name}`]: text });
  const file = 'content/boats/appendices/1-words.mdx';
  const frontmatter = '---\norder: 1\ntitle: Words\nsummary: All words.\n---\n\n';
  expect(await appendix('1-words.mdx', `${frontmatter}An oar rows.\n`)).toEqual([]);
  expect(await appendix('words.mdx', frontmatter)).toEqual([
    expect.stringMatching(/named by its number .* 2-glossary\.mdx/),
  ]);
  expect(await appendix('1-words.mdx', 'An oar rows.')).toEqual([
    expect.stringContaining(`${file}:1: it does not begin with frontmatter.`),
  ]);
  expect(await appendix('1-words.mdx', frontmatter.replace('1', '2'))).toEqual([
    `${file}:2: order: it is 2 here and 1 in the file's name. Make them the same.`,
  ]);
  expect(await appendix('1-words.mdx', `${frontmatter}<Oar>\n`)).toEqual([expect.stringContaining(`${file}:`)]);
});

test('an exercise that no lesson shows is a warning: the build goes on', async () => {
  const root = projectWith(lesson('[row]', '[]'));
  writeFileSync(join(root, OARS), LESSON.replace('[row]', '[]').replace('<Exercise id="row" />', ''));
  const notes: string[] = [];
  await requireSoundContent({
    root,
    course: 'boats',
    note: (line) => notes.push(line),
    signal: AbortSignal.timeout(20_000),
  });
  expect(notes).toEqual([
    '! exercises/row: no lesson shows it. Put <Exercise id="row" /> into one, and the id into its frontmatter\'s exercises.',
  ]);
});

test('all mistakes are told at once, in the order of the files', async () => {
  const root = projectWith({
    ...lesson('minutes: 5', 'minutes: 90'),
    ...exercise('minutes: 5', 'minutes: 0'),
    'exercises/row/solution.sh': undefined,
  });
  await expect(
    requireSoundContent({ root, course: 'boats', note: () => {}, signal: AbortSignal.timeout(20_000) }),
  ).rejects.toThrow(
    [
      'There are 3 mistakes in what the pages are made from:',
      '',
      `  ${OARS}:5: minutes: it is 90, and must be 60 or less. Correct it.`,
      '  exercises/row/exercise.ts:6: minutes must be at least 1. Correct it.',
      '  exercises/row/solution.sh: it is missing. Write the commands that pass all tasks.',
      '',
      'Nothing was built, and nothing that was there has changed.',
    ].join('\n'),
  );
});
