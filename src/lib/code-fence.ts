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
  /** Commands, with the reason why they can't be run from the page where they can't. */
  | { readonly kind: 'commands'; readonly commands: string; readonly noRun: string | undefined }
  /** Output, or a file. */
  | { readonly kind: 'shown' }
  /** An author's mistake, with the fix. */
  | { readonly kind: 'mistake'; readonly mistake: string };

/** It stands beside a button, on phones too. */
const MAX_REASON_LENGTH = 40;

const SHELLS = new Set(['console', 'shell', 'shellscript', 'shellsession', 'sh', 'terminal', 'zsh']);

const NO_RUN = /^no-run="([^"]*)"$/;

/** Reads a fenced block as docs/authoring.md says. */
export function readCodeFence({ language, words, text }: CodeFence): FenceMeaning {
  const mistake = (said: string): FenceMeaning => ({ kind: 'mistake', mistake: said });
  if (language === undefined) {
    return mistake('a code block names no language. Write ```bash for commands, ```text for what they print.');
  }
  if (SHELLS.has(language.toLowerCase()) || (language !== 'bash' && language.toLowerCase() === 'bash')) {
    return mistake(`\`\`\`${language}: commands are marked \`\`\`bash, what they print \`\`\`text. Write one of them.`);
  }
  const given = words.trim();
  if (language !== 'bash') {
    if (given === '') return { kind: 'shown' };
    return mistake(`\`\`\`${language} ${given}: behind \`\`\`${language} stands nothing. Remove "${given}".`);
  }
  const noRun = NO_RUN.exec(given)?.[1]?.trim();
  if (given !== '' && !noRun) {
    return mistake(
      `\`\`\`bash ${given}: behind \`\`\`bash stands nothing, or no-run="why" with a reason for the reader. Correct or remove "${given}".`,
    );
  }
  if (noRun && noRun.length > MAX_REASON_LENGTH) {
    return mistake(`the reason of no-run is longer than ${MAX_REASON_LENGTH} characters. Shorten it.`);
  }
  const commands = commandsSchema.safeParse(text);
  if (!commands.success) {
    const faults = commands.error.issues.map(({ message }) => message).join(' and ');
    return mistake(`a \`\`\`bash block ${faults}. Write the commands in it, or remove it.`);
  }
  return { kind: 'commands', commands: commands.data, noRun };
}
