import { DeskStatus } from './desk-status.tsx';
import { DeskTabs } from './desk-tabs.tsx';
import { HelpButton } from './help-button.tsx';
import { SandboxMenu } from './sandbox-menu.tsx';

interface DeskBarProps {
  /** It stands over the terminals alone, in a window of their own. */
  readonly isAlone?: boolean;
}

/** The one bar over the desk: what lies on it, how the sandbox stands, what can be done with it. */
export function DeskBar({ isAlone = false }: DeskBarProps) {
  return (
    <>
      {!isAlone && <DeskTabs />}
      <DeskStatus />
      {!isAlone && <HelpButton />}
      <SandboxMenu />
    </>
  );
}
