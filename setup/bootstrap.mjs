// What `npm start`, `npm test` and the like begin with. Plain JavaScript without packages: it runs before there are any, on any Node from 20 on.
// It sees to it that the packages are there, then hands over to the Node that is one of them.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';

const COMMANDS = [
  'start',
  'test',
  'down',
  'invite',
  'backup',
  'restore',
  'images',
  'doctor',
  'bench',
  'test-host',
  'dev',
  'new',
  'build',
  'verify-course',
];
const LEAST_NODE = 20;
const COMPILER = ['python3', 'make', 'g++'];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');
const [command, ...args] = process.argv.slice(2);

if (!COMMANDS.includes(command)) fail(`Say what to do: node setup/bootstrap.mjs ${COMMANDS.join('|')}.`);
if (Number(process.versions.node.split('.')[0]) < LEAST_NODE) {
  fail(
    `Drydock needs Node ${LEAST_NODE} or later, and this is ${process.versions.node}. Install a newer one from https://nodejs.org, then start again.`,
  );
}
if (!packagesAreCurrent()) await installPackages();
process.exit(await run(join(bin, 'node'), [join(root, 'setup', `${command}.ts`), ...args]));

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Whether what npm last installed is what package-lock.json asks for. npm writes its own list at the end of an installation that went well. */
function packagesAreCurrent() {
  if (!existsSync(join(bin, 'node'))) return false;
  try {
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const installed = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(
      // Packages for other systems are optional, and rightly missing.
      ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
    );
  } catch {
    return false;
  }
}

async function installPackages(hasCompiler = false) {
  const title = 'Installing the packages (npm ci)';
  const startMs = Date.now();
  const seconds = () => `${Math.round((Date.now() - startMs) / 1000)} s`;
  const show = () => process.stdout.write(`\r… ${title} (${seconds()})`);
  let timer;
  if (process.stdout.isTTY) {
    show();
    timer = setInterval(show, 1000);
  } else {
    process.stdout.write(`… ${title}\n`);
  }
  let output = '';
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    env: npmEnvironment(),
    onOutput: (text) => {
      output = (output + text).slice(-8000);
    },
  });
  clearInterval(timer);
  const mark = code === 0 ? '✓' : '✗';
  process.stdout.write(`${process.stdout.isTTY ? '\r\x1b[2K' : ''}${mark} ${title} (${seconds()})\n`);
  if (code >= 128) process.exit(code);
  if (code === 0) return;
  if (/gyp ERR!/.test(output) && !hasCompiler && (await installCompiler())) return installPackages(true);
  fail(explainNpm(output));
}

/** The environment of npm: not on the Node that it is about to replace, and with the headers that came with Node, so that compiling downloads none. */
function npmEnvironment() {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== bin);
  const prefix = path
    .map((folder) => dirname(folder))
    .find((folder) => existsSync(join(folder, 'include/node/node.h')));
  const headers = prefix === undefined ? {} : { npm_config_nodedir: prefix };
  return { ...headers, ...process.env, PATH: path.join(delimiter) };
}

/** For the one package that has no build of its own for Linux. Resolves with whether there is a compiler now. */
async function installCompiler() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  const question = `One of the packages must be compiled. Run \`apt-get install ${COMPILER.join(' ')}\`?`;
  if (process.stdin.isTTY && !args.includes('--yes')) {
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await terminal.question(`${question} [y/N] `);
    terminal.close();
    if (!/^\s*y(es)?\s*$/i.test(answer)) return false;
  }
  const apt = (...aptArgs) =>
    run('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...aptArgs], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  return (await apt('update')) === 0 && (await apt('install', '-y', '--no-install-recommends', ...COMPILER)) === 0;
}

function explainNpm(output) {
  const why = 'The packages could not be installed:';
  if (/ENOSPC|no space left/i.test(output)) return `${why} the disk is full. Free some space, then start again.`;
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|ERR_SOCKET_TIMEOUT/.test(output)) {
    return `${why} the npm registry could not be reached. Check the network (and \`npm config get registry\`), then start again.`;
  }
  if (/EACCES|EPERM/.test(output)) return `${why} this folder can't be written. Start again as its owner.`;
  if (/gyp ERR!/.test(output)) {
    return `${why} one had to be compiled, and that failed. Install a compiler (on Debian and Ubuntu \`sudo apt-get install python3 make g++\`), then start again.`;
  }
  const lines = output.trim().split('\n').slice(-8);
  return `${why} \`npm ci\` failed. Its last lines were:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

/** Runs a program to its end and resolves with its exit code. Signals for this process reach it. */
function run(program, programArgs, { env = withOwnNode(), onOutput } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, programArgs, {
      cwd: root,
      env,
      stdio: onOutput ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    // Ctrl-C in a terminal reaches the child without help.
    const interrupt = () => process.stdin.isTTY || child.kill('SIGINT');
    const terminate = () => child.kill('SIGTERM');
    process.on('SIGINT', interrupt).on('SIGTERM', terminate);
    child.stdout?.on('data', (chunk) => onOutput(String(chunk)));
    child.stderr?.on('data', (chunk) => onOutput(String(chunk)));
    child.on('error', (error) =>
      fail(`${program} could not be started: ${error.message}. Install Node with npm, then start again.`),
    );
    child.on('close', (code, signal) => {
      process.off('SIGINT', interrupt).off('SIGTERM', terminate);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/** The environment in which `node` is the one among the packages. */
function withOwnNode() {
  return { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) };
}
