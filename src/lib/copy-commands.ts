/** How long a button says that it has copied. */
const COPIED_MS = 2_000;

/** Gives every block of commands a button that copies it. */
export function setUpCopyButtons(root: ParentNode): void {
  // Browsers give no clipboard to pages that came over plain HTTP from another machine.
  if (!navigator.clipboard) return;
  for (const block of root.querySelectorAll<HTMLElement>('pre[data-language="bash"]')) {
    const frame = document.createElement('div');
    frame.className = 'copyable';
    block.replaceWith(frame);
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', 'Copy the commands');
    frame.append(block, button);
    button.addEventListener('click', async () => {
      const isCopied = await navigator.clipboard.writeText(block.innerText.trimEnd()).then(
        () => true,
        () => false,
      );
      button.textContent = isCopied ? 'Copied' : 'Not allowed';
      setTimeout(() => {
        button.textContent = 'Copy';
      }, COPIED_MS);
    });
  }
}
