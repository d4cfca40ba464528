/** The sandbox is no longer running; open it again. */
export class SandboxLostError extends Error {
  override readonly name = 'SandboxLostError';
}

/** As many sandboxes run as may. The one that was asked for is kept as it is. */
export class SandboxesFullError extends Error {
  override readonly name = 'SandboxesFullError';
}
