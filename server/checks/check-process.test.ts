import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { handBuiltSandbox, imageOf } from '../../exercises/hand-built-sandbox.ts';
import type { SandboxView } from '../../src/shared/exercise/index.ts';
import { EngineAsleepError } from '../sandbox/errors.ts';
import { patience } from '../test-patience.ts';
import { type CheckProcess, createCheckProcess } from './check-process.ts';
import { confinedCommand, openFolders } from './check-process-command.ts';
import { ExerciseMistakesError } from './exercises.ts';

const root = join(import.meta.dirname, '../..');
const api = join(root, 'src/shared/exercise/index.ts');

// Each starts processes of its own, on a machine that may have much else to do.
vi.setConfig({ testTimeout: 60_000 * patience });

/** Of the time that a check may take: what ends is over long before. */
const within = (ms = 20_000) => AbortSignal.timeout(ms * patience);

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** An exercise of the folder's name with these checks, each the body of a function of `sandbox`. */
function exerciseOf(id: string, checks: Readonly<Record<string, string>>, before = ''): Record<string, string> {
  const tasks = Object.entries(checks).map(
    ([task, body]) => `{ id: '${task}', title: 'Do it', check: async (sandbox) => { ${body} } }`,
  );
  return {
    [`${id}/exercise.ts`]: `import { defineExercise, fail, pass } from '${api}';
${before}
export default defineExercise({ id: '${id}', title: 'Try', minutes: 1, tasks: [${tasks.join(', ')}] });
`,
    [`${id}/solution.sh`]: 'true\n',
  };
}

function newFolder(files: Readonly<Record<string, string>>): string {
  const parent = mkdtempSync(join(tmpdir(), 'drydock-checks-'));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const folder = join(parent, 'exercises');
  writeFiles(folder, files);
  return folder;
}

/** Shorter than the server's, so that tests of what never ends do. */
const limits = { stuckMs: 500, stuckAloneMs: 500, readMs: 20_000 };

async function start(folder: string, errors: unknown[] = []): Promise<CheckProcess> {
  const runner = await createCheckProcess({ folder, onError: (error) => errors.push(error), limits });
  onTestFinished(() => runner[Symbol.asyncDispose]());
  return runner;
}

const startWith = (checks: Readonly<Record<string, string>>, before = '') =>
  start(newFolder(exerciseOf('x', checks, before)));

/** The same of an exercise whose task `graded` gives 10 points. */
const startGraded = (body: string) =>
  start(
    newFolder({
      'x/exercise.ts': `import { defineExercise, fail, pass } from '${api}';
        export default defineExercise({
          id: 'x', title: 'Try', minutes: 1,
          tasks: [{ id: 'graded', title: 'Do it', points: 10, check: async () => { ${body} } }],
        });`,
      'x/solution.sh': 'true\n',
    }),
  );

const decide = (runner: CheckProcess, task: string, view: SandboxView = handBuiltSandbox({}), signal = within()) =>
  runner.decide({ exercise: 'x', task }, view, signal);

/** What checks have found that return these expressions as their reasons. */
async function found<Name extends string>(expressions: Readonly<Record<Name, string>>): Promise<Record<Name, string>> {
  const entries = Object.entries<string>(expressions);
  const runner = await startWith(
    Object.fromEntries(entries.map(([, body], index) => [`t${index}`, `return fail(String(${body}));`])),
  );
  const reasons = entries.map(async ([name], index) => {
    const { verdict } = await decide(runner, `t${index}`);
    return [name, verdict.kind === 'fail' ? verdict.reason : verdict.kind];
  });
  return Object.fromEntries(await Promise.all(reasons)) as Record<Name, string>;
}

async function mistakesIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const error = await createCheckProcess({ folder: newFolder(files), onError: () => {} }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ExerciseMistakesError);
  const { mistakes } = error as ExerciseMistakesError;
  return mistakes.map(({ file, line, message }) => `${file}:${line ?? ''}: ${message}`);
}

