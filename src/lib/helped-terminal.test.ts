import { expect, test } from 'vitest';
import { helpIdSchema } from '../shared/help-views.ts';
import { classIdSchema } from '../shared/ids.ts';
import type { HelpClientMessage } from './help-port.ts';
import { HelpedTerminal } from './helped-terminal.ts';

const classId = classIdSchema.parse('1'.repeat(16));
const session = helpIdSchema.parse('2'.repeat(16));

function openTerminal() {
  const said: HelpClientMessage[] = [];
  const typed: string[] = [];
  const shown = { text: '', sizes: [] as string[], clears: 0 };
  const terminal = new HelpedTerminal({
    classId,
    session,
    name: 'main',
    screen: {
      write: ({ bytes }, onDrawn) => {
        shown.text += new TextDecoder().decode(bytes);
        onDrawn();
      },
      endReplay: () => {},
      tell: () => {},
      clear: () => {
        shown.clears += 1;
        shown.text = '';
      },
      adopt: ({ cols, rows }) => shown.sizes.push(`${cols}x${rows}`),
      setState: () => {},
    },
    connection: {
      sayHelp: (message) => said.push(message),
      typeHelp: (frames) => typed.push(...frames.map((frame) => new TextDecoder().decode(frame.subarray(1)))),
    },
  });
  const opened = (from: number, channel = 3) =>
    terminal.hear({
      type: 'help.opened',
      session,
      terminal: 'main',
      channel,
      from,
      live: from,
      modes: '',
      cols: 90,
      rows: 20,
    });
  const draw = (offset: number, text: string, channel = 3) =>
    terminal.draw(channel, offset, new TextEncoder().encode(text));
  return { terminal, said, typed, shown, opened, draw };
}

test('rule 34: it is drawn in the size of the learner’s, and never says one of its own', () => {
  const { terminal, said, typed, shown, opened, draw } = openTerminal();
  terminal.open();
  opened(10);
  draw(10, '$ ');
  terminal.hear({ type: 'help.resized', session, terminal: 'main', cols: 100, rows: 30 });
  terminal.type('ls\r');
  expect(shown).toMatchObject({ text: '$ ' });
  expect(shown.sizes.at(-1)).toBe('100x30');
  expect(typed).toEqual(['ls\r']);
  expect(new Set(said.map(({ type }) => type))).toEqual(new Set(['help.open']));
});

test('rule 34: one that begins anew clears what it had drawn', () => {
  const { terminal, shown, opened, draw } = openTerminal();
  terminal.open();
  opened(0);
  draw(0, 'before');
  terminal.lost();
  terminal.open();
  opened(4);
  draw(4, 're, and now', 3);
  expect(shown).toMatchObject({ clears: 1, text: 're, and now' });
});

test('output of another channel is another’s', () => {
  const { terminal, opened, draw, shown } = openTerminal();
  terminal.open();
  opened(0);
  expect(draw(0, 'x', 4)).toBe(false);
  expect(shown.text).toBe('');
});
