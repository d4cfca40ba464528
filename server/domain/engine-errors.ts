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