test('the exercises are described without their checks, and with their solutions', async () => {
  const folder = newFolder({
    'x/exercise.ts': `import { defineExercise, pass } from '${api}';
      export default defineExercise({
        id: 'x', title: 'Try', minutes: 1, images: ['nginx:1.26'], touches: ['Removes all'],
        tasks: [{ id: 't', title: 'Do it', answer: { label: 'Size', unit: 'MB' }, hints: ['Look'], check: async () => pass() }],
      });`,
    'x/solution.sh': 'docker pull nginx:1.26\n',
  });
  const { exercises } = await start(folder);
  expect(exercises.get('x')).toEqual({
    exercise: {
      id: 'x',
      title: 'Try',
      minutes: 1,
      images: ['nginx:1.26'],
      touches: ['Removes all'],
      tasks: [{ id: 't', title: 'Do it', answer: { label: 'Size', unit: 'MB' }, hints: ['Look'] }],
    },
    folder: join(folder, 'x'),
    solution: 'docker pull nginx:1.26\n',
  });
});

test('points, a note and figures come with a verdict', async () => {
  const size = { label: 'Size', value: 81.5, unit: 'MB' };
  const verdictOf = async (body: string) => (await decide(await startGraded(body), 'graded')).verdict;
  expect(
    await verdictOf(`return pass({ points: 4, note: 'Less earns more.', figures: [${JSON.stringify(size)}] });`),
  ).toEqual({
    kind: 'pass',
    points: 4,
    note: 'Less earns more.',
    figures: [size],
  });
  expect(await verdictOf('return pass();')).toEqual({ kind: 'pass', points: 10 });
  expect(await verdictOf(`return fail('Too large.', [${JSON.stringify(size)}]);`)).toEqual({
    kind: 'fail',
    reason: 'Too large.',
    figures: [size],
  });
});

test('more points than a task gives are its author’s mistake', async () => {
  const graded = await startGraded('return pass({ points: 11 });');
  await expect(decide(graded, 'graded')).rejects.toThrow('it gave 11 points, and its task gives 10.');
  const plain = await startWith({ t: 'return pass({ points: 1 });' });
  await expect(decide(plain, 't')).rejects.toThrow('it gave 1 points, and its task gives none');
});

test('a check is decided by what the view says, and what it looked at is told', async () => {
  const runner = await startWith({
    image: `const image = await sandbox.image('a:1'); return image ? pass() : fail('no image');`,
    page: `const page = await sandbox.http(80, '/'); return fail(page.body + await sandbox.answer());`,
    nothing: `return pass();`,
  });
  const view = handBuiltSandbox({
    images: [imageOf('a', ['a:1'], [])],
    pages: { 80: { status: 200, body: 'Hello' } },
    answer: '7',
  });
  const none = await decide(runner, 'image');
  expect(none).toEqual({ verdict: { kind: 'fail', reason: 'no image' }, reads: new Set(['images']) });
  expect((await decide(runner, 'image', view)).verdict).toEqual({ kind: 'pass' });
  expect(await decide(runner, 'page', view)).toEqual({
    verdict: { kind: 'fail', reason: 'Hello7' },
    reads: new Set(['ports', 'containers', 'answer']),
  });
  expect((await decide(runner, 'nothing')).reads).toEqual(new Set());
});

test('what is undefined stays so on its way', async () => {
  const runner = await startWith({
    t: `const [seen] = await sandbox.commands();
        return fail([await sandbox.file('a'), await sandbox.answer(), seen.exitCode, seen.text].map(String).join());`,
  });
  const view = handBuiltSandbox({ commands: [{ text: 'ls', exitCode: undefined }] });
  expect((await decide(runner, 't', view)).verdict).toEqual({
    kind: 'fail',
    reason: 'undefined,undefined,undefined,ls',
  });
});

test('an error of the view is the decision’s, even where the check would go on', async () => {
  const runner = await startWith({ t: `try { await sandbox.images(); } catch {} return pass();` });
  const asleep = new EngineAsleepError('not yet');
  const view = { ...handBuiltSandbox({}), images: () => Promise.reject(asleep) };
  await expect(decide(runner, 't', view)).rejects.toBe(asleep);
});

