import { slugSchema } from '../src/shared/ids.ts';
import { SetupError } from './setup-error.ts';

/** Throws a `SetupError` that says what is wrong with the name, and one that would do. */
export function requireName(name: string): string {
  const checked = slugSchema.safeParse(name);
  if (checked.success) return name;
  const better = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
  const fault =
    name.length > 40 ? `has ${name.length} characters, and may have 40` : 'is not lower-case words joined by hyphens';
  const fix =
    better === '' ? 'Use letters from a to z and digits, such as first-volume.' : `Take "${better}", for example.`;
  throw new SetupError(`The name "${name}" ${fault}. ${fix}`);
}

/** "first-volume" as a title: "First volume". */
export function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
