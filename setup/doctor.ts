import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseConfig } from '../server/config.ts';
import { type Finding, isFit } from '../server/sandbox/finding.ts';
import { runEntry } from './entry.ts';
import { examineHost } from './examine-host.ts';
import { describeFinding, summarize } from './print-findings.ts';

const HELP = `npm run doctor [-- --quick] [-- --json]

Looks at the host that sandboxes would run on, and says what to fix. Nothing that it makes there stays.
Ends with 0 when the host is fit, with 1 when something must be fixed.

  --quick  don't try a sandbox
  --json   the same as data: { fit, findings: [{ code, level, what, why, fix }] }
  --help   show this

docs/operating.md explains every finding.
`;

await runEntry(async (signal) => {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const root = join(import.meta.dirname, '..');
  const found: Finding[] = [];
  for await (const finding of examineHost({
    root,
    config: parseConfig(process.env, root),
    dockerHost: process.env['DOCKER_HOST'] || undefined,
    isQuick: values.quick ?? false,
    signal,
  })) {
    found.push(finding);
    if (!values.json) process.stdout.write(`${describeFinding(finding)}\n`);
  }
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ fit: isFit(found), findings: found }, undefined, 2)}\n`
      : `\n${summarize(found)}\n`,
  );
  return isFit(found) ? 0 : 1;
});