test('the signal’s reason ends a decision whose check waits for ever', async () => {
  const runner = await startWith({ t: `await new Promise(() => {});`, good: `return pass();` });
  const controller = new AbortController();
  const decision = decide(runner, 't', undefined, controller.signal);
  const reason = new Error('gone');
  controller.abort(reason);
  await expect(decision).rejects.toBe(reason);
  expect((await decide(runner, 'good')).verdict.kind).toBe('pass');
});

test('a check that throws, or returns nonsense, is told with its exercise, its task and its place', async () => {
  const runner = await startWith({
    throws: `const page = undefined; return pass(page.body);`,
    nothing: `await sandbox.images();`,
    text: `return 'pass';`,
    reasonless: `return { kind: 'fail' };`,
    path: `await sandbox.file(7); return pass();`,
    unknown: `await sandbox.exec('ls'); return pass();`,
    long: `await sandbox.file('x'.repeat(10_000)); return pass();`,
    port: `await sandbox.port(70_000); return pass();`,
  });
  const failure = (task: string) => decide(runner, task).then(String, (error: Error) => error.message);
  const start = (task: string) => `The check of the task "${task}" in exercises/x has failed: `;
  expect(await failure('throws')).toBe(
    `${start('throws')}TypeError: Cannot read properties of undefined (reading 'body')`,
  );
  expect(await failure('nothing')).toBe(
    `${start('nothing')}TypeError: it returned nothing; return pass(), or fail() with a reason.`,
  );
  expect(await failure('text')).toContain('it returned "pass"; return pass(), or fail() with a reason.');
  expect(await failure('reasonless')).toContain('it returned {"kind":"fail"}');
  expect(await failure('path')).toContain('sandbox.file() was called with [7], which it does not take.');
  expect(await failure('unknown')).toContain('sandbox.exec is not a function');
  expect(await failure('long')).toContain('sandbox.file() takes at most 4096 characters.');
  expect(await failure('port')).toContain('sandbox.port() was called with [70000]');
  const error = await decide(runner, 'throws').catch((reason: unknown) => reason);
  expect(String(((error as Error).cause as Error).stack)).toMatch(/x\/exercise\.ts:\d+:\d+/);
  await expect(runner.decide({ exercise: 'y', task: 'throws' }, handBuiltSandbox({}), within())).rejects.toThrow(
    'The check of the task "throws" in exercises/y is not there (any more).',
  );
});

test('a reason is cut to its bound', async () => {
  const { long } = await found({ long: `'x'.repeat(100_000)` });
  expect(long).toHaveLength(2_000);
});

test('a check that looks without an end is stopped', async () => {
  const runner = await startWith({
    on: `for (;;) await sandbox.images();`,
    wide: `await Promise.all(Array.from({ length: 1_000 }, () => sandbox.images())); return pass();`,
  });
  await expect(decide(runner, 'on')).rejects.toThrow('looks at the sandbox more than 500 times.');
  await expect(decide(runner, 'wide')).rejects.toThrow('looks at the sandbox more than for 16 things at once.');
});

test('the environment is empty, and what leads to the network or out of the process is gone', async () => {
  process.env['DRYDOCK_CANARY'] = 'sings';
  onTestFinished(() => void delete process.env['DRYDOCK_CANARY']);
  const names = ['fetch', 'WebSocket', 'EventSource', 'Worker', 'BroadcastChannel', 'Atomics', 'require', 'module'];
  expect(
    await found({
      environment: 'JSON.stringify(process.env)',
      process: 'Object.keys(process)',
      builtins: 'typeof process.getBuiltinModule',
      names: `[${names.map((name) => `typeof ${name}`).join()}]`,
      console: `[typeof console.log('quiet'), typeof console._stdout]`,
      getter: `(() => {
        const met = new Set();
        try {
          Object.defineProperty(Object.prototype, 'connecting', { get() { met.add(this); } });
        } catch (error) { return error.name; }
      })()`,
      eval: `(() => { try { return eval('1') } catch (error) { return error.name } })()`,
      function: `(() => { try { return (() => {}).constructor('return 1')() } catch (error) { return error.name } })()`,
    }),
  ).toEqual({
    environment: '{}',
    process: 'env',
    builtins: 'undefined',
    names: names.map(() => 'undefined').join(),
    console: 'undefined,undefined',
    getter: 'TypeError',
    eval: 'EvalError',
    function: 'EvalError',
  });
});

