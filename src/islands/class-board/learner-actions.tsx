export interface LearnerActionsProps {
  readonly classId: string;
  readonly learner: { readonly id: string; readonly name: string };
}

/** What staff may do for the learner whose panel is open: the place for asking to look, for messages and for hints. */
export function LearnerActions(_props: LearnerActionsProps) {
  return null;
}
