import { expect, test } from 'vitest';
import type { ContainerView } from '../src/shared/exercise/index.ts';
import { heldPort } from './held-port.ts';

const OWN = 'sha256:own';

function container(name: string, imageId: string, state: string, hostPorts: readonly number[]): ContainerView {
  const ports = hostPorts.map((hostPort) => ({ containerPort: 80, hostPort, protocol: 'tcp' as const }));
  return { id: name, name, image: name, imageId, state, ports };
}

const old = container('tides', 'sha256:other', 'running', [8080]);

test('names the container that holds the port, and the one that it kept from starting', () => {
  expect(heldPort([old], 8080, OWN)).toBe('`tides` holds port 8080. Remove it first: `docker rm -f tides`.');
  expect(heldPort([old, container('gauge', OWN, 'created', [])], 8080, OWN)).toBe(
    '`tides` holds port 8080, so `gauge` could not start. Remove both, and start anew: `docker rm -f tides gauge`.',
  );
});

test('says nothing where the image’s own container has it, or nobody', () => {
  expect(heldPort([container('gauge', OWN, 'running', [8080])], 8080, OWN)).toBeUndefined();
  expect(heldPort([old], 8081, OWN)).toBeUndefined();
});
