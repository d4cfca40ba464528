import type { PanelProps } from '../lib/desk-panels.ts';

interface PortPanelProps extends PanelProps {
  readonly port: number;
}

/** A published port of a container, as the platform shows it. */
export function PortPanel({ port, isShown }: PortPanelProps) {
  return <p class="desk-panel-note">{isShown ? `Port ${port}` : ''}</p>;
}
