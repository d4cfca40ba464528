// Before the page is painted: the desk must not jump to the size that the learner gave it. lib/desk-view.ts has the same bounds.
try {
  const { width, tasks, isHidden } = JSON.parse(localStorage.getItem('drydock.desk'));
  const { dataset, style } = document.documentElement;
  if (width >= 25 && width <= 75) style.setProperty('--desk-width', `${+width}%`);
  if (tasks >= 10 && tasks <= 70) style.setProperty('--desk-tasks', `${+tasks}%`);
  if (isHidden === true) dataset.desk = 'hidden';
} catch {}
// Who had the terminal open gets its scripts while the page is still being read; lib/terminal-preload.ts writes where they are.
try {
  if (localStorage.getItem('drydock.terminal') === 'open' && document.documentElement.dataset.desk !== 'hidden') {
    for (const href of JSON.parse(document.getElementById('terminal-modules').textContent)) {
      document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
    }
  }
} catch {}
