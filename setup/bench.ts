import { parseArgs } from 'node:util';
import { benchSandbox } from '../bench/sandbox.ts';
import { benchVoyage } from '../bench/voyage.ts';
import { runEntry } from './entry.ts';

const HELP = `npm run bench            a learner's work: keys, ticks, and a second start
npm run bench:sandbox    sandboxes: their starts, what they take while idle, two hundred at once; a quarter of an hour, on a machine of its own

Prints the figures beside their baselines and says which goals were met. All that it makes is removed again.

  -- --quick  fewer rounds, for a look (bench:sandbox only)
  -- --help   show this
`;

await runEntry(async (signal) => {
  const { values, positionals } = parseArgs({
    options: { quick: { type: 'boolean' }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) process.stdout.write(HELP);
  else if (positionals[0] === 'sandbox') await benchSandbox({ isQuick: values.quick ?? false, signal });
  else await benchVoyage({ signal });
  return 0;
});
