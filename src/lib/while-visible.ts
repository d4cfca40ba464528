/** Does the work now and again so many ms after its end, as long as the page is in view. Returns how to stop; the work never rejects. */
export function repeatWhileVisible(work: () => Promise<void>, everyMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWorking = false;
  let isOver = false;
  const turn = async () => {
    clearTimeout(timer);
    if (isWorking || isOver || document.visibilityState !== 'visible') return;
    isWorking = true;
    await work();
    isWorking = false;
    if (!isOver) timer = setTimeout(() => void turn(), everyMs);
  };
  const look = () => void turn();
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    isOver = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', look);
  };
}
