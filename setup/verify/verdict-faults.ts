import type { Verdict } from '../../src/shared/exercise/index.ts';

/** A reason is read at a glance, beside a task. */
const MAX_REASON_LENGTH = 300;

export interface DecidedTask {
  readonly task: string;
  readonly verdict: Verdict;
  /** It asks for an answer, and none was entered: there is nothing to tell of one yet. */
  readonly isUnanswered?: boolean;
}

export interface VerdictFault {
  readonly message: string;
  readonly isWarning?: boolean;
}

/**
 * Holds the verdicts after a script against the tasks that must be red then, and their reasons against what a learner can use. A verdict `error` is a fault
 * always: it says that the check could not run, and nothing about the work.
 */
export function verdictFaults(
  decided: readonly DecidedTask[],
  expectedRed: readonly string[],
  after: string,
): readonly VerdictFault[] {
  const unknown = expectedRed.filter((id) => !decided.some(({ task }) => task === id));
  const tasks = decided.map(({ task }) => task).join(', ');
  return [
    ...unknown.map((id) => ({
      message: `There is no task \`${id}\` that could stay red. The exercise has ${tasks}.`,
    })),
    ...decided.flatMap(({ task, verdict, isUnanswered = false }): VerdictFault[] => {
      const isExpectedRed = expectedRed.includes(task);
      switch (verdict.kind) {
        case 'error':
          return [{ message: `Task \`${task}\`: its check could not run: ${verdict.reason}` }];
        case 'pass':
          if (!isExpectedRed) return [];
          return [
            { message: `Task \`${task}\` is passed ${after}, and must be red: its check does not see what is wrong.` },
          ];
        case 'fail':
          return [
            ...(isExpectedRed ? [] : [{ message: `Task \`${task}\` is red ${after}: “${verdict.reason}”` }]),
            ...reasonFaults(task, verdict.reason).filter(({ isWarning }) => !(isWarning && isUnanswered)),
          ];
      }
    }),
  ];
}

function reasonFaults(task: string, reason: string): readonly VerdictFault[] {
  const faults: VerdictFault[] = [];
  if (!/[.!?]$/.test(reason)) {
    faults.push({ message: `Task \`${task}\`: the reason “${reason}” is no sentence: end it with a full stop.` });
  }
  if (reason.length > MAX_REASON_LENGTH) {
    faults.push({
      message: `Task \`${task}\`: a reason of ${reason.length} characters is not read. Say it in ${MAX_REASON_LENGTH}.`,
    });
  }
  if (!/\d|`[^`]+`/.test(reason)) {
    faults.push({
      message: `Task \`${task}\`: the reason “${reason}” has no figure and no name in backticks. Say what was seen.`,
      isWarning: true,
    });
  }
  return faults;
}
