import { expect, test } from 'vitest';
import { languageOf } from './file-language.ts';

test('a file’s language is told by its name, a script’s by its first line', () => {
  for (const [path, kind] of [
    ['web-app/Dockerfile', 'dockerfile'],
    ['Dockerfile.slim', 'dockerfile'],
    ['app.dockerfile', 'dockerfile'],
    ['.dockerignore', 'text'],
    ['Dockerfile.dockerignore', 'text'],
    ['compose.yaml', 'yaml'],
    ['a.YML', 'yaml'],
    ['daemon.json', 'json'],
    ['.bashrc', 'shell'],
    ['entrypoint.sh', 'shell'],
    ['docker-bake.hcl', 'text'],
  ] as const) {
    expect(languageOf(path, '').kind, path).toBe(kind);
  }
  expect(languageOf('run', '#!/usr/bin/env bash\n').kind).toBe('shell');
  expect(languageOf('run', '#!/usr/bin/python3\n').kind).toBe('text');
  expect(languageOf('Makefile', '').indent).toBe('\t');
});
