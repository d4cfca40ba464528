// Runs in the measured page, from before its own scripts.
(() => {
  const longMs = [];
  // The browser tells of tasks from 50 ms on; what is shorter keeps nobody waiting.
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longMs.push(duration);
  }).observe({ type: 'longtask' });

  const said = () => document.getElementById('announcements')?.textContent ?? '';

  globalThis.imageWatch = {
    /** Presses the image's row; resolves when its files have been counted, and the first of them are on screen. */
    open: (name, words) =>
      new Promise((resolve) => {
        const row = [...document.querySelectorAll('.map-row')].find((each) => each.textContent.startsWith(name));
        longMs.length = 0;
        const begin = performance.now();
        let layersMs;
        row.click();
        const look = () => {
          if (document.querySelector('.stack-layer')) layersMs ??= performance.now() - begin;
          if (said().includes(words) && document.querySelector('.file-row')) {
            const filesMs = performance.now() - begin;
            // A task is told of when it is over.
            setTimeout(() => resolve({ layersMs, filesMs, longestMs: Math.max(0, ...longMs) }), 200);
          } else requestAnimationFrame(look);
        };
        look();
      }),
  };
})();
