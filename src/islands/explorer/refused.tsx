/** Why something of an image is not shown, and a way to try again. */
export function Refused({ problem, again }: { readonly problem: string; readonly again: () => void }) {
  return (
    <p class="explorer-note" role="alert">
      {problem}{' '}
      <button type="button" class="button button-small" onClick={again}>
        Try again
      </button>
    </p>
  );
}
