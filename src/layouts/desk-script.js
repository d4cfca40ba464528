// Before the page is painted: the desk must not jump to the size that the learner gave it, or to what they had on it. lib/desk-view.ts has the same bounds.
try {
  const { width, tasks, isHidden, panel } = JSON.parse(localStorage.getItem('drydock.desk'));
  const { dataset, style } = document.documentElement;
  if (width >= 25 && width <= 75) style.setProperty('--desk-width', `${+width}%`);
  if (tasks >= 10 && tasks <= 70) style.setProperty('--desk-tasks', `${+tasks}%`);
  if (isHidden === true) dataset.desk = 'hidden';
  if (panel === 'files' || panel === 'images') dataset.deskPanel = panel;
} catch {}
