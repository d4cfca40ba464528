import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  activateTerminal,
  addTerminal,
  closeTerminal,
  formatLayout,
  freeName,
  joinTerminals,
  MAX_SHARE,
  MAX_TERMINALS,
  MIN_SHARE,
  neighbour,
  parseLayout,
  reconcileLayout,
  shareLayout,
  singleLayout,
  splitTerminals,
  stepTab,
  type TerminalLayout,
  terminalLabel,
} from './terminal-layout.ts';

const names = ['main', 'shell-2', 'shell-3', 'shell-4'];
const name = fc.constantFrom(...names);
const four = names.slice(1).reduce(addTerminal, singleLayout());

type Step = (layout: TerminalLayout) => TerminalLayout | undefined;

const step: fc.Arbitrary<Step> = fc.oneof(
  name.map(
    (added): Step =>
      (layout) =>
        addTerminal(layout, added),
  ),
  name.map(
    (shown): Step =>
      (layout) =>
        activateTerminal(layout, shown),
  ),
  name.map(
    (closed): Step =>
      (layout) =>
        closeTerminal(layout, closed),
  ),
  name.map(
    (beside): Step =>
      (layout) =>
        splitTerminals(layout, beside),
  ),
  fc.constant<Step>(joinTerminals),
  fc.double({ noNaN: true }).map(
    (share): Step =>
      (layout) =>
        shareLayout(layout, share),
  ),
  fc.tuple(fc.subarray(names), fc.subarray(names)).map(
    ([running, held]): Step =>
      (layout) =>
        reconcileLayout(layout, running, held),
  ),
  fc.constant<Step>((layout) => parseLayout(formatLayout(layout))),
);

/** What holds for every layout, whatever was done. */
function expectWhole(layout: TerminalLayout): void {
  expect(layout.tabs.length).toBeGreaterThanOrEqual(1);
  expect(new Set(layout.tabs).size).toBe(layout.tabs.length);
  expect(new Set(layout.panes).size).toBe(layout.panes.length);
  for (const pane of layout.panes) expect(layout.tabs).toContain(pane);
  expect(layout.panes).toContain(layout.active);
  expect(layout.share).toBeGreaterThanOrEqual(MIN_SHARE);
  expect(layout.share).toBeLessThanOrEqual(MAX_SHARE);
}

test('no order of steps breaks a layout, and each is read back as it was written', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let layout = singleLayout();
      for (const take of steps) {
        layout = take(layout) ?? singleLayout();
        expectWhole(layout);
        expect(parseLayout(formatLayout(layout))).toEqual(layout);
      }
    }),
  );
});

test('whatever stands in the storage gives a whole layout', () => {
  const almost = fc.record(
    { tabs: fc.array(fc.oneof(name, fc.string())), panes: fc.array(name), active: name, share: fc.double() },
    { requiredKeys: [] },
  );
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    almost.map((value) => JSON.stringify(value)),
  );
  fc.assert(fc.property(fc.option(text, { nil: undefined }), (stored) => expectWhole(parseLayout(stored))));
});

test('after the server’s list the tabs are what runs and what is held, and those that stay keep their order', () => {
  fc.assert(
    fc.property(fc.array(step), fc.subarray(names), fc.subarray(names), (steps, running, held) => {
      const before = steps.reduce((layout, take) => take(layout) ?? singleLayout(), singleLayout());
      const after = reconcileLayout(before, running, held);
      const stay = new Set([...running, ...held]);
      expect(new Set(after.tabs)).toEqual(stay.size > 0 ? stay : new Set(['main']));
      const kept = before.tabs.filter((tab) => stay.has(tab));
      expect(after.tabs.filter((tab) => kept.includes(tab))).toEqual(kept);
      if (stay.has(before.active)) expect(after.active).toBe(before.active);
    }),
  );
});

test('a new terminal has the first free name, and there are no more than four', () => {
  expect(freeName(['main'])).toBe('shell-2');
  expect(freeName(['main', 'shell-3'])).toBe('shell-2');
  expect(freeName(['shell-2'])).toBe('main');
  expect(freeName(names)).toBeUndefined();
  expect(freeName(['main', 'a', 'b', 'c'])).toBeUndefined();
  expect(names).toHaveLength(MAX_TERMINALS);
});

test('terminals are numbered as they are named', () => {
  expect(names.map(terminalLabel)).toEqual(['Terminal 1', 'Terminal 2', 'Terminal 3', 'Terminal 4']);
  expect(terminalLabel('somebody-elses')).toBe('somebody-elses');
});

test('a tab is shown in the pane that was active, and one that is seen is only gone to', () => {
  const split = splitTerminals(activateTerminal(four, 'main'), 'shell-2');
  expect(split).toMatchObject({ panes: ['main', 'shell-2'], active: 'shell-2' });
  expect(activateTerminal(split, 'shell-4')).toMatchObject({ panes: ['main', 'shell-4'], active: 'shell-4' });
  expect(activateTerminal(split, 'main')).toMatchObject({ panes: ['main', 'shell-2'], active: 'main' });
  expect(activateTerminal(activateTerminal(split, 'main'), 'shell-3').panes).toEqual(['shell-3', 'shell-2']);
  expect(joinTerminals(split)).toMatchObject({ panes: ['shell-2'], active: 'shell-2' });
});

test('a closed terminal leaves its place to its neighbour, or to what is beside it', () => {
  expect(closeTerminal(singleLayout(), 'main')).toBeUndefined();
  expect(closeTerminal(activateTerminal(four, 'shell-2'), 'shell-2')).toMatchObject({ active: 'shell-3' });
  expect(closeTerminal(four, 'shell-4')).toMatchObject({ active: 'shell-3' });
  expect(closeTerminal(four, 'main')).toMatchObject({ active: 'shell-4', tabs: ['shell-2', 'shell-3', 'shell-4'] });
  const split = splitTerminals(activateTerminal(four, 'main'), 'shell-2');
  expect(closeTerminal(split, 'shell-2')).toMatchObject({ panes: ['main'], active: 'main' });
  expect(closeTerminal(split, 'shell-3')?.panes).toEqual(['main', 'shell-2']);
});

test('a split takes the next neighbour, and arrow keys go around the ends', () => {
  expect(neighbour(singleLayout())).toBeUndefined();
  expect(neighbour(activateTerminal(four, 'main'))).toBe('shell-2');
  expect(neighbour(four)).toBe('shell-3');
  expect(splitTerminals(four, 'shell-3')).toMatchObject({ panes: ['shell-3', 'shell-4'], active: 'shell-3' });
  expect(stepTab(four, 1)).toBe('main');
  expect(stepTab(activateTerminal(four, 'main'), -1)).toBe('shell-4');
  expect(stepTab(singleLayout(), 1)).toBe('main');
});
