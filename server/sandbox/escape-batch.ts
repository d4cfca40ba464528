import type { EscapeAttempt, EscapeTargets } from './escape-attempts.ts';

export interface EscapeResult {
  readonly hasEscaped: boolean;
  /** The end of what the attempt printed. */
  readonly said: string;
}

/** A refusal that makes itself waited for is one; what hangs in the kernel is killed. */
const ATTEMPT_TIMEOUT_SECONDS = 15;

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** One script that makes all of the attempts, one after the other, whatever becomes of each. */
export function escapeBatch(attempts: readonly EscapeAttempt[], targets: EscapeTargets): string {
  const exports = Object.entries(targets).map(([name, value]) => `export ${name}=${quote(value)}`);
  const attempt = `attempt() {
  said=$(timeout -k 1 ${ATTEMPT_TIMEOUT_SECONDS} sh -c "$2" 2>&1 < /dev/null)
  code=$?
  printf '%s\\t%s\\t%s\\n' "$1" "$code" "$(printf %s "$said" | tr '\\r\\n\\t' '   ' | tail -c 160)"
}`;
  const calls = attempts.map(({ script }, index) => `attempt result-${index} ${quote(script)}`);
  return [...exports, attempt, ...calls, ''].join('\n');
}

/** What a batch of these attempts printed, by their names. Throws where one is missing: nothing is known of it. */
export function parseEscapeBatch(
  attempts: readonly EscapeAttempt[],
  output: string,
): ReadonlyMap<string, EscapeResult> {
  const lines = new Map(
    output.split(/\r?\n/).map((line) => {
      const [mark = '', code = '', said = ''] = line.split('\t');
      return [mark, { hasEscaped: code === '0', said: said.trim() }] as const;
    }),
  );
  return new Map(
    attempts.map(({ name }, index) => {
      const result = lines.get(`result-${index}`);
      if (!result) throw new Error(`Nothing is known of "${name}". The batch printed:\n${output}`);
      return [name, result];
    }),
  );
}
