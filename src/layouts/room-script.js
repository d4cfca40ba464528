// Before the page is painted: the tasks have the room that they had at the last visit, until their state has come. lib/task-room.ts keeps it.
try {
  const { dataset, style } = document.documentElement;
  const { window, parts } = JSON.parse(localStorage.getItem('drydock.room'))[location.pathname];
  if (window === [innerWidth, style.getPropertyValue('--desk-width'), dataset.desk].join(' ')) {
    const room = document.createElement('style');
    room.id = 'task-room';
    room.textContent = parts.map(([part, height]) => `${part}{min-height:${+height}px}`).join('');
    document.head.append(room);
    dataset.taskRoom = '';
  }
} catch {}
