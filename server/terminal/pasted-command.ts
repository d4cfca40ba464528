/** End of line, then cut all before it: what was half typed is put aside, where Ctrl-Y has it. */
const CLEAR_LINE = '\x05\x15';

/** What is typed at a prompt to have a command run, of one line or more. `takesPastes`: the shell wants pasted text to be marked. */
export function pastedCommand(command: string, takesPastes: boolean): Buffer {
  const text = command
    .replace(/\r?\n/g, '\n')
    // What a key or the end of a paste would be written as is no part of a command.
    .replace(/[\x00-\x08\x0b-\x1f\x7f]/g, '')
    .trimEnd()
    .replaceAll('\n', '\r');
  return Buffer.from(`${CLEAR_LINE}${takesPastes ? `\x1b[200~${text}\x1b[201~` : text}\r`);
}
