// collect-node.mjs UNPACKED TARGET: copies node, npm and what they need. node and its shared libraries go below TARGET/usr/local, npm too, with its
// packages beside itself. What Debian took out of node's own program stays at the paths where it looks for it.
import { execFileSync } from 'node:child_process';
import { cpSync, lstatSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, relative } from 'node:path';

const [unpacked, target] = process.argv.slice(2);
const packages = join(unpacked, 'usr/share/nodejs');
const npm = join(target, 'usr/local/lib/node_modules/npm');
// Packages of npm's family link to npm's node_modules; here they lie in it.
const isNoLinkToNpm = (path) => basename(path) !== 'node_modules' || !lstatSync(path).isSymbolicLink();
const copy = (from, to) => cpSync(from, to, { recursive: true, dereference: true, filter: isNoLinkToNpm });

const program = join(unpacked, 'usr/bin/node');
copy(program, join(target, 'usr/local/bin/node'));
symlinkSync('node', join(target, 'usr/local/bin/nodejs'));
const libraries = execFileSync('ldd', [program], { encoding: 'utf8' }).match(/\/\S+(?= \()/g);
for (const library of libraries.filter((path) => path.startsWith(unpacked))) {
  copy(library, join(target, 'usr/local/lib', basename(library)));
}
const libnode = readFileSync(
  libraries.find((path) => path.includes('/libnode.so')),
  'latin1',
);
for (const [path] of libnode.matchAll(/\/usr\/share\/nodejs\/[\w./@-]+\.js/g)) copy(path, join(target, path));

rmSync(join(packages, 'npm/man'));
copy(join(packages, 'npm'), npm);
// Where npm finds its settings: node's prefix, as ever.
rmSync(join(npm, 'npmrc'));
for (const name of packagesOf(join(packages, 'npm'))) copy(join(packages, name), join(npm, 'node_modules', name));
for (const name of ['npm', 'npx'])
  symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(target, 'usr/local/bin', name));

/** Names of the packages outside of its folder that a program's files load, themselves or by others. What packages say of each other is far more. */
function packagesOf(folder) {
  const names = new Set();
  const seen = new Set();
  const follow = (file) => {
    if (seen.has(file)) return;
    seen.add(file);
    if (!file.startsWith(`${folder}/`)) names.add(/^(?:@[^/]+\/)?[^/]+/.exec(relative(packages, file))[0]);
    if (!/\.[cm]?js$/.test(file)) return;
    const { resolve } = createRequire(file);
    for (const [, wanted] of readFileSync(file, 'utf8').matchAll(
      /\b(?:require(?:\.resolve)?|import)\(['"]([^'"]+)['"]\)/g,
    )) {
      const path = found(() => realpathSync(resolve(wanted)));
      if (path?.startsWith(packages)) follow(path);
    }
  };
  for (const path of readdirSync(folder, { recursive: true })) {
    if (path.endsWith('.js')) follow(realpathSync(join(folder, path)));
  }
  return names;
}

/** `undefined` where there is no such file: many requires are for other systems, or in comments. */
function found(look) {
  try {
    return look();
  } catch {
    return undefined;
  }
}
