import { ValidationCode, validate } from 'dockerfile-utils';

/** Something about a Dockerfile that its builder would complain of, too. Lines and columns count from 0. */
export interface DockerfileDiagnostic {
  readonly from: { readonly line: number; readonly column: number };
  readonly to: { readonly line: number; readonly column: number };
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
}

/** Docker's own builder reads `# syntax=docker/dockerfile:1`; another reads another language. */
const OTHER_BUILDER = /^\s*#\s*syntax\s*=\s*(?!(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?:[:@\s]|$))/i;

/** What the library does not know yet, and the engine of a learner's own machine may: `ADD --unpack`, of Dockerfile 1.17. */
const KNOWN_SINCE = /^Unknown flag: unpack$/;

/** What the library calls an error, as the old builder did, and BuildKit builds: a second stage of one name hides the first, and several files go into a folder whether or not it ends with a slash. */
const ONLY_WARNINGS = new Set<unknown>([ValidationCode.DUPLICATE_BUILD_STAGE_NAME, ValidationCode.INVALID_DESTINATION]);
/** Of these BuildKit says nothing, as long as a file is of one mind. */
const ONLY_HINTS = new Set<unknown>([ValidationCode.CASING_INSTRUCTION, ValidationCode.CASING_DIRECTIVE]);

/** BuildKit takes it as an empty one, which it is. */
const MAY_BE_EMPTY = /^\s*ENTRYPOINT\s*$/i;

/** What is wrong with a Dockerfile as far as it can be told without building it, and BuildKit agrees. */
export function diagnoseDockerfile(text: string): readonly DockerfileDiagnostic[] {
  const lines = text.split('\n');
  const firstLine = lines[0] ?? '';
  const isEmpty = lines.every((line) => /^\s*(?:#.*)?$/.test(line));
  // Who has not begun has made no mistake.
  if (isEmpty || OTHER_BUILDER.test(firstLine)) return [];
  return withBuffer(() => validate(text)).flatMap(({ code, message: said, range, severity }) => {
    const message = typeof said === 'string' ? said : said.value;
    if (KNOWN_SINCE.test(message)) return [];
    if (code === ValidationCode.ARGUMENT_MISSING && MAY_BE_EMPTY.test(lines[range.start.line] ?? '')) return [];
    return [
      {
        from: { line: range.start.line, column: range.start.character },
        to: { line: range.end.line, column: range.end.character },
        severity: ONLY_HINTS.has(code) ? 'info' : severity === ERROR && !ONLY_WARNINGS.has(code) ? 'error' : 'warning',
        message,
      },
    ];
  });
}

/** As the language server protocol counts. */
const ERROR = 1;

/** The library's parser looks for a byte order mark by Node's `Buffer`, of which it uses this alone. No other code of the page is to take it for Node. */
function withBuffer<Result>(work: () => Result): Result {
  if ('Buffer' in globalThis) return work();
  Object.defineProperty(globalThis, 'Buffer', {
    value: { from: (text: string) => new TextEncoder().encode(text) },
    configurable: true,
  });
  try {
    return work();
  } finally {
    Reflect.deleteProperty(globalThis, 'Buffer');
  }
}
