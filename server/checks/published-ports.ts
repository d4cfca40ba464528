import type { Agent } from 'node:http';
import { PacedFlight } from '../domain/paced-flight.ts';
import { isAway } from './away.ts';
import { createEngineReader } from './engine-reader.ts';

const READ_TIMEOUT_MS = 5_000;

/** A command of the learner's is a few events. */
const READS = { atOnce: 4, perSecond: 5 } as const;

/** The TCP ports that running containers of one engine publish. */
export class PublishedPorts implements Disposable {
  readonly #flight: PacedFlight;
  #ports: readonly number[] = [];

  constructor(options: {
    readonly agent: Agent;
    readonly onChange: (ports: readonly number[]) => void;
    readonly onError: (error: unknown) => void;
  }) {
    const { agent, onChange, onError } = options;
    this.#flight = new PacedFlight(async () => {
      try {
        const ports = await readPorts(agent);
        if (JSON.stringify(ports) === JSON.stringify(this.#ports)) return;
        this.#ports = ports;
        onChange(ports);
      } catch (error) {
        if (!isAway(error)) onError(error);
      }
    }, READS);
  }

  /** In ascending order, as they were when they were last looked at. */
  get ports(): readonly number[] {
    return this.#ports;
  }

  /** Looks soon. */
  look(): void {
    this.#flight.ask();
  }

  [Symbol.dispose](): void {
    this.#flight[Symbol.dispose]();
  }
}

async function readPorts(agent: Agent): Promise<readonly number[]> {
  const containers = await createEngineReader(agent, AbortSignal.timeout(READ_TIMEOUT_MS)).containers();
  const ports = containers
    .filter(({ state }) => state === 'running')
    .flatMap((container) => container.ports.filter(({ protocol }) => protocol === 'tcp'))
    .map(({ hostPort }) => hostPort);
  return [...new Set(ports)].sort((one, other) => one - other);
}
