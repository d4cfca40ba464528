import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { announce } from '../lib/announce.ts';
import type { Connection } from '../lib/connection.ts';
import { describeEndToHelper } from '../lib/help-words.ts';
import { connectStaff, hearOfHelp, sayAsStaff, staffHelp } from '../lib/staff-help.ts';
import type { StaffHelp } from '../shared/help-views.ts';
import type { ClassId } from '../shared/ids.ts';
import type { ExerciseState } from '../shared/views.ts';
import { HelpTalk } from './help-talk.tsx';
import { type CardOfTasks, HelpedTasks } from './helped-tasks.tsx';
import { useStore } from './use-store.ts';

/** How long somebody is said to type after the last that was heard of it, in ms. */
const TYPES_FOR_MS = 1_500;

interface HelpViewProps {
  readonly classId: ClassId;
  readonly help: StaffHelp;
  readonly cards: readonly CardOfTasks[];
}

/** One session as its helper has it: the learner's terminals, their tasks, what the two write. */
export function HelpView({ classId, help, cards }: HelpViewProps) {
  const { session, learnerName, stage } = help;
  const [connection, setConnection] = useState<Connection>();
  const [Screen, setScreen] =
    useState<ComponentType<Parameters<typeof import('./helped-screen.tsx').HelpedScreen>[0]>>();
  const [terminals, setTerminals] = useState<readonly string[]>();
  const [chosen, setChosen] = useState<string>();
  const [tasks, setTasks] = useState<readonly ExerciseState[]>([]);
  const [typist, setTypist] = useState<'learner' | 'helper'>();
  const isConnected = useStore(staffHelp, (state) => state.isConnected);
  const head = useRef<HTMLHeadingElement>(null);
  const isShown = stage === 'looking' || stage === 'typing';

  useEffect(() => {
    void import('./helped-screen.tsx').then(
      ({ HelpedScreen }) => setScreen(() => HelpedScreen),
      () => announce('The terminal could not be loaded. Reload the page.'),
    );
    void connectStaff().then(setConnection);
  }, []);

  useEffect(() => {
    if (!isShown) return undefined;
    let quiet: ReturnType<typeof setTimeout> | undefined;
    const look = () => void sayAsStaff({ type: 'help.look', class: classId, session });
    const stop = hearOfHelp({
      onGreeted: look,
      onLost: () => {},
      onMessage: (message) => {
        if (!('session' in message) || message.session !== session) return;
        if (message.type === 'help.terminals') setTerminals(message.terminals);
        if (message.type === 'help.tasks') setTasks(message.exercises);
        if (message.type !== 'help.typed') return;
        clearTimeout(quiet);
        quiet = setTimeout(() => setTypist(undefined), TYPES_FOR_MS);
        setTypist(message.isLearner ? 'learner' : 'helper');
      },
      onOutput: () => false,
      onRefused: () => false,
    });
    look();
    return () => {
      stop();
      clearTimeout(quiet);
    };
  }, [isShown, session, classId]);

  const name = chosen !== undefined && terminals?.includes(chosen) ? chosen : terminals?.[0];
  const end = () => void sayAsStaff({ type: 'help.end', class: classId, session });
  const mayType = stage === 'typing';
  return (
    <div class="help-view" data-stage={stage}>
      <header class="help-view-head">
        <h1 tabIndex={-1} ref={head}>
          {learnerName}
        </h1>
        <p class="help-says" role="status">
          <span class="help-eye" aria-hidden="true" />
          {isConnected ? describeStage(help) : 'The connection is lost. Reconnecting…'}
        </p>
        <p class="help-typist" aria-hidden="true">
          {typist && mayType && (typist === 'helper' ? 'You type' : `${learnerName} types`)}
        </p>
        <div class="help-acts">
          <button type="button" class="button button-small" onClick={end}>
            {isShown ? 'End' : 'Take the question back'}
          </button>
        </div>
      </header>
      <div class="help-view-body">
        <section class="help-terminals" aria-label={`Terminals of ${learnerName}`}>
          {terminals && terminals.length > 1 && (
            <div class="help-tabs" role="group" aria-label="Terminal">
              {terminals.map((each) => (
                <button
                  key={each}
                  type="button"
                  class="desk-tab"
                  aria-pressed={each === name}
                  onClick={() => setChosen(each)}
                >
                  {each}
                </button>
              ))}
            </div>
          )}
          {isShown && connection && Screen && name !== undefined ? (
            <Screen
              key={name}
              connection={connection}
              classId={classId}
              session={session}
              name={name}
              mayType={mayType}
              onLeave={() => head.current?.focus()}
            />
          ) : (
            <p class="help-blank">{describeBlank(help, terminals)}</p>
          )}
        </section>
        <aside class="help-side" aria-label="Tasks and words">
          <HelpTalk
            lines={help.lines}
            isLearner={false}
            other={learnerName}
            onSay={(text) => void sayAsStaff({ type: 'help.say', class: classId, session, text })}
          />
          <HelpedTasks classId={classId} learner={help.learner} cards={cards} states={tasks} isShown={isShown} />
        </aside>
      </div>
    </div>
  );
}

function describeStage({ stage, learnerName, isHere }: StaffHelp): string {
  const away = isHere ? '' : ` ${learnerName} has no page open now.`;
  switch (stage) {
    case 'raised':
      return `${learnerName} has raised a hand.${away}`;
    case 'asked':
      return `Asked. Nothing is shown before ${learnerName} agrees.${away}`;
    case 'looking':
      return `You are looking. You type only when ${learnerName} lets you.${away}`;
    case 'typing':
      return `You both type. ${learnerName} can take the keyboard back at any time.${away}`;
  }
}

function describeBlank({ stage, learnerName }: StaffHelp, terminals: readonly string[] | undefined): string {
  if (stage === 'asked' || stage === 'raised') return `Waiting for ${learnerName}…`;
  if (terminals?.length === 0) return `${learnerName} has no terminal open now. It is shown as soon as they open one.`;
  return 'Opening…';
}

/** How a session ended, for who helped in it. */
export function HelpEnded({ session }: { readonly session: string }) {
  const ended = useStore(staffHelp, (state) => state.ended)[session];
  return (
    <div class="help-over" role="status">
      <h1>Ended</h1>
      <p>{ended ? describeEndToHelper(ended.reason, ended.learner) : 'This help is over, or is not yours to see.'}</p>
      <p>
        <a class="button button-strong" href="#">
          Back to the hands
        </a>
      </p>
    </div>
  );
}
