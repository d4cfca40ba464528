import { ValidationCode, ValidationSeverity, validate } from 'dockerfile-utils';

/** Something about a Dockerfile that its builder would complain of, too. Lines and columns count from 0. */
export interface DockerfileDiagnostic {
  readonly from: { readonly line: number; readonly column: number };
  readonly to: { readonly line: number; readonly column: number };
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
}

/** Docker's own builder reads `# syntax=docker/dockerfile:1`; another reads another language. */
const OTHER_BUILDER = /^\s*#\s*syntax\s*=\s*(?!(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?:[:@\s]|$))/i;

/** What BuildKit takes and the library does not know yet: `ADD --unpack`, of Dockerfile 1.17. */
const KNOWN_SINCE = /^Unknown flag: unpack$/;

const settings = {
  // BuildKit warns of none of these by itself where a file is of one mind; here they are hints.
  instructionCasing: ValidationSeverity.WARNING,
  directiveCasing: ValidationSeverity.WARNING,
};

/** What the library calls an error, and BuildKit builds: a second stage of one name hides the first. */
const ONLY_WARNINGS = new Set<unknown>([ValidationCode.DUPLICATE_BUILD_STAGE_NAME]);
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
  return validate(text, settings).flatMap(({ code, message: said, range, severity }) => {
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
