import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { outcomeWords } from '../lib/command-words.ts';
import type { TranscriptEntry } from '../lib/shell-commands.ts';
import '../styles/ask-first.css';
import '../styles/terminal-dialogs.css';
import { showDialog } from './show-dialog.tsx';
import { copyText } from './terminal-clipboard.ts';

/** How long a button says that it has copied. */
const COPIED_MS = 2_000;

/** Shows the commands and their output as text, to be read by ear, searched and copied. */
export function showTranscript(entries: readonly TranscriptEntry[]): void {
  showDialog((remove) => <Transcript entries={entries} onClose={remove} />);
}

interface TranscriptProps {
  /** The oldest first. */
  readonly entries: readonly TranscriptEntry[];
  readonly onClose: () => void;
}

function Transcript({ entries, onClose }: TranscriptProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [said, setSaid] = useState('');
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const say = (text: string) => {
    // The same words twice would be said once.
    setSaid('');
    requestAnimationFrame(() => setSaid(text));
  };
  return (
    <dialog class="ask transcript" ref={dialog} aria-labelledby="transcript-title" onClose={onClose}>
      <header class="transcript-head">
        <h2 id="transcript-title" tabIndex={-1} autofocus>
          Transcript
        </h2>
        {entries.length > 0 && (
          <Copy text={entries.map(asText).join('\n\n')} label="Copy all" what="the whole transcript" onSay={say} />
        )}
        <button type="button" class="button button-small" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      <p class="transcript-about">
        {entries.length === 0
          ? 'No command has been run yet in this terminal.'
          : `${entries.length === 1 ? 'One command' : `${entries.length} commands`}, the latest first. Each is a heading.`}
      </p>
      {entries.toReversed().map((entry, index) => (
        <Command key={entries.length - index} entry={entry} onSay={say} />
      ))}
      <p class="visually-hidden" role="status">
        {said}
      </p>
    </dialog>
  );
}

function Command({ entry, onSay }: { readonly entry: TranscriptEntry; readonly onSay: (text: string) => void }) {
  const isBad = entry.exitCode !== undefined && entry.exitCode !== 0;
  return (
    <section class="transcript-command">
      <div class="transcript-line">
        <h3>
          <code>{entry.command || 'A command'}</code>
        </h3>
        <Copy text={asText(entry)} label="Copy" what={`${entry.command} and its output`} onSay={onSay} />
      </div>
      <p class="transcript-outcome" data-bad={isBad}>
        {outcomeWords(entry)}.{entry.cwd && ` In ${entry.cwd}.`}
      </p>
      {entry.isCut && <p class="transcript-outcome">The beginning of its output is not kept any more.</p>}
      {entry.output === '' ? (
        <p class="transcript-outcome">No output.</p>
      ) : (
        <pre class="dialog-text">{entry.output}</pre>
      )}
    </section>
  );
}

interface CopyProps {
  readonly text: string;
  readonly label: string;
  readonly what: string;
  readonly onSay: (text: string) => void;
}

function Copy({ text, label, what, onSay }: CopyProps) {
  const [outcome, setOutcome] = useState<string>();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    const isCopied = await copyText(text);
    setOutcome(isCopied ? 'Copied' : 'Not allowed');
    onSay(isCopied ? `Copied ${what}.` : `The browser does not allow to copy ${what}. Select it instead.`);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOutcome(undefined), COPIED_MS);
  };
  return (
    <button type="button" class="button button-small" aria-label={`Copy ${what}`} onClick={() => void copy()}>
      {outcome ?? label}
    </button>
  );
}

function asText({ command, output }: TranscriptEntry): string {
  return output === '' ? `$ ${command}` : `$ ${command}\n${output}`;
}