const REFUSAL = 'An exercise may import only from exercises/, src/shared and Zod';

test('Node’s own modules and packages can’t be imported, which is told of the exercise’s file', async () => {
  const names = ['node:fs', 'fs', 'node:net', 'node:child_process', 'node:module', 'node:process', 'better-sqlite3'];
  const exercises = names.map((name, index) => exerciseOf(`x${index}`, { t: 'return pass();' }, `import '${name}';`));
  const mistakes = await mistakesIn(Object.assign({}, ...exercises) as Record<string, string>);
  expect(mistakes).toEqual(
    names.map((name, index) => {
      const file = `exercises/x${index}/exercise.ts`;
      return expect.stringMatching(new RegExp(`^${file}:\\d*: .*/${file} imports "${name}"\\. ${REFUSAL}`)) as string;
    }),
  );
});

test('no module is imported later either but the exercises’ own, src/shared and Zod', async () => {
  const elsewhere = newFolder({ 'secret.ts': `export default 'secret';` });
  const attempt = (path: string) => `await import('${path}').then(Object.keys, (error) => error.message)`;
  const results = await found({
    builtin: attempt('node:fs'),
    file: attempt(join(elsewhere, 'secret.ts')),
    passwd: attempt('file:///etc/passwd'),
    server: attempt(`${root}/server/config.ts`),
    json: attempt(`${root}/src/shared/tsconfig.json`),
    data: attempt('data:text/javascript,export default 1'),
    package: attempt('dockerode'),
    zod: `typeof (await import('zod')).string + typeof (await import('zod/mini')).string`,
    shared: attempt(`${root}/src/shared/exercise/verdict.ts`),
    own: attempt('./exercise.ts'),
  });
  const { zod, shared, own, ...refused } = results;
  for (const [name, message] of Object.entries(refused)) expect(message, name).toContain(REFUSAL);
  expect({ zod, shared, own }).toEqual({
    zod: 'functionfunction',
    shared: 'fail,figureSchema,pass,verdictSchema',
    own: 'default',
  });
});

test('a program that gets around all that still reads no other file, writes none, starts nothing, and sees no environment', async () => {
  process.env['DRYDOCK_CANARY'] = 'sings';
  onTestFinished(() => void delete process.env['DRYDOCK_CANARY']);
  const folder = newFolder({
    'tries.mjs': `import { readFileSync, writeFileSync, readdirSync } from 'node:fs';
      import { spawnSync } from 'node:child_process';
      import { Worker } from 'node:worker_threads';
      const tries = {
        read: () => readFileSync('/etc/passwd'),
        list: () => readdirSync('/'),
        data: () => readFileSync('${root}/package-lock.json'),
        write: () => writeFileSync(process.argv[2], 'x'),
        spawn: () => spawnSync('/bin/true'),
        worker: () => new Worker('1', { eval: true }),
        open: () => readFileSync('${root}/src/shared/ids.ts'),
        environment: () => { if (Object.keys(process.env).length === 0) throw { code: 'EMPTY' }; },
      };
      const told = Object.entries(tries).map(([name, attempt]) => {
        try { attempt(); return [name, 'done']; } catch (error) { return [name, error.code]; }
      });
      process.stdout.write(JSON.stringify(Object.fromEntries(told)));`,
  });
  const [file, args] = confinedCommand(join(folder, 'tries.mjs'), join(folder, 'made'), openFolders);
  const { stdout, stderr } = spawnSync(file, [...args], { env: {}, encoding: 'utf8' });
  expect(stderr).toBe('');
  const denied = 'ERR_ACCESS_DENIED';
  expect(JSON.parse(stdout)).toEqual({
    ...{ read: denied, list: denied, data: denied, write: denied, spawn: denied, worker: denied },
    open: 'done',
    environment: 'EMPTY',
  });
});

