import { z } from 'zod';

/** What a run of tests came to, with the names of those that failed. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: number;
}

const vitestReportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** Reads Vitest's JSON report. A file that could not even be loaded counts as one failure. */
export function countVitest(report: unknown): TestCounts {
  const { testResults } = vitestReportSchema.parse(report);
  const tests = testResults.flatMap(({ name: file, status, assertionResults }) => {
    const all = assertionResults.map(({ fullName, status }) => ({ name: `${file}: ${fullName}`, status }));
    const loaded = status !== 'failed' || all.some((test) => test.status === 'failed');
    return loaded ? all : [...all, { name: file, status: 'failed' }];
  });
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: tests.filter(({ status }) => status === 'failed').map(({ name }) => name),
    skipped: tests.filter(({ status }) => status !== 'passed' && status !== 'failed').length,
  };
}

interface PlaywrightSuite {
  readonly title: string;
  readonly specs: readonly { readonly title: string; readonly tests: readonly { readonly status: string }[] }[];
  readonly suites?: readonly PlaywrightSuite[] | undefined;
}

const playwrightSuiteSchema: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({
    title: z.string(),
    specs: z.array(z.object({ title: z.string(), tests: z.array(z.object({ status: z.string() })) })),
    suites: z.array(playwrightSuiteSchema).optional(),
  }),
);

const playwrightReportSchema = z.object({
  suites: z.array(playwrightSuiteSchema),
  errors: z.array(z.object({ message: z.string().optional() })).default([]),
});

/** Reads Playwright's JSON report. A flaky test failed; an error outside of all tests counts as one failure. */
export function countPlaywright(report: unknown): TestCounts {
  const { suites, errors } = playwrightReportSchema.parse(report);
  const tests = suites.flatMap((suite) => testsOf(suite, ''));
  return {
    passed: tests.filter(({ status }) => status === 'expected').length,
    failed: [
      ...tests.filter(({ status }) => status === 'unexpected' || status === 'flaky').map(({ name }) => name),
      ...errors.map(({ message }) => message?.split('\n')[0] ?? 'an error outside of the tests'),
    ],
    skipped: tests.filter(({ status }) => status === 'skipped').length,
  };
}

function testsOf(suite: PlaywrightSuite, prefix: string): readonly { name: string; status: string }[] {
  const title = prefix === '' ? suite.title : `${prefix} › ${suite.title}`;
  return [
    ...suite.specs.flatMap((spec) => spec.tests.map(({ status }) => ({ name: `${title} › ${spec.title}`, status }))),
    ...(suite.suites ?? []).flatMap((inner) => testsOf(inner, title)),
  ];
}

/** The last line of a run. */
export function closingLine(counts: readonly TestCounts[]): string {
  const sum = (of: (count: TestCounts) => number) => counts.reduce((total, count) => total + of(count), 0);
  const skipped = sum((count) => count.skipped);
  const line = `${sum((count) => count.passed)} passed, ${sum((count) => count.failed.length)} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}
