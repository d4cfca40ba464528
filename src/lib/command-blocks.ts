import { announce } from './announce.ts';

/** How long a button says what it has done. */
const SAID_MS = 2_000;

/** Gives a lesson's blocks of commands their buttons: Run where it can be run from the page, and Copy. */
export function setUpCommandBlocks(root: ParentNode, lesson: string): void {
  for (const frame of root.querySelectorAll<HTMLElement>('.commands')) {
    const tools = frame.querySelector('.commands-tools');
    const commands = frame.querySelector('code')?.textContent;
    if (!tools || commands == null) continue;
    const { block } = frame.dataset;
    if (block !== undefined) tools.append(runButton({ lesson, block: Number(block) }, commands, frame));
    // Browsers give no clipboard to pages that came over plain HTTP from another machine.
    if (navigator.clipboard) tools.append(copyButton(commands));
  }
}

function copyButton(commands: string): HTMLButtonElement {
  const { button, say } = createButton('Copy', commands);
  button.addEventListener('click', async () => {
    const isCopied = await navigator.clipboard.writeText(commands).then(
      () => true,
      () => false,
    );
    say(isCopied ? 'Copied' : 'Not allowed');
    announce(
      isCopied ? `Copied: ${firstLine(commands)}` : 'The browser does not allow to copy. Select the text instead.',
    );
  });
  return button;
}

interface Block {
  readonly lesson: string;
  readonly block: number;
}

function runButton(block: Block, commands: string, frame: HTMLElement): HTMLButtonElement {
  const { button, say } = createButton('Run', commands);
  button.classList.add('commands-run');
  const load = () => import('./press-run.ts');
  // Under the pointer or the focus it will likely be pressed.
  const expectPress = () => void load().catch(() => {});
  button.addEventListener('pointerenter', expectPress, { once: true });
  button.addEventListener('focus', expectPress, { once: true });
  let trouble: HTMLElement | undefined;
  button.addEventListener('click', async () => {
    // Not `disabled`, which would take the focus away.
    if (button.ariaBusy === 'true') return;
    button.ariaBusy = 'true';
    trouble?.remove();
    const unloaded = {
      kind: 'trouble',
      message: 'The terminal could not be reached. Check your network, then press Run again.',
    } as const;
    const result = await load()
      .then(({ pressRun }) => pressRun(block, commands))
      .catch(() => unloaded);
    button.ariaBusy = 'false';
    if (result.kind === 'trouble') {
      trouble = createTrouble(result.message);
      frame.append(trouble);
    } else if (result.kind === 'sent') {
      say('Sent');
      announce(`Sent to the terminal: ${firstLine(commands)}`);
    }
  });
  return button;
}

/** A button that can say something else than its name for a moment. */
function createButton(name: string, commands: string) {
  const button = document.createElement('button');
  button.type = 'button';
  const label = document.createElement('span');
  label.textContent = name;
  const what = document.createElement('span');
  what.className = 'visually-hidden';
  what.textContent = ` ${firstLine(commands)}`;
  button.append(label, what);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = (text: string) => {
    label.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => {
      label.textContent = name;
    }, SAID_MS);
  };
  return { button, say };
}

function createTrouble(message: string): HTMLElement {
  const trouble = document.createElement('p');
  trouble.className = 'trouble';
  trouble.role = 'alert';
  trouble.textContent = message;
  return trouble;
}

/** What tells one block from another in a list of buttons. */
function firstLine(commands: string): string {
  return (
    commands
      .trimStart()
      .split('\n', 1)[0]
      ?.replace(/\s*\\$/, '') ?? ''
  );
}
