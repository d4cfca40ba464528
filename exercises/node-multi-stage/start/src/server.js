// A small service. `/` says when the water is high, `/inventory` what lies around the program.
const { existsSync, readdirSync } = require('node:fs');
const { createServer } = require('node:http');
const { join } = require('node:path');
const highWater = require('tide-table');

// Where Node looks for packages, from this file upwards.
function packages() {
  const folders = module.paths.filter((folder) => existsSync(folder));
  return folders.flatMap((folder) => readdirSync(folder)).filter((name) => !name.startsWith('.'));
}

function inventory() {
  const sources = [process.cwd(), join(__dirname, '..')].some((folder) => existsSync(join(folder, 'src')));
  return { builtBy: globalThis.builtBy ?? 'nobody', packages: packages(), sources };
}

createServer((request, response) => {
  response.end(request.url === '/inventory' ? JSON.stringify(inventory()) : `${highWater()}\n`);
}).listen(3000);