test('a check that never ends is that check’s error, and those of others are decided', async () => {
  const errors: unknown[] = [];
  const folder = newFolder({
    ...exerciseOf('x', {
      spins: `for (;;);`,
      ticks: `for (;;) await null;`,
      good: `await sandbox.images(); return pass();`,
    }),
  });
  const runner = await start(folder, errors);
  for (const bad of ['spins', 'ticks']) {
    const gate = Promise.withResolvers<void>();
    const view = { ...handBuiltSandbox({}), images: () => gate.promise.then(() => []) };
    const good = ['good', 'good', 'good'].map((task) => decide(runner, task, view));
    // As by two learners at once.
    const [stuck, another] = [decide(runner, bad), decide(runner, bad)];
    gate.resolve();
    const rejections = [
      expect(stuck).rejects.toThrow(`The check of the task "${bad}" in exercises/x has ended the process`),
      expect(another).rejects.toThrow('did not end a moment ago'),
    ];
    for (const decision of good) expect((await decision).verdict.kind).toBe('pass');
    await Promise.all(rejections);
    await expect(decide(runner, bad)).rejects.toThrow('did not end a moment ago, and is left alone for 60 s.');
    expect((await decide(runner, 'good')).verdict.kind).toBe('pass');
  }
  expect(errors).toEqual([]);
});

test('a check that takes more memory than there is, is that check’s error', async () => {
  const runner = await startWith({
    heap: `const all = []; for (;;) all.push(new Array(100_000).fill(all.length));`,
    buffers: `const all = []; for (;;) all.push(new Uint8Array(64 * 1024 * 1024).fill(1));`,
    good: `return pass();`,
  });
  await expect(decide(runner, 'heap')).rejects.toThrow('has ended the process of the checks');
  expect((await decide(runner, 'good')).verdict.kind).toBe('pass');
  const buffers = await decide(runner, 'buffers').catch((error: Error) => error.message);
  expect(buffers).toMatch(/allocation failed|has ended the process of the checks/);
  expect((await decide(runner, 'good')).verdict.kind).toBe('pass');
});

test('a promise that a check left behind harms nobody', async () => {
  const runner = await startWith({
    leaves: `setTimeout(() => { throw new Error('late'); }, 1); Promise.reject(new Error('later')); return pass();`,
    good: `await new Promise((resolve) => setTimeout(resolve, 50)); return pass();`,
  });
  const decisions = await Promise.all([decide(runner, 'leaves'), decide(runner, 'good')]);
  expect(decisions.map(({ verdict }) => verdict.kind)).toEqual(['pass', 'pass']);
});

test('all mistakes of all exercises are told at once, with file, line, field and fix', async () => {
  const wrongId = exerciseOf('other', { t: 'return pass();' })['other/exercise.ts'] ?? '';
  const mistakes = await mistakesIn({
    ...exerciseOf('good', { t: 'return pass();' }),
    'fields/exercise.ts': `import { defineExercise, pass } from '${api}';

export default defineExercise({
  id: 'fields', title: '', minutes: 90, tasks: [{ id: 't', title: 'Do it', check: async () => pass() }],
});`,
    'fields/solution.sh': 'true\n',
    'named/exercise.ts': wrongId,
    'named/solution.sh': 'true\n',
    'no-solution/exercise.ts': exerciseOf('no-solution', { t: 'return pass();' })['no-solution/exercise.ts'] ?? '',
    'nothing/solution.sh': 'true\n',
    'plain/exercise.ts': `export const exercise = 1;`,
    'plain/solution.sh': 'true\n',
    'syntax/exercise.ts': `const one = 1;\nexport default {;\n`,
    'syntax/solution.sh': 'true\n',
    'throws/exercise.ts': `const list: string[] = [];\n\nexport default list[0].length;\n`,
    'throws/solution.sh': 'true\n',
    'checkless/exercise.ts': `import { defineExercise } from '${api}';
export default defineExercise({ id: 'checkless', title: 'T', minutes: 1, tasks: [{ id: 't', title: 'Do it' }] });`,
    'checkless/solution.sh': 'true\n',
  });
  expect(mistakes).toEqual([
    'exercises/checkless/exercise.ts:: The task "t" has no check. Give it one.',
    'exercises/fields/exercise.ts:3: title must be not empty.',
    'exercises/fields/exercise.ts:3: minutes must be at most 60.',
    'exercises/named/exercise.ts:: id is "other". Make it the folder’s name, "named".',
    'exercises/no-solution/solution.sh:: is missing or empty. Write the script that does all of the exercise’s tasks.',
    'exercises/nothing/exercise.ts:: is missing. Write it, or remove the folder.',
    'exercises/plain/exercise.ts:: There is no default export. Write `export default defineExercise({ … })`.',
    expect.stringMatching(/^exercises\/syntax\/exercise\.ts:2: SyntaxError/) as string,
    `exercises/throws/exercise.ts:3: TypeError: Cannot read properties of undefined (reading 'length')`,
  ]);
});

