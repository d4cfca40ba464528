import { spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import type { TestCounts } from './test-counts.ts';

export interface TestRun {
  readonly name: string;
  /** A script below node_modules/.bin, and its arguments. */
  readonly script: string;
  readonly args: readonly string[];
  /** Where the run writes its JSON report. */
  readonly report: string;
  /** A file that gets its output, which is shown when it has ended: meanwhile something else is. */
  readonly output?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly count: (report: unknown) => TestCounts;
}

/** Runs one test runner, shows its output, and counts from its report. A runner that fails without a failed test is one failure. */
export async function runTests(run: TestRun, root: string, signal: AbortSignal): Promise<TestCounts> {
  const exitCode = await runToEnd(run, root, signal);
  if (run.output !== undefined) process.stdout.write(await readFile(run.output));
  const counts = await readCounts(run);
  const failure = (what: string) => ({ name: `${run.name} ${what}`, reason: '' });
  if (counts === undefined)
    return { passed: 0, failed: [failure(`left no report (exit code ${exitCode})`)], skipped: 0 };
  if (exitCode === 0 || counts.failed.length > 0) return counts;
  return { ...counts, failed: [failure(`ended with exit code ${exitCode}`)] };
}

async function runToEnd(run: TestRun, root: string, signal: AbortSignal): Promise<number> {
  await using output = run.output === undefined ? undefined : await open(run.output, 'w');
  const shown = output?.fd ?? 'inherit';
  return await new Promise<number>((resolve, reject) => {
    const child = spawn(process.execPath, [`node_modules/.bin/${run.script}`, ...run.args], {
      cwd: root,
      stdio: ['ignore', shown, shown],
      env: run.environment,
      signal,
      killSignal: 'SIGTERM',
    });
    child.on('error', reject).on('close', (code) => resolve(code ?? 1));
  });
}

async function readCounts(run: TestRun): Promise<TestCounts | undefined> {
  const text = await readFile(run.report, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : run.count(JSON.parse(text));
}
