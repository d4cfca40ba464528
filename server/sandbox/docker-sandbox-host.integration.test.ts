import { inject } from 'vitest';
import { createDockerSandboxHarness } from './docker-sandbox-harness.ts';
import { sandboxHostContract } from './sandbox-host-contract.ts';

sandboxHostContract('sandboxes in containers', () => createDockerSandboxHarness(inject('images').sandbox));
