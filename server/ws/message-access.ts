import type { ClassId, LearnerId } from '../../src/shared/ids.ts';
import type { ClientMessage } from '../../src/shared/protocol/index.ts';
import { isClassRight, type Right, type Visitor } from '../domain/access.ts';
import type { Access } from '../edge/access.ts';

/** What each message lets whoever sends it do. One of a class names it as `class`; a learner of the class, as `learner`. */
export const messageRights: Readonly<Record<ClientMessage['type'], Right>> = {
  hello: 'own',
  ping: 'own',
  'terminal.open': 'own',
  'terminal.resize': 'own',
  'terminal.ack': 'own',
  'terminal.answer': 'own',
  'terminal.end': 'own',
  'terminal.run': 'own',
  'exercise.watch': 'own',
  'exercise.run': 'own',
  'exercise.answer': 'own',
  'exercise.hint': 'own',
  'exercise.solution': 'own',
  'engine.watch': 'own',
  'files.watch': 'own',
  'page.at': 'own',
  'class.watch': 'class.watch',
  'class.unwatch': 'own',
  'help.watch': 'own',
  'help.raise': 'class.see',
  'help.agree': 'class.see',
  'help.decline': 'class.see',
  'help.hand-over': 'class.see',
  // Whose session it is decides. To take back and to end wait for nothing, not even for the class to be looked up.
  'help.take-back': 'own',
  'help.end': 'own',
  'help.say': 'class.see',
  'help.seen': 'class.see',
  'help.list': 'class.help',
  'help.ask': 'class.help',
  'help.lower': 'class.help',
  'help.message': 'class.help',
  'help.hint': 'class.help',
  'help.look': 'class.help',
  'help.open': 'class.help',
  // About a channel that this socket has opened.
  'help.ack': 'own',
};

/** Throws where the visitor may not send this; nothing to wait for (`undefined`) where it is about what is their own. */
export function requireMessageAccess(
  access: Pick<Access, 'require' | 'requireInClass'>,
  visitor: Visitor,
  message: ClientMessage,
): Promise<void> | undefined {
  const right = messageRights[message.type];
  if (!isClassRight(right)) {
    access.require(visitor, right);
    return undefined;
  }
  const { class: classId, learner } = message as { readonly class?: ClassId; readonly learner?: LearnerId };
  if (classId === undefined) throw new Error(`The message ${message.type} names no class.`);
  return access.requireInClass(visitor, right, { classId, ...(learner && { learnerId: learner }) });
}
