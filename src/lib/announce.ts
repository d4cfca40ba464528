/** Says something to screen readers, through the page's one polite live region. */
export function announce(text: string): void {
  const region = document.getElementById('announcements');
  if (region) region.textContent = text;
}
