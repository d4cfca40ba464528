import { askWhether } from './ask-whether.tsx';

/** Asks before a shell is ended in which something runs. `running` is `undefined` where nobody knows. Resolves with true to go on. */
export function askToClose(label: string, running: string | undefined): Promise<boolean> {
  return askWhether({
    title: `Close ${label}?`,
    why: (
      <>
        {running === undefined ? (
          'Its shell ends, and with it whatever runs there.'
        ) : (
          <>
            <code>{running.length > 200 ? `${running.slice(0, 200)}…` : running}</code> runs in it, and ends with it.
          </>
        )}{' '}
        Files and images stay.
      </>
    ),
    confirmLabel: 'Close and end it',
  });
}
