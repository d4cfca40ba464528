import { Fragment } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { MoreIcon } from './desk-icons.tsx';

export interface MenuItem {
  readonly label: string;
  /** The keys that do the same, each as it stands on the keyboard. */
  readonly keys?: readonly string[];
  /** Present for what is switched on and off. */
  readonly isOn?: boolean;
  readonly isDisabled?: boolean;
  /** The menu stays, because it will likely be pressed again. */
  readonly staysOpen?: boolean;
  readonly act: () => void;
}

interface TerminalMenuProps {
  readonly label: string;
  readonly groups: readonly (readonly MenuItem[])[];
}

/** A button with a menu, worked by the keys of the ARIA menu pattern. */
export function TerminalMenu({ label, groups }: TerminalMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const items = () => [...(root.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];

  // At once, or the next key would go to what lies around the menu.
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    items()[0]?.focus();
    const closeOutside = ({ target }: PointerEvent) => {
      if (!(target instanceof Node && root.current?.contains(target))) setOpen(false);
    };
    document.addEventListener('pointerdown', closeOutside);
    return () => document.removeEventListener('pointerdown', closeOutside);
  }, [isOpen]);

  const choose = (item: MenuItem) => {
    if (item.isDisabled) return;
    if (!item.staysOpen) {
      setOpen(false);
      // What is chosen may move the focus on from here.
      button.current?.focus();
    }
    item.act();
  };
  const handleKey = (event: KeyboardEvent) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const startsWith = (item: HTMLElement) => item.textContent?.toLowerCase().startsWith(event.key.toLowerCase());
    if (event.key === 'ArrowDown') all[(at + 1) % all.length]?.focus();
    else if (event.key === 'ArrowUp') all.at(at - 1)?.focus();
    else if (event.key === 'Home') all[0]?.focus();
    else if (event.key === 'End') all.at(-1)?.focus();
    else if (event.key === 'Escape') {
      setOpen(false);
      button.current?.focus();
    } else if (event.key === 'Tab') {
      setOpen(false);
      return;
    } else if (/^\p{L}$/u.test(event.key) && !event.ctrlKey && !event.metaKey) {
      [...all.slice(at + 1), ...all.slice(0, at + 1)].find(startsWith)?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="terminal-menu" ref={root}>
      <button
        type="button"
        class="desk-tool"
        ref={button}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        <MoreIcon />
      </button>
      {isOpen && (
        <div class="terminal-menu-items" role="menu" aria-label={label} onKeyDown={handleKey}>
          {groups.map((group, index) => (
            <Fragment key={group[0]?.label}>
              {index > 0 && <hr />}
              {group.map((item) => (
                <button
                  key={item.label}
                  type="button"
                  role={item.isOn === undefined ? 'menuitem' : 'menuitemcheckbox'}
                  aria-checked={item.isOn}
                  aria-disabled={item.isDisabled}
                  tabIndex={-1}
                  onClick={() => choose(item)}
                >
                  <span>{item.label}</span>
                  {item.keys && (
                    <span class="terminal-menu-keys">
                      {item.keys.map((key) => (
                        <kbd key={key}>{key}</kbd>
                      ))}
                    </span>
                  )}
                </button>
              ))}
            </Fragment>
          ))}
        </div>
      )}
    </div>
  );
}
