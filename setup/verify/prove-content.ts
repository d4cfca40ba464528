import { checkContent } from '../content/check-content.ts';
import type { Findings, Proof } from './proof.ts';

const READ_TIMEOUT_MS = 60_000;

/** The proof that a course's files are sound by themselves: what stops its build stops here too, with the same words. */
export function contentProof(root: string, course: string): Proof {
  return {
    id: `content/${course}`,
    name: course,
    what: 'files and fields',
    file: `content/${course}/course.json`,
    sources: undefined,
    timeoutMs: READ_TIMEOUT_MS,
    async run(_ground, signal): Promise<Findings> {
      const findings = await checkContent({ root, course, signal });
      return {
        faults: findings.map(({ kind, file, line, field, text }) => ({
          file,
          ...(line === undefined ? {} : { line }),
          message: field ? `${field}: ${text}` : text,
          isWarning: kind === 'warning',
        })),
      };
    },
  };
}
