import { CLASS_CODE_LENGTH, CLASS_CODE_LETTERS, classCodeSchema } from '../../src/shared/class-views.ts';

/** A class's code by chance; it may be another's already. `randomBelow` gives a whole number from 0 to below its limit. */
export function drawClassCode(randomBelow: (limit: number) => number): string {
  return Array.from(
    { length: CLASS_CODE_LENGTH },
    () => CLASS_CODE_LETTERS[randomBelow(CLASS_CODE_LETTERS.length)],
  ).join('');
}

/** The code that somebody typed: in any case, with spaces and hyphens anywhere. `undefined` for what can't be one. */
export function readClassCode(typed: string): string | undefined {
  const code = classCodeSchema.safeParse(typed.replace(/[\s-]/g, '').toUpperCase());
  return code.success ? code.data : undefined;
}
