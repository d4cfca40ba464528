/** The sandbox is no longer running; open it again. */
export class SandboxLostError extends Error {
  override readonly name = 'SandboxLostError';
}
