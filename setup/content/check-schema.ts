import type { z } from 'zod';
import type { Finding } from './finding.ts';
import { inWords, valueAt } from './schema-words.ts';
import type { YamlSource } from './yaml-source.ts';

type Checked<T> =
  | { readonly data: T; readonly findings: readonly [] }
  | { readonly data: undefined; readonly findings: readonly Finding[] };

/** Reads a file's fields by their schema; each mistake has its line, its field and its fix. */
export function checkSchema<T>(file: string, source: YamlSource, schema: z.ZodType<T>): Checked<T> {
  if (source.faults.length > 0) {
    return {
      data: undefined,
      findings: source.faults.map(({ line, text }) => ({
        kind: 'mistake',
        file,
        line,
        text: `it can't be read: ${text}. Correct the line, or the one above it.`,
      })),
    };
  }
  const parsed = schema.safeParse(source.value);
  if (parsed.success) return { data: parsed.data, findings: [] };
  return {
    data: undefined,
    findings: parsed.error.issues.map((issue): Finding => {
      const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
      const path = [...issue.path, ...unknownKey].map((step) => (typeof step === 'number' ? step : String(step)));
      return {
        kind: 'mistake',
        file,
        line: source.lineOf(path),
        field: issue.path.join('.') || undefined,
        text: inWords(issue, valueAt(source.value, issue.path)),
      };
    }),
  };
}
