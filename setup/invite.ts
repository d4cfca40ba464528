import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createAccountReset } from '../server/account-reset.ts';
import { ConfigError, parseConfig } from '../server/config.ts';
import { createInviteUrl } from '../server/invite-links.ts';
import { openStore } from '../server/open-store.ts';
import { StoreError } from '../server/storage/errors.ts';
import { roleSchema } from '../src/shared/views.ts';

const HELP = `npm run invite [-- --role ROLE | --reset EMAIL]

Prints a link that works once. Without options, whoever opens it becomes an instructor.

  --role ROLE    what the link makes of whoever uses it: learner, instructor or admin
  --reset EMAIL  a link with which the account of this e-mail address gets a new password, within a day
  --help         show this
`;

const ARTICLES = { learner: 'a learner with an account', instructor: 'an instructor', admin: 'an admin' } as const;

async function run(): Promise<string> {
  const { values } = parseArgs({
    options: {
      role: { type: 'string', default: 'instructor' },
      reset: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return HELP.trimEnd();
  const config = parseConfig(process.env, join(import.meta.dirname, '..'));
  await using store = await openStore(config, () => new Date());
  if (values.reset !== undefined) {
    const url = await createAccountReset(store, config, values.reset);
    if (url === undefined) {
      throw new ConfigError(`No account has the e-mail address ${values.reset}. Check how it is written.`);
    }
    return `With this link ${values.reset} gets a new password. It works once, for a day:\n${url}`;
  }
  const role = roleSchema.safeParse(values.role);
  if (!role.success) {
    throw new ConfigError(`There is no role “${values.role}”: it is learner, instructor or admin.`);
  }
  return `Whoever opens this link first becomes ${ARTICLES[role.data]}:\n${await createInviteUrl(store, config.publicUrl, role.data)}`;
}

try {
  console.log(await run());
} catch (error) {
  const isExpected = error instanceof ConfigError || error instanceof StoreError;
  // What parseArgs does not know.
  const isTypo = error instanceof TypeError && 'code' in error;
  if (!isExpected && !isTypo) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
