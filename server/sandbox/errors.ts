/** The sandbox is no longer running; open it again. */
export class SandboxLostError extends Error {
  override readonly name = 'SandboxLostError';
}

/** The learner's engine has not been started since the sandbox was, and nobody asked for it to be. */
export class EngineAsleepError extends Error {
  override readonly name = 'EngineAsleepError';
}

/** As many sandboxes run as may, and as many learners wait. The one that was asked for is kept as it is. */
export class SandboxesFullError extends Error {
  override readonly name = 'SandboxesFullError';
}
