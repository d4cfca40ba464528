let isWanted = false;

/** A press that takes its own button away leads to the bar, when it says what came of it. */
export function wantBar(wanted: boolean): void {
  isWanted = wanted;
}

export function isBarWanted(): boolean {
  return isWanted;
}
