// Runs in the measured page, from before its own scripts. Times are milliseconds since the navigation began.
(() => {
  const looks = new Set();
  const rowsOf = () => document.querySelector('.xterm-rows')?.textContent ?? '';
  new MutationObserver(() => {
    for (const look of looks) look(rowsOf());
  }).observe(document, { childList: true, characterData: true, subtree: true });

  let actedAt;
  for (const type of ['click', 'keydown']) {
    addEventListener(
      type,
      ({ timeStamp }) => {
        actedAt = timeStamp;
      },
      { capture: true },
    );
  }

  /** When the condition holds for the text of the screen's rows. */
  const when = (holds) =>
    new Promise((resolve) => {
      const look = (text) => {
        if (!holds(text)) return;
        looks.delete(look);
        resolve(performance.now());
      };
      looks.add(look);
      look(rowsOf());
    });

  const pattern = location.origin === 'null' ? null : sessionStorage.getItem('screen-watch');
  globalThis.screenWatch = {
    /** The screen's text once what was done before has been drawn. */
    nextFrame: () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(rowsOf())))),
    /** When the screen first fitted the pattern that the page before this one left. */
    again: pattern === null ? undefined : when((text) => new RegExp(pattern).test(text)),
    expectAgain(next) {
      sessionStorage.setItem('screen-watch', next);
    },
    /** When the page's own scripts could run, and when all of the page was there. */
    timing() {
      const [{ domInteractive, loadEventEnd }] = performance.getEntriesByType('navigation');
      return { domInteractive, loadEventEnd };
    },
    shows: (pattern) => when((text) => new RegExp(pattern).test(text)),
    /** When the screen's text has changed so often from now on. */
    changes(count) {
      let last = rowsOf();
      let left = count;
      return when((text) => {
        if (text !== last) left -= 1;
        last = text;
        return left <= 0;
      });
    },
    /** `answer` will be from the next click or key to the first change of the screen's text after it that fits the pattern. */
    expect(pattern) {
      const before = rowsOf();
      const fits = new RegExp(pattern);
      actedAt = undefined;
      this.answer = when((text) => actedAt !== undefined && text !== before && fits.test(text)).then(
        (at) => at - actedAt,
      );
    },
  };
})();
