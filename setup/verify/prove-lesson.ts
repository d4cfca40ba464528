import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadySandbox } from '../../server/sandbox/port.ts';
import { idsOf, linesAgree, linesOf, type Match, matchOutput } from './compare-output.ts';
import { describeDiff } from './describe-diff.ts';
import { type LessonShell, openLessonShell } from './lesson-shell.ts';
import { type LessonCommands, readLesson, type ShownOutput } from './lesson-source.ts';
import type { Fault, Findings, Proof } from './proof.ts';
import type { ProvingGround } from './proving-ground.ts';
import { type RealOutput, writeOutputs } from './update-lesson.ts';
import { normalizeLine } from './varying-words.ts';

/** A build of a page, a pull of what is there. */
const BLOCK_TIMEOUT_MS = 120_000;

/** All blocks of a lesson that does not hang. */
const LESSON_TIMEOUT_MS = 10 * 60_000;

const LAST_LINES = 8;

export interface LessonFile {
  /** Path from the project's folder. */
  readonly file: string;
  readonly slug: string;
}

/** The proof that a lesson's commands run, in their order, and print what it shows. `undefined` where it has none to run. `root` is the project's folder. */
export async function lessonProof(
  root: string,
  { file, slug }: LessonFile,
  isUpdate: boolean,
): Promise<Proof | undefined> {
  const { commands } = readLesson(await readFile(join(root, file), 'utf8'));
  const runnable = commands.filter(({ noRun }) => noRun === undefined);
  if (runnable.length === 0) return undefined;
  const outputs = runnable.filter(({ output }) => output).length;
  return {
    id: `lesson/${file.replace(/^content\//, '').replace(/\.mdx$/, '')}`,
    name: slug,
    what: `${count(runnable.length, 'block')}, ${count(outputs, 'output')}`,
    file,
    sources: [file],
    timeoutMs: LESSON_TIMEOUT_MS + runnable.reduce((sum, { takesMs = 0 }) => sum + takesMs, 0),
    run: async (ground, signal) => prove(await ground(), root, { file, slug }, isUpdate, signal),
  };
}

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;

async function prove(
  ground: ProvingGround,
  root: string,
  { file, slug }: LessonFile,
  isUpdate: boolean,
  signal: AbortSignal,
): Promise<Findings> {
  const path = join(root, file);
  const source = await readFile(path, 'utf8');
  const runnable = readLesson(source).commands.filter(({ noRun }) => noRun === undefined);
  const blockFaults: Fault[] = [];
  const real: RealOutput[] = [];
  const runAll = async (sandbox: ReadySandbox): Promise<void> => {
    using shell = await openLessonShell(ground.terminals, sandbox, signal);
    for (const [index, block] of runnable.entries()) {
      const lines = await runBlock(shell, block, file, blockFaults, signal);
      if (lines === undefined) {
        const left = runnable.length - index - 1;
        if (left > 0) {
          blockFaults.push({
            file,
            line: block.line,
            message: `The ${count(left, 'block')} after this one could not be run.`,
          });
        }
        return;
      }
      if (block.output) real.push({ output: block.output, lines });
    }
  };
  await ground.inSandbox(signal, runAll, slug);
  const update = `npm run verify:course -- --only ${slug} --update`;
  const shownFaults = compareAll(real, file, update);
  if (!isUpdate || shownFaults.length === 0) return { faults: [...blockFaults, ...shownFaults] };
  // All of them are written, not only those that differ: ids and times then come from one run.
  const printing = real.filter(({ lines }) => lines.length > 0);
  if ((await readFile(path, 'utf8')) !== source) {
    const message = 'The file was changed while its commands ran, so nothing was written. Run it again.';
    return { faults: [...blockFaults, ...shownFaults, { file, message }] };
  }
  await writeFile(path, writeOutputs(source, printing));
  // They keep their order, and not their lines.
  const shown = readLesson(await readFile(path, 'utf8')).commands.flatMap(({ noRun, output }) =>
    noRun === undefined && output ? [output] : [],
  );
  const again = real.map(({ output, lines }, index) => ({ output: shown[index] ?? output, lines }));
  return {
    faults: [...blockFaults, ...compareAll(again, file, update)],
    notes: [
      `${file}: ${count(printing.length, 'output')} written from a real run. Read the change before you keep it.`,
    ],
  };
}

