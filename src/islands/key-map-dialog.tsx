import { useLayoutEffect, useRef } from 'preact/hooks';
import '../styles/key-map.css';
import { type KeyLine, keyMap } from '../lib/key-map.ts';
import { showDialog } from './show-dialog.tsx';
import { isApple } from './terminal-keys.ts';

/** Opens the list of every key. */
export function showKeyMap(): void {
  showDialog((close) => <KeyMapDialog onClose={close} />);
}

function KeyMapDialog({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="key-map" ref={dialog} aria-labelledby="key-map-title" closedby="any" onClose={onClose}>
      <div class="key-map-head">
        <h2 id="key-map-title">Keys</h2>
        <button type="button" class="button button-small" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
      <div class="key-map-groups">
        {keyMap.map(({ place, lines }) => (
          <section key={place}>
            <h3 class="kicker">{place}</h3>
            <dl>
              {lines.map((line) => (
                <div key={line.does}>
                  <dt>
                    {facesOf(line).map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{line.does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}

function facesOf({ keys, isCtrlEverywhere = false }: KeyLine): readonly string[] {
  return isApple() && !isCtrlEverywhere ? keys.map((key) => (key === 'Ctrl' ? '⌘' : key)) : keys;
}