test('an exercise that never ends being read is named', async () => {
  const folder = newFolder(exerciseOf('x', { t: 'return pass();' }, 'while (true);'));
  const reading = createCheckProcess({ folder, onError: () => {}, limits: { ...limits, readMs: 3_000 } });
  await expect(reading).rejects.toThrow('can’t go on while exercises/x was read: that did not end within 3 s.');
});

test('a reload takes the files as they are, in the same map; what is begun ends as it began', async () => {
  const folder = newFolder(
    exerciseOf('x', { t: `await sandbox.images(); return fail('old');`, gone: 'return pass();' }),
  );
  const runner = await start(folder);
  const gate = Promise.withResolvers<void>();
  const view = { ...handBuiltSandbox({}), images: () => gate.promise.then(() => []) };
  const begun = decide(runner, 't', view);
  const { exercises } = runner;
  writeFiles(folder, { ...exerciseOf('x', { t: `return fail('new');` }), ...exerciseOf('y', { t: 'return pass();' }) });
  await runner.reload();
  expect([...exercises.keys()]).toEqual(['x', 'y']);
  expect(exercises.get('x')?.exercise.tasks.map(({ id }) => id)).toEqual(['t']);
  expect((await decide(runner, 't')).verdict).toEqual({ kind: 'fail', reason: 'new' });
  gate.resolve();
  expect((await begun).verdict).toEqual({ kind: 'fail', reason: 'old' });
  await expect(decide(runner, 'gone')).rejects.toThrow('is not there (any more).');
});

test('a reload with a mistake reports it, and the old ones stay', async () => {
  const folder = newFolder(exerciseOf('x', { t: `return fail('old');` }));
  const runner = await start(folder);
  writeFiles(folder, { 'x/exercise.ts': 'export default {;' });
  await expect(runner.reload()).rejects.toBeInstanceOf(ExerciseMistakesError);
  expect((await decide(runner, 't')).verdict).toEqual({ kind: 'fail', reason: 'old' });
  expect([...runner.exercises.keys()]).toEqual(['x']);
});

test('once it was ended, nothing is decided any more', async () => {
  const runner = await startWith({ t: `return pass();`, waits: 'await new Promise(() => {});' });
  const waiting = expect(decide(runner, 'waits')).rejects.toThrow();
  expect((await decide(runner, 't')).verdict.kind).toBe('pass');
  await runner[Symbol.asyncDispose]();
  await waiting;
  await expect(decide(runner, 't')).rejects.toThrow('The runner of checks has been ended.');
});

test.skipIf(!existsSync('/usr/bin/setpriv')).each([
  ['waits for what it is asked', ''],
  ['is kept busy without an end', 'for (;;);'],
])('a process that %s ends with its server, however that ends', async (_what, before) => {
  const folder = newFolder(exerciseOf('x', { t: 'return pass();' }, before));
  const server = `import { createCheckProcess } from '${join(import.meta.dirname, 'check-process.ts')}';
    void createCheckProcess({ folder: '${folder}', onError: () => {} });
    setInterval(() => {}, 1_000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', server], { stdio: 'ignore' });
  const childOf = (pid: number | undefined) => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  const options = { timeout: 20_000 * patience };
  const child = await vi.waitUntil(() => childOf(parent.pid), options);
  await vi.waitUntil(() => readFileSync(`/proc/${child}/cmdline`, 'utf8').startsWith(process.execPath), options);
  parent.kill('SIGKILL');
  await vi.waitUntil(() => !existsSync(`/proc/${child}`), options);
});
