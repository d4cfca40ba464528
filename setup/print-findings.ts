import { type Finding, isFit } from '../server/sandbox/finding.ts';

const MARKS = { ok: '✓', warning: '!', 'must-fix': '✗' } as const;
const NAMES = { ok: '', warning: 'warning: ', 'must-fix': 'must be fixed: ' } as const;

/** A line for what is well; for a fault one each for what it is, why it matters and what mends it. */
export function describeFinding(finding: Finding): string {
  const line = `${MARKS[finding.level]} ${NAMES[finding.level]}${finding.what}`;
  if (finding.level === 'ok') return line;
  return `${line} [${finding.code}]\n    ${finding.why}\n    → ${finding.fix}`;
}

/** The last line. */
export function summarize(findings: readonly Finding[]): string {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  const warnings = count('warning');
  const also = warnings === 0 ? '' : `, with ${warnings} warning${warnings === 1 ? '' : 's'}`;
  if (isFit(findings)) return `This host is fit for Drydock${also}.`;
  const faults = count('must-fix');
  return `This host is not fit for Drydock: ${faults} thing${faults === 1 ? '' : 's'} must be fixed${also}.`;
}
