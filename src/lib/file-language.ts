import { nameOf } from './file-paths.ts';

/** How a file is coloured, indented and examined. */
export interface FileLanguage {
  readonly kind: 'dockerfile' | 'shell' | 'json' | 'yaml' | 'text';
  /** As it is called. */
  readonly label: string;
  /** What one step is. Dockerfiles and makefiles have no rule; a tab is what a makefile can't do without. */
  readonly indent: string;
}

const languages = {
  dockerfile: { kind: 'dockerfile', label: 'Dockerfile', indent: '    ' },
  shell: { kind: 'shell', label: 'Shell', indent: '  ' },
  json: { kind: 'json', label: 'JSON', indent: '  ' },
  yaml: { kind: 'yaml', label: 'YAML', indent: '  ' },
  makefile: { kind: 'text', label: 'Makefile', indent: '\t' },
  text: { kind: 'text', label: 'Text', indent: '  ' },
  code: { kind: 'text', label: 'Text', indent: '    ' },
} as const satisfies Record<string, FileLanguage>;

const byName: readonly (readonly [RegExp, FileLanguage])[] = [
  [/^(?:dockerfile|containerfile)(?:\..*)?$|\.(?:dockerfile|containerfile)$/i, languages.dockerfile],
  [/\.(?:sh|bash|ash)$|^\.?(?:bashrc|bash_profile|bash_aliases|profile)$/i, languages.shell],
  [/\.json$|^\.?(?:dockercfg)$/i, languages.json],
  [/\.ya?ml$/i, languages.yaml],
  [/^(?:gnu)?makefile$|\.mk$/i, languages.makefile],
  [/\.(?:py|go|rs|c|h|java)$/i, languages.code],
];

/** By its name; a script without an ending by its first line. */
export function languageOf(path: string, text: string): FileLanguage {
  const name = nameOf(path);
  // An ignore file has a Dockerfile's name before its own.
  if (/\.dockerignore$/i.test(name)) return languages.text;
  const found = byName.find(([pattern]) => pattern.test(name))?.[1];
  if (found) return found;
  return /^#!.*\b(?:ba|da|a|z|k)?sh\b/.test(text.slice(0, 200)) ? languages.shell : languages.text;
}
