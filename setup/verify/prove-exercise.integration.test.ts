import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Docker from 'dockerode';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import type { CheckRunner } from '../../server/checks/check-runner.ts';
import { parseConfig } from '../../server/config.ts';
import { within } from '../../server/test-patience.ts';
import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { exerciseProofs } from './prove-exercise.ts';
import { createProvingGround, type ProvingGround } from './proving-ground.ts';
import { describeFault } from './report.ts';

let ground: ProvingGround;

beforeAll(async () => {
  const { registryVolume, sandboxLimits: limits } = parseConfig(process.env, tmpdir());
  ground = await createProvingGround({ docker: new Docker(), images: inject('images'), registryVolume, limits });
});

afterAll(async () => ground?.[Symbol.asyncDispose]());

type Checks = Readonly<Record<string, (view: SandboxView) => Promise<Verdict>>>;

const soundChecks: Checks = {
  async oars(view) {
    const oars = Number((await view.file('oars.txt'))?.trim() ?? 0);
    return oars === 2 ? pass() : fail(`\`oars.txt\` tells of ${oars} oars, and a boat needs 2.`);
  },
  async colour(view) {
    const answer = await view.answer();
    return answer === 'red' ? pass() : fail(`The answer \`${answer ?? ''}\` is not the boat's colour.`);
  },
};

const SOUND = {
  'start/boat.txt': 'red\n',
  'solution.sh': 'set -eu\necho 2 > oars.txt\necho "drydock-answer colour $(cat boat.txt)"\n',
  'wrong/one-oar.sh': '# stays red: oars\necho 1 > oars.txt\necho drydock-answer colour red\nfalse\n',
};

/** What is wrong with an exercise, by what is tried. */
async function prove(files: Readonly<Record<string, string>>, checks: Checks = soundChecks) {
  const root = mkdtempSync(join(tmpdir(), 'drydock-exercise-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folder = join(root, 'exercises/boat');
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const tasks = Object.keys(checks).map((id) => ({
    id,
    title: id,
    ...(id === 'colour' ? { answer: { label: 'Colour' } } : {}),
  }));
  const exercise = { id: 'boat', title: 'Boat', minutes: 1, images: [], tasks };
  const runner: Pick<CheckRunner, 'decide'> = {
    decide: async ({ task }, view) => ({ verdict: await (checks[task] as Checks[string])(view), reads: new Set() }),
  };
  const proofs = await exerciseProofs(root, runner, { exercise, folder, solution: '' });
  const told: Record<string, string> = {};
  for (const proof of proofs) {
    const { faults } = await proof.run(async () => ground, within(50_000));
    told[proof.what] = faults.map(describeFault).join('\n');
  }
  return told;
}

test('a sound exercise has no fault: its files are in place, its answers are entered, its wrong answer is found out', async () => {
  expect(await prove(SOUND)).toEqual({ start: '', 'wrong/one-oar.sh': '', 'solution.sh': '' });
});

test('a check that sees nothing is found out by the start and by the wrong answer', async () => {
  const told = await prove(SOUND, { ...soundChecks, oars: async () => pass() });
  expect(told['start']).toContain('Task `oars` is passed before anything was done, and must be red');
  expect(told['wrong/one-oar.sh']).toContain('Task `oars` is passed after wrong/one-oar.sh');
  expect(told['solution.sh']).toBe('');
});

test('a check that could not run is a fault wherever it is tried', async () => {
  const broken = async () => Promise.reject(new Error('It read a property of nothing.'));
  const told = await prove(SOUND, { ...soundChecks, oars: broken });
  for (const fault of Object.values(told)) expect(fault).toContain('its check could not run: It read a property');
});

test('a solution that does not do it tells what it printed, and how it ended', async () => {
  const told = await prove({ ...SOUND, 'solution.sh': 'echo rowing; cat nowhere; exit 3\n' });
  expect(told['solution.sh']).toMatch(/ended with 3\. It printed at last:\n {4}rowing\n {4}cat: nowhere: No such file/);
  expect(told['solution.sh']).toContain('Task `oars` is red after solution.sh: “`oars.txt` tells of 0 oars');
});

test('a wrong answer says what it leaves red, and answers what is asked', async () => {
  const told = await prove({
    'solution.sh': SOUND['solution.sh'],
    'start/boat.txt': 'red\n',
    'wrong/silent.sh': 'true\n',
    'wrong/typo.sh':
      '# stays red: oar\necho 2 > oars.txt; echo drydock-answer color red; echo drydock-answer colour red\n',
  });
  expect(told['wrong/silent.sh']).toContain('Begin it with `# stays red: TASK …`');
  expect(told['wrong/typo.sh']).toContain('answers the task `color`, which there is not. There are oars, colour.');
  expect(told['wrong/typo.sh']).toContain('no task `oar` that could stay red');
});
