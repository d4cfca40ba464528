import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { IMAGE } from './names.ts';

const NO_IMAGE = fail(`Your engine has no image \`${IMAGE}\` yet.`);

/** As the builder writes a line in the shell form: the shell, its options, the line. */
function isShellForm([program = '', ...others]: readonly string[]): boolean {
  return /(?:^|\/)(?:ba|da|a)?sh$/.test(program) && others.some((word) => /^-\w*c$/.test(word));
}

function shown(words: readonly string[]): string {
  return `\`${JSON.stringify(words)}\``;
}

/** Is the tool the ENTRYPOINT, so that a container's words come behind it? */
export async function checkEntrypoint(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(IMAGE);
  if (!image) return NO_IMAGE;
  const { entrypoint, cmd } = image;
  if (entrypoint.length === 0) {
    return fail(
      `\`${IMAGE}\` has no ENTRYPOINT, only the CMD ${shown(cmd)}. The first word behind the image’s name would take its place.`,
    );
  }
  if (isShellForm(entrypoint)) {
    return fail(
      `The ENTRYPOINT is in the shell form: ${shown(entrypoint)}. The words behind the image’s name go to the shell, and none to \`slug\`.`,
    );
  }
  if (!entrypoint.some((word) => /(?:^|\/)slug$/.test(word))) {
    return fail(`The ENTRYPOINT is ${shown(entrypoint)}, and \`slug\` is not in it.`);
  }
  return pass();
}

/** Does CMD hold the one word that the tool gets when it is given none? */
export async function checkDefault(sandbox: SandboxView): Promise<Verdict> {
  const image = await sandbox.image(IMAGE);
  if (!image) return NO_IMAGE;
  const { entrypoint, cmd } = image;
  if (cmd.length === 1 && cmd[0] === '--help') return pass();
  if (cmd.length === 0) return fail(`\`${IMAGE}\` has no CMD: started without words, \`slug\` gets none.`);
  if (isShellForm(cmd)) {
    return fail(
      `The CMD is in the shell form. Behind an ENTRYPOINT, \`slug\` would get all of ${shown(cmd)} as a title.`,
    );
  }
  if (cmd.some((word) => word.endsWith('slug'))) {
    return fail(
      `The CMD is ${shown(cmd)}. ${entrypoint.length === 0 ? 'Without an ENTRYPOINT that works, until somebody adds words' : 'The ENTRYPOINT has the program already'}: let CMD be \`--help\` alone.`,
    );
  }
  return fail(`The CMD is ${shown(cmd)}. It should be the one word \`--help\`.`);
}
