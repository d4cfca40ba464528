import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

/** Enough of a reason to see what was expected and what came; a whole trace or an image's bytes are in the output above. */
const MAX_REASON_LINES = 20;
const MAX_REASON_LINE_LENGTH = 300;

/** A test that failed, or a file that could not be run. */
export interface Failure {
  readonly name: string;
  /** What its runner says; nothing where it says nothing. */
  readonly reason: string;
}

/** What a run of tests came to. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: readonly Failure[];
  readonly skipped: number;
}

const vitestReportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).default([]) }),
      ),
    }),
  ),
});

/** Reads Vitest's JSON report. A file that could not even be loaded counts as one failure. */
export function countVitest(report: unknown): TestCounts {
  const { testResults } = vitestReportSchema.parse(report);
  const tests = testResults.flatMap(({ name: file, status, message, assertionResults }) => {
    const all = assertionResults.map(({ fullName, status, failureMessages }) => ({
      name: `${file}: ${fullName}`,
      status,
      reason: failureMessages.join('\n'),
    }));
    const loaded = status !== 'failed' || all.some((test) => test.status === 'failed');
    return loaded ? all : [...all, { name: file, status: 'failed', reason: message }];
  });
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: tests.filter(({ status }) => status === 'failed').map(({ name, reason }) => ({ name, reason })),
    skipped: tests.filter(({ status }) => status !== 'passed' && status !== 'failed').length,
  };
}

const playwrightErrorsSchema = z.array(z.object({ message: z.string().default('') })).default([]);

const playwrightTestSchema = z.object({
  status: z.string(),
  results: z.array(z.object({ errors: playwrightErrorsSchema })).default([]),
});

interface PlaywrightSuite {
  readonly title: string;
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly z.infer<typeof playwrightTestSchema>[];
  }[];
  readonly suites?: readonly PlaywrightSuite[] | undefined;
}

const playwrightSuiteSchema: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({
    title: z.string(),
    specs: z.array(z.object({ title: z.string(), tests: z.array(playwrightTestSchema) })),
    suites: z.array(playwrightSuiteSchema).optional(),
  }),
);

const playwrightReportSchema = z.object({ suites: z.array(playwrightSuiteSchema), errors: playwrightErrorsSchema });

/** Reads Playwright's JSON report. A flaky test failed; an error outside of all tests counts as one failure. */
export function countPlaywright(report: unknown): TestCounts {
  const { suites, errors } = playwrightReportSchema.parse(report);
  const tests = suites.flatMap((suite) => testsOf(suite, ''));
  return {
    passed: tests.filter(({ status }) => status === 'expected').length,
    failed: [
      ...tests
        .filter(({ status }) => status === 'unexpected' || status === 'flaky')
        .map(({ name, reason }) => ({ name, reason })),
      ...errors.map(({ message }) => ({ name: 'an error outside of the tests', reason: message })),
    ],
    skipped: tests.filter(({ status }) => status === 'skipped').length,
  };
}

function testsOf(suite: PlaywrightSuite, prefix: string): readonly (Failure & { readonly status: string })[] {
  const title = prefix === '' ? suite.title : `${prefix} › ${suite.title}`;
  return [
    ...suite.specs.flatMap((spec) =>
      spec.tests.map(({ status, results }) => ({
        name: `${title} › ${spec.title}`,
        status,
        reason: results.flatMap(({ errors }) => errors.map(({ message }) => message)).join('\n'),
      })),
    ),
    ...(suite.suites ?? []).flatMap((inner) => testsOf(inner, title)),
  ];
}

/** Names what failed and, beneath each, why. `root` is taken off the names. */
export function describeFailures(failed: readonly Failure[], root: string): string {
  return failed
    .map(({ name, reason }) => {
      const lines = stripVTControlCharacters(reason).split('\n');
      const shown = lines
        .slice(0, MAX_REASON_LINES)
        .map((line) => `    ${line.slice(0, MAX_REASON_LINE_LENGTH)}`.trimEnd());
      return `✗ ${name.replace(`${root}/`, '')}\n${reason === '' ? '' : `${shown.join('\n')}\n`}`;
    })
    .join('');
}

/** The last line of a run. */
export function closingLine(counts: readonly TestCounts[]): string {
  const sum = (of: (count: TestCounts) => number) => counts.reduce((total, count) => total + of(count), 0);
  const skipped = sum((count) => count.skipped);
  const line = `${sum((count) => count.passed)} passed, ${sum((count) => count.failed.length)} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}
