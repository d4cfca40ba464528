/** Something that a course's author should know. A `mistake` stops the build, a `warning` does not. */
export interface Finding {
  readonly kind: 'mistake' | 'warning';
  /** From the project's folder, with forward slashes. */
  readonly file: string;
  /** From 1. */
  readonly line?: number | undefined;
  /** Where in the file, as the author wrote it: `tasks.0.title`. */
  readonly field?: string | undefined;
  /** What is wrong, and what to do about it. */
  readonly text: string;
}

/** One line: `content/…/04-layers.mdx:3: minutes: it is 90, …`. */
export function describeFinding({ file, line, field, text }: Finding): string {
  return [line === undefined ? file : `${file}:${line}`, ...(field ? [field] : []), text].join(': ');
}

/** The order in which a person mends them: file by file, from top to bottom. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (one, other) => one.file.localeCompare(other.file, 'en') || (one.line ?? 0) - (other.line ?? 0),
  );
}
