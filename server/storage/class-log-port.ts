import type { LearnerId } from '../../src/shared/ids.ts';
import type { BoardEvent } from '../domain/class-progress.ts';

/** How far somebody has read in both logs: the greatest sequence numbers, 0 for nothing. */
export interface LogPlace {
  readonly attempts: number;
  readonly deeds: number;
}

/** A line of either log. `sequence` tells it from all others of its log, and grows with each. */
export interface LogLine {
  readonly sequence: number;
  readonly learnerId: LearnerId;
  readonly event: BoardEvent;
}

/** What is asked of one log: lines behind a place, so many at most, of one learner or of everybody. */
export interface LogQuery {
  readonly log: keyof LogPlace;
  readonly after: number;
  readonly limit: number;
  readonly learner?: LearnerId;
}

/**
 * The two logs as somebody reads them who follows many learners. Lines come in the order of their sequence numbers. In a database with several writers a line may
 * appear behind one with a greater number: a gap in what everybody's lines are numbered by may still be filled.
 */
export interface ClassLog {
  end(): Promise<LogPlace>;
  lines(query: LogQuery): Promise<readonly LogLine[]>;
}
