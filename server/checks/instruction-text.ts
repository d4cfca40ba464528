import { MAX_INSTRUCTION_LENGTH } from '../../src/shared/engine-views.ts';

/** The older builder writes settings and copies as a shell command that does nothing. */
const NOTHING_RUN = /^\/bin\/sh -c #\(nop\)\s+/;

/** BuildKit's RUN, and the older builder's, which has no word for it; `|1 V=2` are the build arguments it ran with. */
const SHELL_RUN = /^(?:RUN )?(?:\|\d+ (?:.*? )?)?\/bin\/sh -c /;

/** What the older builder copied has a digest in place of a name: `COPY file:4aa741a8… in /etc/motd`. */
const HASHED_SOURCE = /^(ADD|COPY) (?:file|dir|multi):[0-9a-f]+ in /;

/** A row of `docker history` as a Dockerfile would say it: in one line, without what builders add of their own. */
export function instructionText(createdBy: string): string {
  const bare = createdBy.replace(/ # buildkit$/, '');
  const text = NOTHING_RUN.test(bare)
    ? bare.replace(NOTHING_RUN, '').replace(HASHED_SOURCE, '$1 … ')
    : bare.replace(SHELL_RUN, 'RUN ');
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > MAX_INSTRUCTION_LENGTH ? `${line.slice(0, MAX_INSTRUCTION_LENGTH - 1)}…` : line;
}
