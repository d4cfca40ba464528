import { useEffect, useState } from 'preact/hooks';

/** False in the prerendered page, where a press of a button would be lost. */
export function useHydrated(): boolean {
  const [isHydrated, setHydrated] = useState(false);
  useEffect(() => setHydrated(true), []);
  return isHydrated;
}
