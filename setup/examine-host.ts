import { randomBytes } from 'node:crypto';
import type { Config } from '../server/config.ts';
import { type Finding, isFit, mustFix } from '../server/sandbox/finding.ts';
import { judgeHost } from '../server/sandbox/host-fitness.ts';
import { readHostFacts } from '../server/sandbox/read-host-facts.ts';
import { type EngineState, explainEngine, findEngine } from './find-engine.ts';
import { imageTags } from './image-tags.ts';
import { judgeDatabase, judgeDataFolder, judgeImages, judgePort } from './local-findings.ts';
import { probeImages } from './refuse-unfit-host.ts';
import { tryPlatform } from './try-platform.ts';

export interface ExamineOptions {
  /** The project's folder. */
  readonly root: string;
  readonly config: Config;
  readonly dockerHost: string | undefined;
  /** Without trying a sandbox. */
  readonly isQuick: boolean;
  readonly signal: AbortSignal;
}

/** Looks at the host, the least costly things first, and gives each finding as soon as it is known. */
export async function* examineHost(options: ExamineOptions): AsyncGenerator<Finding> {
  const { config, signal } = options;
  yield await judgePort(config);
  yield await judgeDataFolder(config);
  if (config.databaseUrl !== undefined) yield await judgeDatabase(config);

  const state = await findEngine(options.dockerHost);
  if (state.kind !== 'ready') return yield noEngine(state);
  const { docker } = state;
  const tags = await imageTags(options.root);
  const findings = judgeHost(await readHostFacts(docker, probeImages(tags), signal), config.maxSandboxes);
  yield* findings;
  const images = await judgeImages(docker, tags, config.registryVolume);
  yield images;
  // What is known to fail would only be explained worse.
  if (options.isQuick || !isFit(findings) || images.level !== 'ok') return;
  yield* tryPlatform({ docker, tags, config, installation: randomBytes(4).toString('hex'), signal });
}

function noEngine(state: Exclude<EngineState, { kind: 'ready' }>): Finding {
  return mustFix(
    `engine-${state.kind}`,
    'There is no Docker Engine that can be used.',
    'Sandboxes are containers on it.',
    explainEngine(state),
  );
}
