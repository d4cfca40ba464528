import { stringify } from 'csv-stringify/sync';
import type { z } from 'zod';
import type { gradebookFileSchema } from '../../src/shared/gradebook.ts';
import type { GradedLearner } from './grade-class.ts';

interface Column {
  readonly title: string;
  readonly of: number;
}

/** RFC 4180, with the mark by which spreadsheets know UTF-8; what they would take for a formula begins with an apostrophe. */
const CSV = { record_delimiter: 'windows', escape_formulas: true } as const;

/** A line a learner, each made when the one before it was taken. */
export async function* writeGradebookCsv(
  columns: readonly Column[],
  learners: AsyncIterable<GradedLearner>,
): AsyncGenerator<string> {
  const head = ['Name', 'Learner', ...columns.map(({ title, of }) => `${title} (of ${of})`), 'Total', 'Of', 'Percent'];
  yield stringify([head], { ...CSV, bom: true });
  for await (const { member, grades } of learners) {
    const { total, exercises } = grades;
    const points = exercises.map((grade) => (grade.isBegun || grade.overrides.length > 0 ? grade.points : ''));
    yield stringify([[member.name, member.learnerId, ...points, total.points, total.of, total.percent ?? '']], CSV);
  }
}

type GradebookFile = z.infer<typeof gradebookFileSchema>;

/** The file that `gradebookFileSchema` describes, a learner at a time. */
export async function* writeGradebookJson(
  head: Omit<GradebookFile, 'learners'>,
  learners: AsyncIterable<GradedLearner>,
): AsyncGenerator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"learners":[`;
  let separator = '\n';
  for await (const { member, grades } of learners) {
    yield `${separator}${JSON.stringify({ learner: member.learnerId, name: member.name, ...grades })}`;
    separator = ',\n';
  }
  yield '\n]}\n';
}
