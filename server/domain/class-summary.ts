import type { StaffBoardSummary } from '../../src/shared/class-board.ts';
import { cut } from './class-board.ts';
import { type BoardPlan, failingSinceMs, type LearnerProgress } from './class-progress.ts';

/** What fits beside a board, and what somebody reads of it. */
export const MAX_FAILED_TASKS = 8;
export const MAX_REASONS = 3;

/** A plot of more dots tells no more; of a larger class every so manieth value stands for its neighbours. */
export const MAX_FIGURE_VALUES = 300;
const MAX_FIGURES = 60;

/** A break is no work: what took longer than this was left and taken up again. */
const LONGEST_TASK_MS = 3 * 3_600_000;

const QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9] as const;

/** What holds for the class as a whole, read from all of its learners, in steps between which others may come. */
export function* summarySteps(
  plan: BoardPlan,
  learners: readonly LearnerProgress[],
): Generator<void, StaffBoardSummary, void> {
  let done = 0;
  for (const { tasks } of learners) for (const task of tasks) if (task && task.passedMs !== null) done += 1;
  const failed = failedTasks(plan, learners);
  yield;
  const times = taskTimes(plan, learners);
  yield;
  return { done, of: learners.length * plan.tasks.length, failed, times, figures: classFigures(plan, learners) };
}

/** The same at once. */
export function summarise(plan: BoardPlan, learners: readonly LearnerProgress[]): StaffBoardSummary {
  const steps = summarySteps(plan, learners);
  while (true) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Numbers differ from learner to learner where the mistake is the same. */
const groupOf = (reason: string) => reason.replace(/\d+(?:[.,]\d+)*/g, '#');

function failedTasks(plan: BoardPlan, learners: readonly LearnerProgress[]): StaffBoardSummary['failed'] {
  const all = plan.tasks.map(({ exercise }, task) => {
    let [failing, failed] = [0, 0];
    const groups = new Map<string, Map<string, number>>();
    for (const learner of learners) {
      const progress = learner.tasks[task];
      if (!progress) continue;
      const failsNow = failingSinceMs(progress, learner.help.get(exercise)) !== null;
      if (failsNow) failing += 1;
      // The first of them is what the exercise begins with.
      if (failsNow || progress.allFails > 1) failed += 1;
      if (!failsNow || progress.reason === null) continue;
      const texts = groups.get(groupOf(progress.reason)) ?? new Map<string, number>();
      groups.set(groupOf(progress.reason), texts.set(progress.reason, (texts.get(progress.reason) ?? 0) + 1));
    }
    const reasons = [...groups.values()].map((texts) => {
      const counted = [...texts].sort(([, one], [, other]) => other - one);
      const learnerCount = counted.reduce((sum, [, count]) => sum + count, 0);
      return { text: cut(counted[0]?.[0] ?? '') ?? '', learners: learnerCount };
    });
    return {
      task,
      failing,
      failed,
      reasons: reasons.sort((one, other) => other.learners - one.learners).slice(0, MAX_REASONS),
    };
  });
  return all
    .filter(({ failed }) => failed > 0)
    .sort((one, other) => other.failing - one.failing || other.failed - one.failed || one.task - other.task)
    .slice(0, MAX_FAILED_TASKS);
}

/**
 * From the first try at the exercise, or the tick before, to the task's own: tasks are done one after the other. `undefined` where it was not passed, was so from the
 * beginning, or was left for hours.
 */
export function taskTimeMs(plan: BoardPlan, { tasks, help }: LearnerProgress, index: number): number | undefined {
  const exercise = plan.tasks[index]?.exercise ?? '';
  const task = tasks[index];
  if (!task || task.passedMs === null || task.allFails === 0) return undefined;
  const { passedMs } = task;
  let beginMs = Math.min(help.get(exercise)?.triedMs ?? task.firstSeenMs, passedMs);
  for (const other of plan.ofExercise(exercise)) {
    const otherMs = tasks[other]?.passedMs ?? null;
    if (otherMs !== null && otherMs < passedMs) beginMs = Math.max(beginMs, otherMs);
  }
  const ms = passedMs - beginMs;
  return ms <= LONGEST_TASK_MS ? ms : undefined;
}

function taskTimes(plan: BoardPlan, learners: readonly LearnerProgress[]): StaffBoardSummary['times'] {
  return plan.tasks.flatMap((_, task) => {
    const times = learners.flatMap((learner) => taskTimeMs(plan, learner, task) ?? []).sort((a, b) => a - b);
    if (times.length === 0) return [];
    const [p10, q1, median, q3, p90] = QUANTILES.map((share) => Math.round(quantile(times, share) / 100) / 10);
    return [{ task, learners: times.length, seconds: [p10 ?? 0, q1 ?? 0, median ?? 0, q3 ?? 0, p90 ?? 0] }];
  });
}

/** Of values in order; between two of them in proportion. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  return below + ((sorted[Math.ceil(place)] ?? below) - below) * (place % 1);
}

interface ClassFigure {
  readonly task: number;
  readonly label: string;
  readonly unit?: string;
  readonly values: number[];
}

function classFigures(plan: BoardPlan, learners: readonly LearnerProgress[]): StaffBoardSummary['figures'] {
  const found: ClassFigure[] = [];
  for (const task of plan.tasks.keys()) {
    const ofTask: ClassFigure[] = [];
    for (const learner of learners) {
      for (const { label, value, unit } of learner.tasks[task]?.figures ?? []) {
        const known = ofTask.find((figure) => figure.label === label && figure.unit === unit);
        if (known) known.values.push(value);
        else ofTask.push({ task, label, ...(unit !== undefined && { unit }), values: [value] });
      }
    }
    found.push(...ofTask);
    if (found.length >= MAX_FIGURES) break;
  }
  return found.slice(0, MAX_FIGURES).map((figure) => {
    const sorted = figure.values.sort((a, b) => a - b);
    const step = Math.max(1, sorted.length / MAX_FIGURE_VALUES);
    const count = Math.min(sorted.length, MAX_FIGURE_VALUES);
    return { ...figure, values: Array.from({ length: count }, (_, index) => sorted[Math.floor(index * step)] ?? 0) };
  });
}
