import type { GradebookSettings } from '../shared/gradebook.ts';
import { spanWords } from './record-words.ts';

/** How a class's points are counted, in sentences. */
export function rulesInWords({
  late,
  graceMinutes,
  hintCostPercent,
  solutionCostPercent,
  due,
}: GradebookSettings): string {
  const hasDue = Object.keys(due.lessons).length + Object.keys(due.exercises).length > 0;
  const grace = graceMinutes === 0 ? '' : `, after a grace of ${spanWords(graceMinutes * 60_000)}`;
  const rules = [lateInWords(late, grace, hasDue)];
  if (hintCostPercent > 0) rules.push(`Each hint takes ${hintCostPercent} % off its task.`);
  if (solutionCostPercent > 0) rules.push(`A task done after a look at the solution loses ${solutionCostPercent} %.`);
  if (hintCostPercent === 0 && solutionCostPercent === 0) rules.push('Hints and solutions cost nothing.');
  return rules.join(' ');
}

function lateInWords(late: GradebookSettings['late'], grace: string, hasDue: boolean): string {
  if (!hasDue) return 'Nothing is due yet, so nothing is late.';
  switch (late.kind) {
    case 'none':
      return 'Late work counts in full.';
    case 'cut-off':
      return `Late work counts nothing${grace}.`;
    case 'percent':
      return `Late work loses ${late.perDayPercent} % for each started day${late.floorPercent > 0 ? `, until ${late.floorPercent} % are left` : ''}${grace}.`;
  }
}
