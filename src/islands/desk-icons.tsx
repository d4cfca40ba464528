import type { ComponentChildren } from 'preact';

/** Drawn in 16 by 16, by lines in the colour of the text. What they mean stands in the label of their button. */
function Icon({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg class="desk-icon" viewBox="0 0 16 16" aria-hidden="true">
      {children}
    </svg>
  );
}

export const PlusIcon = () => (
  <Icon>
    <path d="M8 3v10M3 8h10" />
  </Icon>
);

export const CrossIcon = () => (
  <Icon>
    <path d="m4.5 4.5 7 7m0-7-7 7" />
  </Icon>
);

export const MoreIcon = () => (
  <Icon>
    <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2.2" />
  </Icon>
);

export const ReloadIcon = () => (
  <Icon>
    <path d="M12.6 6.2A5 5 0 1 0 13 8.6M12.8 3v3.3H9.5" />
  </Icon>
);

export const OutsideIcon = () => (
  <Icon>
    <path d="M9 3h4v4M13 3 7.5 8.5M11.5 9.5V13H3V4.5h3.5" />
  </Icon>
);
