import type { ContainerChanges } from '../../src/shared/explorer-views.ts';
import { createDialAgent } from '../sandbox/dial-agent.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { createEngineReader } from './engine-reader.ts';

const marks = { added: 'added', modified: 'changed', deleted: 'removed' } as const;

/** What is other in a container than in its image, as an engine tells that somebody has started. */
export async function readContainerChanges(
  sandbox: Pick<ReadySandbox, 'dial'>,
  id: string,
  signal: AbortSignal,
): Promise<ContainerChanges['changes']> {
  const agent = createDialAgent(sandbox, { kind: 'started-engine' });
  try {
    const changes = await createEngineReader(agent, signal).changes(id);
    return changes.map(({ path, kind }) => ({ path: path.replace(/^\//, ''), mark: marks[kind] }));
  } finally {
    agent.destroy();
  }
}
