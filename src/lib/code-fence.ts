import { commandsSchema } from '../shared/command-blocks.ts';

/** A fenced block of a lesson: what stands behind its three backticks, and what it holds. */
export interface CodeFence {
  /** The first word behind the backticks. */
  readonly language: string | undefined;
  /** What stands behind the language. */
  readonly words: string;
  readonly text: string;
}

export type FenceMeaning =
  | CommandsFence
  | ShownFence
  /** An author's mistake, with the fix. */
  | { readonly kind: 'mistake'; readonly mistake: string };

export interface CommandsFence {
  readonly kind: 'commands';
  readonly commands: string;
  /** Why they can't be run from the page, where they can't. */
  readonly noRun: string | undefined;
  /** Why a command among them ends with an error, where that is what the lesson shows. */
  readonly fails?: string | undefined;
  /** How long they may take, in ms, where that is longer than the proof waits by itself. */
  readonly takesMs?: number | undefined;
}

/** Output, or a file. */
export interface ShownFence {
  readonly kind: 'shown';
  /** The lines come in another order each time. */
  readonly isAnyOrder?: true | undefined;
  /** What differs each time, so that only the number of lines can be held against a real run. */
  readonly varies?: string | undefined;
}

/** It stands beside a button, on phones too. */
const MAX_REASON_LENGTH = 40;

/** Longer is no part of a lesson. */
const MAX_TAKES_SECONDS = 600;

const SHELLS = new Set(['console', 'shell', 'shellscript', 'shellsession', 'sh', 'terminal', 'zsh']);

const WORD = /([a-z-]+)(?:="([^"]*)")?(?:\s+|$)/y;
const TAKES = /^([1-9]\d{0,2})(s|m)$/;

/** Reads a fenced block as docs/authoring.md says. */
export function readCodeFence({ language, words, text: content }: CodeFence): FenceMeaning {
  const mistake = (text: string): FenceMeaning => ({ kind: 'mistake', mistake: text });
  if (language === undefined) {
    return mistake('a code block names no language. Write ```bash for commands, ```text for what they print.');
  }
  if (SHELLS.has(language.toLowerCase()) || (language !== 'bash' && language.toLowerCase() === 'bash')) {
    return mistake(`\`\`\`${language}: commands are marked \`\`\`bash, what they print \`\`\`text. Write one of them.`);
  }
  const given = words.trim();
  const said = readWords(given);
  if (language !== 'bash') {
    const shown = said && language === 'text' ? readShown(said) : given === '' ? SHOWN : undefined;
    if (shown) return shown;
    const what = language === 'text' ? 'nothing, any-order, or varies="why"' : 'nothing';
    return mistake(`\`\`\`${language} ${given}: behind \`\`\`${language} stands ${what}. Remove "${given}".`);
  }
  const all: Words = said ?? { [given]: '' };
  const { 'no-run': noRun, fails, takes, ...others } = all;
  const isAlone = noRun === undefined || (fails === undefined && takes === undefined);
  if (Object.keys(others).length > 0 || noRun === '' || fails === '' || !isAlone) {
    return mistake(
      `\`\`\`bash ${given}: behind \`\`\`bash stands nothing, no-run="why" with a reason for the reader, or fails="why" and takes="4m" for the proof. Correct or remove "${given}".`,
    );
  }
  if (noRun && noRun.length > MAX_REASON_LENGTH) {
    return mistake(`the reason of no-run is longer than ${MAX_REASON_LENGTH} characters. Shorten it.`);
  }
  const takesMs = takes === undefined ? undefined : readTakes(takes);
  if (takesMs === 'wrong') {
    return mistake(
      `\`\`\`bash ${given}: takes is a time such as "90s" or "4m", of ten minutes at most. Correct "${takes}".`,
    );
  }
  const commands = commandsSchema.safeParse(content);
  if (!commands.success) {
    const faults = commands.error.issues.map(({ message }) => message).join(' and ');
    return mistake(`a \`\`\`bash block ${faults}. Write the commands in it, or remove it.`);
  }
  return { kind: 'commands', commands: commands.data, noRun, fails, takesMs };
}

const SHOWN: ShownFence = { kind: 'shown' };

/** `undefined` where there are words that output does not have. */
function readShown({ 'any-order': anyOrder, varies, ...others }: Words): ShownFence | undefined {
  if (Object.keys(others).length > 0 || varies === '' || (anyOrder !== undefined && anyOrder !== '')) return undefined;
  if (anyOrder !== undefined && varies !== undefined) return undefined;
  return { kind: 'shown', isAnyOrder: anyOrder === undefined ? undefined : true, varies };
}

function readTakes(takes: string): number | 'wrong' {
  const [, digits, unit] = TAKES.exec(takes) ?? [];
  const seconds = Number(digits) * (unit === 'm' ? 60 : 1);
  return seconds <= MAX_TAKES_SECONDS ? seconds * 1000 : 'wrong';
}

/** By word, what stands behind its `=`, trimmed: `''` where there is nothing. */
type Words = Readonly<Record<string, string | undefined>>;

/** `undefined` where a word can't be read, or stands there twice. */
function readWords(given: string): Words | undefined {
  const words: Record<string, string> = {};
  const word = new RegExp(WORD);
  while (word.lastIndex < given.length) {
    const [, name, value = ''] = word.exec(given) ?? [];
    if (name === undefined || name in words) return undefined;
    words[name] = value.trim();
  }
  return words;
}
