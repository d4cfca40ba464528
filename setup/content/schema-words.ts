import type { z } from 'zod';

/** What a field may hold, in an author's words. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'a group of fields',
  boolean: 'true or false',
};

const kindOf = (value: unknown) =>
  Array.isArray(value) ? 'a list' : (KINDS[typeof value] ?? (value === null ? 'nothing' : typeof value));

/** One of Zod's complaints about a field, with the fix. `value` is what the field holds. */
export function inWords(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type': {
      const wanted = KINDS[issue.expected] ?? issue.expected;
      if (value === undefined) return `it is missing. Add it: ${wanted}.`;
      return `it holds ${kindOf(value)}, and must be ${wanted}. Correct it.`;
    }
    case 'unrecognized_keys': {
      const names = issue.keys.map((key) => `"${key}"`).join(' and ');
      return `${names} means nothing here. Correct the spelling, or remove it.`;
    }
    case 'too_small':
      if (issue.origin === 'string') return 'it is empty. Write something.';
      if (issue.origin === 'array') return `it has too few entries. Write at least ${issue.minimum}.`;
      return `it is ${String(value)}, and must be ${issue.minimum} or more. Correct it.`;
    case 'too_big':
      if (issue.origin === 'string') {
        return `it has ${String(value).length} characters, and may have ${issue.maximum}. Shorten it.`;
      }
      if (issue.origin === 'array') return `it has too many entries. Leave at most ${issue.maximum}.`;
      return `it is ${String(value)}, and must be ${issue.maximum} or less. Correct it.`;
    case 'invalid_format':
      return `it is "${String(value)}", and must be ${issue.message}. Correct it.`;
    default:
      return `${issue.message}. Correct it.`;
  }
}

/** What a path of Zod's leads to. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[step] : undefined,
    value,
  );
}
