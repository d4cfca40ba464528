import { useCallback, useEffect, useState } from 'preact/hooks';
import { ExplorerError } from '../../lib/explorer/ask-explorer.ts';

export type Asked<Value> =
  | { readonly state: 'waiting' }
  | { readonly state: 'there'; readonly value: Value }
  | { readonly state: 'refused'; readonly problem: string; readonly again: () => void };

/** What comes of asking, for this key; asked anew for another. `undefined` asks nothing. */
export function useAsked<Value>(key: string | undefined, ask: () => Promise<Value>): Asked<Value> {
  const [asked, setAsked] = useState<{ readonly key: string; readonly found: Asked<Value> }>();
  const [tries, setTries] = useState(0);
  const again = useCallback(() => setTries((before) => before + 1), []);
  useEffect(() => {
    if (key === undefined) return undefined;
    let isOver = false;
    const put = (found: Asked<Value>) => {
      if (!isOver) setAsked({ key, found });
    };
    put({ state: 'waiting' });
    ask().then(
      (value) => put({ state: 'there', value }),
      (error: unknown) => put({ state: 'refused', problem: problemOf(error), again }),
    );
    return () => {
      isOver = true;
    };
  }, [key, tries]);
  return asked !== undefined && asked.key === key ? asked.found : { state: 'waiting' };
}

export function problemOf(error: unknown): string {
  return error instanceof ExplorerError ? error.message : 'This could not be read. Try again in a moment.';
}

/** The value where it is there. */
export function valueOf<Value>(asked: Asked<Value>): Value | undefined {
  return asked.state === 'there' ? asked.value : undefined;
}
