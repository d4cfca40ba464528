import { json, jsonParseLinter } from '@codemirror/lang-json';
import { yaml } from '@codemirror/lang-yaml';
import { StreamLanguage } from '@codemirror/language';
import { dockerFile } from '@codemirror/legacy-modes/mode/dockerfile';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import { type Diagnostic, linter } from '@codemirror/lint';
import type { Extension, Text } from '@codemirror/state';
import type { FileLanguage } from '../lib/file-language.ts';

/** A person looks up from typing about so often. */
const LINT_DELAY_MS = 300;

/** What a language's words look like. */
export function languageColours(kind: FileLanguage['kind']): Extension {
  switch (kind) {
    case 'dockerfile':
      return StreamLanguage.define(dockerFile);
    case 'shell':
      return StreamLanguage.define(shell);
    case 'json':
      return json();
    case 'yaml':
      return yaml();
    case 'text':
      return [];
  }
}

/** What is said about a text while it is written. */
export function languageExamination(kind: FileLanguage['kind']): Extension {
  if (kind === 'dockerfile') return linter(lintDockerfile, { delay: LINT_DELAY_MS });
  if (kind === 'json') return linter(lintJson, { delay: LINT_DELAY_MS });
  return [];
}

const parseJson = jsonParseLinter();
const lintJson: Parameters<typeof linter>[0] = (view) =>
  /^\s*$/.test(view.state.doc.sliceString(0)) ? [] : parseJson(view);

/** The validator comes with the first Dockerfile. */
async function lintDockerfile({ state }: { readonly state: { readonly doc: Text } }): Promise<readonly Diagnostic[]> {
  const { doc } = state;
  const { diagnoseDockerfile } = await import('../lib/dockerfile-diagnostics.ts');
  const at = ({ line, column }: { readonly line: number; readonly column: number }) => {
    const { from, to } = doc.line(Math.min(line + 1, doc.lines));
    return Math.min(from + column, to);
  };
  return diagnoseDockerfile(doc.sliceString(0, undefined, '\n')).map(({ from, to, severity, message }) => ({
    from: at(from),
    to: Math.max(at(from), at(to)),
    severity,
    message,
  }));
}