/** Resolves with the lines that the block printed; with `undefined` where nothing can be run after it. */
async function runBlock(
  shell: LessonShell,
  { commands, line, fails, takesMs = BLOCK_TIMEOUT_MS }: LessonCommands,
  file: string,
  faults: Fault[],
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const end = await shell.run(commands, takesMs, signal);
  const details = end.lines.slice(-LAST_LINES);
  if (end.kind === 'stuck') {
    faults.push({ file, line, message: `The block came to no end: ${end.why}`, details });
    return undefined;
  }
  const failed = end.commands.filter(({ exitCode }) => exitCode !== 0);
  if (fails === undefined) {
    for (const { text, exitCode } of failed) {
      const how = exitCode === undefined ? 'did not say how it ended' : `ended with ${exitCode}`;
      const message = `\`${short(text)}\` ${how}. If the lesson is about that, say so: \`\`\`bash fails="why".`;
      faults.push({ file, line, message, details });
    }
  } else if (failed.length === 0) {
    faults.push({
      file,
      line,
      message: `The block says fails="${fails}", and all of it went well. Remove the word.`,
      details,
    });
  }
  return end.lines;
}

function short(command: string): string {
  const [first = '', ...others] = command.split('\n');
  return others.length > 0 || first.length > 60 ? `${first.slice(0, 60)}…` : first;
}

/** Which id of the run each id stands for that the lesson shows, and the other way round, each with the line where it was first seen. */
interface Meanings {
  readonly ofShown: Map<string, Meaning>;
  readonly ofReal: Map<string, Meaning>;
}

interface Meaning {
  readonly id: string;
  readonly line: number;
}

function compareAll(real: readonly RealOutput[], file: string, update: string): readonly Fault[] {
  const meanings: Meanings = { ofShown: new Map(), ofReal: new Map() };
  return real.flatMap(({ output, lines }) => {
    const fault = compare(output, lines, meanings, update);
    return fault ? [{ file, line: output.line, ...fault }] : [];
  });
}

function compare(
  output: ShownOutput,
  printed: readonly string[],
  meanings: Meanings,
  update: string,
): Pick<Fault, 'message' | 'details'> | undefined {
  const shown = linesOf(output.text);
  if (printed.length === 0 && shown.length > 0) {
    return { message: 'The commands print nothing, and the lesson shows something. Remove it, or let them print.' };
  }
  const match = matchOutput(shown, printed, output);
  if (!match) {
    const fix = `If the real output is right, write it into the lesson: ${update}`;
    const agree = output.varies === undefined ? linesAgree : () => true;
    return { message: `The output is not what is shown. ${fix}`, details: describeDiff(shown, printed, agree) };
  }
  const conflict = findConflict(shown, printed, match, output.line, meanings);
  return conflict === undefined
    ? undefined
    : { message: `${conflict} A reader compares them. Take all from one run: ${update}` };
}

/** One id must not stand for two things, nor two ids for one, in whatever blocks of the lesson: a reader compares them. */
function findConflict(
  shown: readonly string[],
  printed: readonly string[],
  { spans }: Match,
  blockLine: number,
  { ofShown, ofReal }: Meanings,
): string | undefined {
  for (const [index, [from, to]] of spans.entries()) {
    const [shownLine = '', realLine = ''] = [shown[index], printed[from]];
    if (to !== from + 1 || normalizeLine(shownLine) !== normalizeLine(realLine)) continue;
    const line = blockLine + 1 + index;
    const realIds = idsOf(realLine);
    for (const [place, id] of idsOf(shownLine).entries()) {
      const real = realIds[place];
      if (real === undefined) continue;
      const known = ofShown.get(id) ?? { id: real, line };
      ofShown.set(id, known);
      if (known.id !== real) return `\`${id}\` stands here for another thing than in line ${known.line}.`;
      const first = ofReal.get(real) ?? { id, line };
      ofReal.set(real, first);
      if (first.id !== id) return `\`${id}\` stands here for what is \`${first.id}\` in line ${first.line}.`;
    }
  }
  return undefined;
}
