// In the head, before anything is painted: a page must not flash in the other theme.
try {
  const theme = localStorage.getItem('drydock.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  // What a sandbox alone has is not shown on the learner's own machine.
  if (localStorage.getItem('drydock.machine')) document.documentElement.dataset.ownMachine = '';
} catch {}
