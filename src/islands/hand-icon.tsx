/** A raised hand, as the button that raises it has it. */
export function HandIcon() {
  return (
    <svg class="desk-icon hand-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M5 8V4.2a1 1 0 0 1 2 0V7m0-.4V3a1 1 0 0 1 2 0v3.6M9 7V3.8a1 1 0 0 1 2 0V8m0-1.4a1 1 0 0 1 2 0V10c0 2.500-1.600 4-4 4S6 13 5 11.500L3.300 9a1 1 0 0 1 1.700-1.100l.9 1.100" />
    </svg>
  );
}
