import { EngineAsleepError, SandboxLostError } from '../sandbox/errors.ts';
import { NoAnswerError } from './http-get.ts';

/** The sandbox is paused or stopped, or its engine has not been started: the page says so itself, and looks again when it is back. */
export function isAway(error: unknown): boolean {
  const reason = error instanceof NoAnswerError ? error.cause : error;
  return reason instanceof EngineAsleepError || reason instanceof SandboxLostError;
}
