import { fail, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';
import { FILE, FIRST, IMAGES, NEXT } from './names.ts';

/** The names of the blocks of one kind: `target "site" {`. Comments are left out before. */
function blocks(text: string, kind: 'target' | 'group' | 'variable'): readonly string[] {
  return [...text.matchAll(new RegExp(`^\\s*${kind}\\s+"([^"]+)"`, 'gm'))].map((match) => match[1] ?? '');
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*(?:#|\/\/).*$/gm, '');
}

/** Is there a bake file that names both images and the version? What it builds, the images say. */
export async function checkFile(sandbox: SandboxView): Promise<Verdict> {
  const text = await sandbox.file(FILE);
  if (text === undefined) return fail(`There is no \`${FILE}\` in \`~/bake-file\` yet.`);
  const bare = withoutComments(text);
  const targets = blocks(bare, 'target');
  if (targets.length < IMAGES.length) {
    return fail(
      `\`${FILE}\` has ${targets.length} of ${IMAGES.length} targets. Each image is one: \`target "site" { … }\`.`,
    );
  }
  if (!blocks(bare, 'group').includes('default')) {
    return fail(
      `\`${FILE}\` has no group "default": \`docker buildx bake\` would not know which of ${targets.length} targets to build.`,
    );
  }
  return pass();
}

/** Was the next version built by another value of a variable, and not by another file? */
export async function whatIsWrongWithTheVariable(sandbox: SandboxView): Promise<string | undefined> {
  const text = await sandbox.file(FILE);
  if (text === undefined) return `There is no \`${FILE}\` that has built \`${NEXT}\`.`;
  const bare = withoutComments(text);
  if (!blocks(bare, 'variable').includes('VERSION')) {
    return `\`${FILE}\` has no variable "VERSION". With one, \`VERSION=${NEXT} docker buildx bake\` builds the next version from the same file.`;
  }
  if (bare.includes(`"${NEXT}"`) || bare.includes(`:${NEXT}"`)) {
    return `\`${FILE}\` has ${NEXT} written into it. Leave its default at ${FIRST}, and set the variable where you build.`;
  }
  return undefined;
}
