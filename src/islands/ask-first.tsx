import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Answer } from '../lib/ask-server.ts';
import { allowExercise } from '../lib/own-machine.ts';
import { emptyRegistry } from '../lib/registry-login.ts';
import { resetExercise, startOver } from '../lib/sandbox-requests.ts';
import '../styles/ask-first.css';
import { InlineCode } from './inline-code.tsx';
import { showDialog } from './show-dialog.tsx';

interface Question {
  readonly title: string;
  /** What stands over the first list, where nothing is removed. */
  readonly goesTitle?: string;
  readonly goes: readonly string[];
  readonly stays: readonly string[];
  readonly confirmLabel: string;
  readonly busyLabel: string;
  readonly act: () => Promise<Answer>;
}

export function askToStartOver(): void {
  ask({
    title: 'Start over with a fresh sandbox?',
    goes: [
      'All your files, in every exercise',
      'All images, containers, volumes and networks of your Docker Engine',
      'Whatever runs in your terminal',
    ],
    stays: ['Your ticks'],
    confirmLabel: 'Remove it all and start over',
    busyLabel: 'Starting over…',
    act: startOver,
  });
}

export function askToResetExercise(exercise: string, title: string): void {
  ask({
    title: `Start “${title}” over?`,
    goes: [
      'All images, containers, volumes and networks of your Docker Engine, those of other exercises too',
      'Whatever runs in your terminal',
      `What an earlier start over left in \`~/.before-reset/${exercise}\``,
    ],
    stays: [
      `Your files in \`~/${exercise}\`, until the next time: they move to \`~/.before-reset/${exercise}\``,
      'Your files in other exercises',
      'Your ticks',
    ],
    confirmLabel: 'Start the exercise over',
    busyLabel: 'Starting over…',
    act: () => resetExercise(exercise),
  });
}

export function askToAllowExercise(exercise: string, title: string, touches: readonly string[]): void {
  ask({
    title: `Let “${title}” change this on your machine?`,
    goesTitle: 'Changes',
    goes: touches,
    stays: ['All else'],
    confirmLabel: 'Allow this exercise',
    busyLabel: 'Allowing…',
    act: () => allowExercise(exercise),
  });
}

export function askToEmptyRegistry(account: string): void {
  ask({
    title: 'Empty your room in the course registry?',
    goes: [`All images that you have pushed, in all versions: everything below \`${account}/\``],
    stays: ['The images in your own sandbox, to push again', 'Your login'],
    confirmLabel: 'Remove all that I pushed',
    busyLabel: 'Removing…',
    act: emptyRegistry,
  });
}

/** A page is reloaded after the deed, because all that it shows has changed. */
function ask(question: Question): void {
  showDialog((end) => <AskFirst question={question} onClose={end} />);
}

function AskFirst({ question, onClose }: { readonly question: Question; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  useLayoutEffect(() => dialog.current?.showModal(), []);

  const confirm = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    const answer = await question.act();
    if (answer.isOk) return location.reload();
    setProblem(answer.message);
    setBusy(false);
  };
  // What has begun can't be called back: the dialog stays until it is known how it ended.
  const stayWhileBusy = (event: Event) => {
    if (isBusy) event.preventDefault();
  };
  return (
    <dialog class="ask" ref={dialog} aria-labelledby="ask-title" onCancel={stayWhileBusy} onClose={onClose}>
      <h2 id="ask-title">{question.title}</h2>
      <Consequences title={question.goesTitle ?? 'Goes'} items={question.goes} />
      <Consequences title="Stays" items={question.stays} />
      {problem && (
        <p class="trouble" role="alert">
          {problem}
        </p>
      )}
      <div class="ask-foot">
        <button type="button" class="button" autofocus disabled={isBusy} onClick={() => dialog.current?.close()}>
          Cancel
        </button>
        <button type="button" class="button button-warm" aria-busy={isBusy} onClick={() => void confirm()}>
          {isBusy ? question.busyLabel : question.confirmLabel}
        </button>
      </div>
    </dialog>
  );
}

function Consequences({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  return (
    <section class="ask-part" aria-label={title}>
      <h3 class="kicker">{title}</h3>
      <ul>
        {items.map((item) => (
          <li key={item}>
            <InlineCode text={item} />
          </li>
        ))}
      </ul>
    </section>
  );
}
