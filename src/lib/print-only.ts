/** Prints one part of the page alone, the one with this as its `data-print`; styles/classes.css takes the rest away. */
export function printOnly(part: string): void {
  const root = document.documentElement;
  root.dataset['printing'] = part;
  addEventListener('afterprint', () => delete root.dataset['printing'], { once: true });
  print();
}
