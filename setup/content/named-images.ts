/** Options of `docker run`, `create` and `pull` that take no value; every other does, in the next word or behind `=`. */
const BARE_OPTIONS = new Set([
  ...['--all-tags', '--detach', '--disable-content-trust', '--init', '--interactive', '--no-healthcheck'],
  ...['--oom-kill-disable', '--privileged', '--publish-all', '--quiet', '--read-only', '--rm', '--sig-proxy', '--tty'],
]);

/** Short ones, alone or joined: `-d`, `-it`, `-aq`. */
const BARE_LETTERS = /^-[adiPqt]+$/;

/** `-a` of `docker run` takes a stream's name. */
const ATTACH = /^-a$/;

/** Where a command begins, and what ends it. */
const USES = /\bdocker\s+(?:container\s+|image\s+)?(run|create|pull)\s+([^\n;|&<>()]*)/g;
const FROM = /^[^\S\n]*FROM\s+(?:--platform=\S+\s+)?(\S+)(?:\s+AS\s+(\S+))?/gim;

/** Of names that a lesson gives to images itself. */
const MADE = [
  /(?:\s-t|--tag)[\s=]+["']?([^\s"'\\]+)/g,
  /\bdocker\s+(?:image\s+)?tag\s+\S+\s+["']?([^\s"';|&)]+)/g,
  /^\s*image:\s*["']?([^\s"']+)/gm,
  /\btags\s*=\s*\[\s*"([^"]+)"/g,
];

/** Of these each word may be the name: of a container, or of the image that it becomes. */
const KEEPS = /\bdocker\s+(?:(?:container|image)\s+)?(?:commit|import)\s+([^\n;|&<>()]*)/g;

/** A name of a public image as commands have it: nothing that the shell fills in, no digest, no id, no registry of the course or of the learner's. */
const PUBLIC =
  /^(?!registry\.internal|localhost|127\.|scratch$|[0-9a-f]{12}$|[0-9a-f]{64}$)[a-z0-9][a-z0-9._/-]*(?::[\w.-]+)?$/;

export interface NamedImage {
  /** With its tag. */
  readonly reference: string;
  /** Line in the commands, from 0. */
  readonly line: number;
}

function withTag(name: string): string {
  return /:[^/]+$/.test(name) ? name : `${name}:latest`;
}

function repositoryOf(name: string): string {
  return name.replace(/:[^/:]+$/, '');
}

/** The image of a `docker run`, `create` or `pull`: the first word that is no option and no option's value. */
function imageOf(command: string, rest: string): string | undefined {
  const words = rest.split(/\s+/).filter(Boolean);
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) return word;
    const isBare = BARE_OPTIONS.has(word) || (BARE_LETTERS.test(word) && !(command !== 'pull' && ATTACH.test(word)));
    if (!isBare && !word.includes('=')) at += 1;
  }
  return undefined;
}

/** Names that these commands, or the files that they write, give to images: without tags. */
export function imagesMade(commands: string): ReadonlySet<string> {
  const joined = commands.replaceAll(/\\\n/g, '  ');
  const given = MADE.flatMap((made) => [...joined.matchAll(made)].map(([, name = '']) => name));
  const kept = [...joined.matchAll(KEEPS)].flatMap(([, words = '']) => words.split(/\s+/).filter(Boolean));
  return new Set([...given, ...kept].map(repositoryOf));
}

/** The public images that commands run, pull or build on. What can't be told for certain is left out. */
export function imagesNamed(commands: string): readonly NamedImage[] {
  // Of the same length, so that places stay.
  const joined = commands.replaceAll(/\\\n/g, '  ');
  const stages = new Set([...joined.matchAll(FROM)].flatMap(([, , stage]) => (stage ? [stage.toLowerCase()] : [])));
  const found = [
    ...[...joined.matchAll(USES)].map(({ 1: command = '', 2: rest = '', index }) => ({
      name: imageOf(command, rest),
      index,
    })),
    ...[...joined.matchAll(FROM)].map(({ 0: whole, 1: name = '', index }) => ({
      name: stages.has(name.toLowerCase()) ? undefined : name,
      index: index + whole.length,
    })),
  ];
  return found.flatMap(({ name, index }): NamedImage[] =>
    name !== undefined && PUBLIC.test(name)
      ? [{ reference: withTag(name), line: commands.slice(0, index).split('\n').length - 1 }]
      : [],
  );
}
