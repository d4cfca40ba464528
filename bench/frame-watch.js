// Runs in the measured page: how long each frame took, in ms, while `frameWatch.run` goes on.
globalThis.frameWatch = {
  run: (ms) =>
    new Promise((resolve) => {
      const frames = [];
      const begin = performance.now();
      let last = begin;
      const look = (now) => {
        frames.push(now - last);
        last = now;
        if (now - begin >= ms) resolve(frames.slice(1));
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }),
};
