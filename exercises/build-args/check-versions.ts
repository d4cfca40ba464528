import { fail, type ImageView, pass, type SandboxView, type Verdict } from '../../src/shared/exercise/index.ts';

const VARIABLE = 'APP_VERSION';

export function valueOf(env: readonly string[], name: string): string | undefined {
  return env.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** The instruction itself, without what either builder writes around it. */
function instruction(createdBy: string): string {
  return createdBy.replace(/^\/bin\/sh -c #\(nop\)\s+/, '').replace(/ # buildkit$/, '');
}

async function argumentsOf(sandbox: SandboxView, reference: string): Promise<readonly string[]> {
  const rows = await sandbox.history(reference);
  return rows.map(({ createdBy }) => instruction(createdBy)).filter((row) => row.startsWith('ARG '));
}

const isOfVersion = (row: string) => /^ARG VERSION\b/.test(row);

function writtenDown(reference: string, version: string): string {
  return `\`${VARIABLE}\` is "${version}" in \`${reference}\`, but its history has no \`ARG VERSION\`: the Dockerfile itself says ${version}.`;
}

/** Has the image the variable with this value, by a build argument? An ARG that reached no ENV is told apart. */
export function versioned(reference: string, version: string) {
  return async (sandbox: SandboxView): Promise<Verdict> => {
    const image = await sandbox.image(reference);
    if (!image) return fail(`Your engine has no image \`${reference}\` yet.`);
    const value = valueOf(image.env, VARIABLE);
    const args = await argumentsOf(sandbox, reference);
    if (value === version) return args.some(isOfVersion) ? pass() : fail(writtenDown(reference, version));
    if (value === undefined) {
      const why =
        args.length === 0
          ? ''
          : ` It has ${args.map((row) => `\`${row}\``).join(', ')}, and an ARG ends with the build.`;
      return fail(`\`${reference}\` has no variable \`${VARIABLE}\`.${why}`);
    }
    if (value === '') {
      return fail(
        `\`${VARIABLE}\` is empty in \`${reference}\`: where ENV stands, the ARG has no value. ${args.length === 0 ? 'An ARG above FROM is not known below it.' : 'Give it one, as a default or by `--build-arg`.'}`,
      );
    }
    return fail(`\`${VARIABLE}\` is "${value}" in \`${reference}\`; it should be "${version}".`);
  };
}

/** What the two images were built by, with the version taken out: of one Dockerfile it is the same. */
function recipe(rows: readonly string[], version: string): string {
  return rows.map((row) => row.replaceAll(version, '*')).join('\n');
}

/** Were both built from one Dockerfile, by a build argument? */
export async function checkOneDockerfile(sandbox: SandboxView): Promise<Verdict> {
  const versions = ['1.0', '2.0'] as const;
  const recipes: string[] = [];
  for (const version of versions) {
    const reference = `app:${version}`;
    const image: ImageView | undefined = await sandbox.image(reference);
    if (!image) return fail(`\`${reference}\` is missing, so there are not two versions to compare yet.`);
    const args = await argumentsOf(sandbox, reference);
    if (!args.some(isOfVersion)) {
      const have = args.length === 0 ? 'no ARG' : args.map((row) => `\`${row}\``).join(', ');
      return fail(
        `The history of \`${reference}\` has ${have}, and no \`ARG VERSION\`. One above FROM would leave no row: it belongs to no image.`,
      );
    }
    const rows = await sandbox.history(reference);
    recipes.push(
      recipe(
        rows.map(({ createdBy }) => instruction(createdBy)),
        version,
      ),
    );
  }
  if (new Set(recipes).size === 1) return pass();
  return fail(
    '`app:1.0` and `app:2.0` differ in more than their version. Build both again from the Dockerfile as it is now.',
  );
}
