import { parseArgs } from 'node:util';
import { benchClass } from '../bench/class.ts';
import { benchExplorer } from '../bench/explorer.ts';
import { benchPage } from '../bench/page.ts';
import { benchSandbox } from '../bench/sandbox.ts';
import { benchTerminal, type TerminalPart, terminalParts } from '../bench/terminal.ts';
import { runTypists } from '../bench/typists.ts';
import { benchVoyage } from '../bench/voyage.ts';
import { runEntry } from './entry.ts';
import { SetupError } from './setup-error.ts';

const HELP = `npm run bench            a learner's work: ticks, and a second start
npm run bench:sandbox    sandboxes: their starts, what they take while idle, two hundred at once; a quarter of an hour, on a machine of its own
npm run bench:page       a lesson's page: Lighthouse's four scores, and its script; two minutes, and npm fetches Lighthouse
npm run bench:terminal   terminals: keys, floods, frozen readers, reloads, a real browser, five hundred learners typing; a quarter of an hour, likewise
npm run bench:explorer   a large image opened in the explorer, in a real browser
npm run bench:class      a class of three hundred at work, watched live; four minutes

Prints the figures beside their baselines and says which goals were met. All that it makes is removed again.

  -- --quick      fewer rounds, for a look (all but bench itself)
  -- --only PART  only this part of bench:terminal, or several: ${terminalParts.join(', ')}
  -- --ttyd PATH  the ttyd that bench:terminal compares with, where it is not installed
  -- --help       show this
`;

await runEntry(async (signal) => {
  const { values, positionals } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      ttyd: { type: 'string' },
      help: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  const { quick: isQuick, ttyd } = values;
  if (values.help) process.stdout.write(HELP);
  else if (positionals[0] === 'sandbox') await benchSandbox({ isQuick, signal });
  else if (positionals[0] === 'terminal') await benchTerminal({ isQuick, only: values.only.map(asPart), ttyd, signal });
  else if (positionals[0] === 'page') await benchPage({ signal });
  else if (positionals[0] === 'explorer') await benchExplorer({ isQuick, signal });
  else if (positionals[0] === 'class') await benchClass({ isQuick, signal });
  // Started by the terminals' load.
  else if (positionals[0] === 'typists') await runTypists(signal);
  else await benchVoyage({ signal });
  return 0;
});

function asPart(word: string): TerminalPart {
  const part = terminalParts.find((name) => name === word);
  if (part) return part;
  throw new SetupError(`There is no part \`${word}\`. Say \`--only\` with one of: ${terminalParts.join(', ')}.`);
}
