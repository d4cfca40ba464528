import { askWhether } from './ask-whether.tsx';

/** Says what comes of looking. Resolves with true to go on. */
export function askForSolution(title: string): Promise<boolean> {
  return askWhether({
    title: `Show a solution to “${title}”?`,
    why: 'To try first, with the hints, teaches more. It will be recorded that you looked at the solution. Your tasks tick as before, once they are done.',
    confirmLabel: 'Show the solution',
  });
}
