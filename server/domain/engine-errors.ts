/** Whether the Docker Engine answered with this HTTP status. */
export function isEngineStatus(error: unknown, status: number): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === status;
}

/** The same as the request, but `undefined` for what the engine does not have. */
export async function unlessMissing<Result>(request: Promise<Result>): Promise<Result | undefined> {
  try {
    return await request;
  } catch (error) {
    if (isEngineStatus(error, 404)) return undefined;
    throw error;
  }
}

/** The container is not there, or not in the state that was asked of it: removed, stopped or paused behind our back. */
export function isNotRunning(error: unknown): boolean {
  return isEngineStatus(error, 404) || isEngineStatus(error, 409);
}

/** Another process has created, started or removed the same container meanwhile: looking again tells what is left to do. */
export function wasOvertaken(error: unknown): boolean {
  return isNotRunning(error) || isEngineStatus(error, 304);
}

/** runc gave up on freezing processes that were too busy to be stopped within its second, and let them go on; seen on cgroup v1. */
export function wasTooBusyToFreeze(error: unknown): boolean {
  return isEngineStatus(error, 500) && String(error).includes('unable to freeze');
}
