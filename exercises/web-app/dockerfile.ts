/** One instruction of a Dockerfile, continuation lines joined. `line` counts from 1. */
export interface Instruction {
  readonly line: number;
  readonly keyword: string;
  readonly rest: string;
}

/** Reads the instructions of a Dockerfile: enough to say what one lacks, not all of the language (no heredocs). */
export function readInstructions(text: string): readonly Instruction[] {
  const instructions: Instruction[] = [];
  let joined = '';
  let firstLine = 0;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (joined === '') firstLine = index + 1;
    joined = `${joined} ${line}`.trim();
    if (joined.endsWith('\\')) {
      joined = joined.slice(0, -1).trimEnd();
      continue;
    }
    const [keyword = '', ...words] = joined.split(/\s+/);
    instructions.push({ line: firstLine, keyword: keyword.toUpperCase(), rest: words.join(' ') });
    joined = '';
  }
  return instructions;
}

/** The arguments of COPY without its flags, from either form: `COPY a b` or `COPY ["a", "b"]`. */
function copyArguments(rest: string): readonly string[] {
  const words = rest.replace(/^(?:--\S+\s+)+/, '');
  if (words.startsWith('[')) return [...words.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '');
  return words.split(' ');
}

/** The folders and files that the COPY instructions write to, as absolute paths, WORKDIR followed. */
export function copyDestinations(instructions: readonly Instruction[]): readonly string[] {
  const destinations: string[] = [];
  let folder = '/';
  for (const { keyword, rest } of instructions) {
    if (keyword === 'FROM') folder = '/';
    if (keyword === 'WORKDIR') folder = absolute(folder, rest);
    if (keyword === 'COPY') destinations.push(absolute(folder, copyArguments(rest).at(-1) ?? ''));
  }
  return destinations;
}

function absolute(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
