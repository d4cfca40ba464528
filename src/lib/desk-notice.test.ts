import { expect, test } from 'vitest';
import { type DeskFacts, noticeOf } from './desk-notice.ts';
import type { ConnectionStatus } from './page-state.ts';

const facts = (change: Partial<DeskFacts['page']> = {}, others: Partial<Omit<DeskFacts, 'page'>> = {}): DeskFacts => ({
  page: { status: { state: 'ready' }, problem: undefined, expiry: null, isForgotten: false, ...change },
  terminal: { phase: 'open', shell: 'open' },
  isTerminalShown: true,
  isOnline: true,
  ...others,
});

test('nothing is said while all is as it should be, or on its way', () => {
  for (const state of ['idle', 'connecting', 'starting', 'ready'] as const)
    expect(noticeOf(facts({ status: { state } })), state).toBeUndefined();
});

const troubles: readonly (readonly [string, ConnectionStatus])[] = [
  ['offline or the server gone', { state: 'reconnecting' }],
  ['full', { state: 'waiting', place: 2, expectedSeconds: 120 }],
  ['paused', { state: 'paused' }],
  ...(['idle', 'yielded', 'lost', 'reset', 'replaced', 'expired'] as const).map(
    (reason) => [`stopped: ${reason}`, { state: 'stopped', reason }] as const,
  ),
  [
    'failed',
    { state: 'failed', message: 'Your sandbox could not be started. Your files and images are safe. Try again.' },
  ],
];

test.each(troubles)('%s: what happened, what is safe, one button', (_, status) => {
  const notice = noticeOf(facts({ status }, { terminal: { phase: 'open', shell: 'lost' } }));
  expect(notice?.happened).toMatch(/[.…]$/);
  expect(notice?.isSafe).toMatch(/kept|safe|lost|as you left it|before-reset/);
  expect(notice?.button.label).toMatch(/^[A-Z]/);
});

test('what the server said is one sentence of what happened, and the rest', () => {
  const notice = noticeOf(facts({ status: { state: 'failed', message: 'The disk is full. Your files are safe.' } }));
  expect(notice).toMatchObject({ happened: 'The disk is full.', isSafe: 'Your files are safe.' });
  expect(notice?.button.act).toBe('retry');
  const short = noticeOf(facts({ status: { state: 'failed', message: 'The disk is full.' } }));
  expect(short).toMatchObject({ happened: 'The disk is full.', isSafe: '' });
});

test('where only a reload helps, the button reloads', () => {
  const notice = noticeOf(
    facts({ status: { state: 'failed', message: 'Updated. Reload the page.', remedy: 'reload' } }),
  );
  expect(notice?.button.act).toBe('reload');
});

test('a browser without a network is told so', () => {
  const status = { state: 'reconnecting' } as const;
  expect(noticeOf(facts({ status }, { isOnline: false }))?.happened).toMatch(/offline/);
  expect(noticeOf(facts({ status }))?.happened).not.toMatch(/offline/);
});

test('a shell that ended is news of the terminal alone', () => {
  for (const shell of ['exited', 'lost'] as const) {
    const terminal = { phase: 'open', shell } as const;
    expect(noticeOf(facts({}, { terminal }))?.button.act).toBe('go-on');
    expect(noticeOf(facts({}, { terminal, isTerminalShown: false }))).toBeUndefined();
  }
  const terminal = { phase: 'open', shell: 'lost' } as const;
  expect(noticeOf(facts({ problem: 'No more processes.' }, { terminal }))?.isSafe).toBe('No more processes.');
});

test('that it was stopped is said once its shell has ended, which Enter starts again', () => {
  const status = { state: 'stopped', reason: 'idle' } as const;
  expect(noticeOf(facts({ status }))).toBeUndefined();
  expect(noticeOf(facts({ status }, { isTerminalShown: false }))?.button.act).toBe('go-on');
});

test('a sandbox that goes soon can be taken home, one that is gone is told of until it is read', () => {
  const near = { kind: 'near', expiresAt: '2026-12-03T12:00:00Z' } as const;
  expect(noticeOf(facts({ status: { state: 'idle' }, expiry: near }))?.button.act).toBe('download');
  expect(noticeOf(facts({ expiry: near }))).toBeUndefined();
  const expired = { kind: 'expired', expiredAt: '2026-11-02T12:00:00Z' } as const;
  expect(noticeOf(facts({ expiry: expired }))?.button.act).toBe('dismiss');
});

test('that the session ended comes before everything else', () => {
  expect(noticeOf(facts({ isForgotten: true, status: { state: 'reconnecting' } }))?.happened).toMatch(/does not know/);
});
