import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { CheckRunner } from '../../server/checks/check-runner.ts';
import type { LoadedExercise } from '../../server/checks/exercises.ts';
import { placeExercise } from '../../server/checks/place-exercise.ts';
import type { ReadySandbox } from '../../server/sandbox/port.ts';
import { readAnswers, readStaysRed } from './answer-script.ts';
import { decideTasks, type WhatWasDone } from './decide-tasks.ts';
import type { Fault, Findings, Proof } from './proof.ts';
import type { ProvingGround } from './proving-ground.ts';
import { verdictFaults } from './verdict-faults.ts';

/** A pull of what is there, a build or two, a server's start. */
const RUN_TIMEOUT_MS = 120_000;

/** What a script prints is only read for its answers and its last words. */
const MAX_OUTPUT_BYTES = 256 * 1024;
const LAST_LINES = 8;

/** How an exercise is begun, and which tasks must be red then. */
interface Attempt {
  readonly what: string;
  /** Path of the script; `undefined` for the start, where nothing is run. */
  readonly script: string | undefined;
  readonly kind: 'start' | 'wrong' | 'solution';
}

/** The proofs of one exercise: its start, each of its wrong answers, its solution. `root` is the project's folder. */
export async function exerciseProofs(
  root: string,
  runner: Pick<CheckRunner, 'decide'>,
  loaded: LoadedExercise,
): Promise<readonly Proof[]> {
  const { exercise, folder } = loaded;
  const own = relative(root, folder);
  return (await attemptsOf(folder)).map((attempt): Proof => {
    const file = attempt.script === undefined ? join(own, 'exercise.ts') : relative(root, attempt.script);
    return {
      id: `exercise/${exercise.id}/${attempt.what.replaceAll('/', '-')}`,
      name: exercise.id,
      what: attempt.what,
      file,
      sources: [own],
      timeoutMs: RUN_TIMEOUT_MS + 60_000,
      run: async (ground, signal) => prove(await ground(), runner, loaded, attempt, file, signal),
    };
  });
}

async function attemptsOf(folder: string): Promise<readonly Attempt[]> {
  const wrong = join(folder, 'wrong');
  const scripts = existsSync(wrong) ? (await readdir(wrong)).filter((name) => name.endsWith('.sh')).sort() : [];
  return [
    { what: 'start', script: undefined, kind: 'start' },
    ...scripts.map((name) => ({ what: `wrong/${name}`, script: join(wrong, name), kind: 'wrong' as const })),
    { what: 'solution.sh', script: join(folder, 'solution.sh'), kind: 'solution' },
  ];
}

async function prove(
  ground: ProvingGround,
  runner: Pick<CheckRunner, 'decide'>,
  loaded: LoadedExercise,
  { kind, script: path, what }: Attempt,
  file: string,
  signal: AbortSignal,
): Promise<Findings> {
  const script = path === undefined ? undefined : await readFile(path, 'utf8');
  const tasks = loaded.exercise.tasks.map(({ id }) => id);
  const staysRed = kind === 'start' ? tasks : kind === 'solution' ? [] : readStaysRed(script ?? '');
  if (staysRed === undefined || (kind === 'wrong' && staysRed.length === 0)) {
    const message =
      'It does not say what it gets wrong. Begin it with `# stays red: TASK …`, the tasks that must stay undone.';
    return { faults: [{ file, line: 1, message }] };
  }
  const faults: Fault[] = [];
  await ground.inSandbox(signal, async (sandbox, { account }) => {
    await placeExercise(sandbox, loaded, signal);
    const ran = script === undefined ? undefined : await runScript(sandbox, loaded.exercise.id, script, signal);
    if (ran && kind === 'solution' && ran.exitCode !== 0) {
      const message = `The solution ended with ${ran.exitCode}. It printed at last:`;
      faults.push({ file, message, details: ran.lastLines });
    }
    if (ran?.isCut)
      faults.push({ file, message: `It prints more than ${MAX_OUTPUT_BYTES / 1024} KiB. Let it print less.` });
    for (const task of ran?.answers.keys() ?? []) {
      if (tasks.includes(task)) continue;
      const message = `It answers the task \`${task}\`, which there is not. There are ${tasks.join(', ')}.`;
      faults.push({ file, message });
    }
    const did = ran ?? { answers: new Map(), commands: [] };
    const decided = await decideTasks(runner, loaded, { sandbox, account }, did, signal);
    const after = kind === 'start' ? 'before anything was done' : `after ${what}`;
    const details = !ran || faults.length > 0 ? {} : { details: ['It printed at last:', ...ran.lastLines] };
    verdictFaults(decided, staysRed, after).forEach((fault, index) => {
      faults.push({ file, ...fault, ...(index === 0 && !fault.isWarning ? details : {}) });
    });
  });
  return { faults };
}

interface RanScript extends WhatWasDone {
  readonly exitCode: number;
  readonly lastLines: readonly string[];
  readonly isCut: boolean;
}

/** Runs a script as the learner, in the exercise's folder. */
async function runScript(
  sandbox: ReadySandbox,
  exercise: string,
  script: string,
  signal: AbortSignal,
): Promise<RanScript> {
  const ended = await sandbox.exec(['bash', '-c', `cd ~/${exercise} && exec bash -s 2>&1`], {
    signal: AbortSignal.any([signal, AbortSignal.timeout(RUN_TIMEOUT_MS)]),
    stdin: Buffer.from(script),
    maxOutputBytes: MAX_OUTPUT_BYTES,
  });
  const printed = ended.stdout.toString();
  const commands = script.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return {
    exitCode: ended.exitCode,
    lastLines: printed.trimEnd().split('\n').slice(-LAST_LINES),
    isCut: ended.truncated,
    answers: readAnswers(printed),
    // As the learner's shell would have told of them.
    commands: commands.map((text) => ({ text, exitCode: 0 })),
  };
}
