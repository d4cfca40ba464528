import type { CommandSeen } from '../../src/shared/exercise/index.ts';
import type { SandboxId } from '../../src/shared/ids.ts';

/** A lesson has some dozen. */
const MAX_COMMANDS = 200;

/** A command is a line or two; what somebody pastes may be a file. */
const MAX_TEXT_LENGTH = 1_000;

/** What the learners' shells say they have run, the newest of each sandbox, in memory. */
export class CommandsSeen {
  readonly #sandboxes = new Map<SandboxId, readonly CommandSeen[]>();

  add(sandbox: SandboxId, command: CommandSeen): void {
    this.#sandboxes.set(sandbox, [...this.of(sandbox), cut(command)].slice(-MAX_COMMANDS));
  }

  /** Adds what was run before, oldest first, but for what is known already: a shell that is taken up twice tells the same twice. */
  remember(sandbox: SandboxId, commands: readonly CommandSeen[]): void {
    const known = this.of(sandbox);
    const isKnown = ({ text, exitCode }: CommandSeen) =>
      known.some((each) => each.text === text && each.exitCode === exitCode);
    const older = commands.map(cut).filter((command) => !isKnown(command));
    this.#sandboxes.set(sandbox, [...older, ...known].slice(-MAX_COMMANDS));
  }

  /** Newest last. */
  of(sandbox: SandboxId): readonly CommandSeen[] {
    return this.#sandboxes.get(sandbox) ?? [];
  }

  /** Forgets what was run in sandboxes that are nobody's any more. */
  tidy(owned: ReadonlySet<SandboxId>): void {
    for (const id of this.#sandboxes.keys()) if (!owned.has(id)) this.#sandboxes.delete(id);
  }
}

function cut({ text, exitCode }: CommandSeen): CommandSeen {
  return { text: text.slice(0, MAX_TEXT_LENGTH).toWellFormed(), exitCode };
}
