import { useEffect, useState } from 'preact/hooks';
import { type Advice, adviseOn, describeBytes, freePlaces } from '../lib/capacity.ts';
import { type CapacityAnswer, readCapacity } from '../lib/read-capacity.ts';
import { repeatWhileVisible } from '../lib/while-visible.ts';
import type { Capacity } from '../shared/views.ts';
import { InlineCode } from './inline-code.tsx';
import { PullsBoard } from './pulls-board.tsx';

/** A class comes in within minutes. */
const READ_EVERY_MS = 5_000;

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** How many sandboxes there are, how many more there can be, and what they pull. For instructors: others see why not. */
export function CapacityBoard() {
  const [latest, setLatest] = useState<CapacityAnswer>();
  const [read, setRead] = useState<Extract<CapacityAnswer, { kind: 'read' }>>();
  useEffect(() => {
    const stop = repeatWhileVisible(async () => {
      const answer = await readCapacity();
      setLatest(answer);
      if (answer.kind === 'read') setRead(answer);
      if (answer.kind === 'refused') stop();
    }, READ_EVERY_MS);
    return stop;
  }, []);

  if (latest?.kind === 'refused') return <Refusal message={latest.message} />;
  const isStale = latest?.kind === 'unreachable';
  return (
    <>
      <div class="advice" role="status">
        {isStale && <p class="trouble">{latest.message}</p>}
        {read && !isStale && <AdviceList advice={adviseOn(read.capacity)} />}
      </div>
      {read ? <Figures capacity={read.capacity} /> : !isStale && <p>Reading…</p>}
      {read && <PullsBoard everyMs={READ_EVERY_MS} />}
      {read && (
        <p class="read-at">
          {isStale ? 'Last read at' : 'Read at'} <time>{clock.format(read.readAt)}</time>
          {!isStale && `, and again every ${READ_EVERY_MS / 1_000} seconds`}.
        </p>
      )}
    </>
  );
}

function Refusal({ message }: { readonly message: string }) {
  return (
    <div role="status">
      <p>{message}</p>
      <p class="onward">
        <a class="button button-strong" href="/sign-in/">
          Sign in
        </a>{' '}
        <a class="button" href="/">
          Go to the contents
        </a>
      </p>
    </div>
  );
}

function AdviceList({ advice }: { readonly advice: readonly Advice[] }) {
  if (advice.length === 0) return <p>There is room for the next learner.</p>;
  return (
    <>
      {advice.map(({ kind, what, todo }) => (
        <p key={kind} class="advice-item" data-kind={kind}>
          <strong>{what}</strong> <InlineCode text={todo} />
        </p>
      ))}
    </>
  );
}

function Figures({ capacity }: { readonly capacity: Capacity }) {
  const { limit, ready, paused, warm, stopped, waiting, host } = capacity;
  const free = freePlaces(capacity);
  const parts = [
    { kind: 'ready', name: 'At work', count: ready },
    { kind: 'paused', name: 'Paused, as they were left', count: paused },
    { kind: 'warm', name: 'Warm, for the next learners', count: warm },
    { kind: 'free', name: 'Free', count: free },
  ];
  return (
    <>
      <section aria-labelledby="places-title">
        <h2 id="places-title" class="headline">
          <span class="figure">{ready + paused}</span> of {limit} places in use
        </h2>
        <div class="bar" aria-hidden="true">
          {parts.map(
            ({ kind, count }) => count > 0 && <span key={kind} data-part={kind} style={{ flexGrow: count }} />,
          )}
        </div>
        <dl class="parts">
          {parts.map(({ kind, name, count }) => (
            <div key={kind}>
              <dt data-part={kind}>{name}</dt>
              <dd>{count}</dd>
            </div>
          ))}
        </dl>
        <dl class="rows">
          <div>
            <dt>Learners in the line</dt>
            <dd>{waiting}</dd>
          </div>
          <div>
            <dt>Stopped: kept on disk, without a place</dt>
            <dd>{stopped}</dd>
          </div>
        </dl>
      </section>
      {host && (
        <section aria-labelledby="host-title">
          <h2 id="host-title">The host</h2>
          <dl class="rows">
            <Room name="Memory" freeBytes={host.memoryAvailableBytes} totalBytes={host.memoryTotalBytes} />
            <Room name="Disk" freeBytes={host.diskFreeBytes} totalBytes={host.diskTotalBytes} />
          </dl>
        </section>
      )}
    </>
  );
}

interface RoomProps {
  readonly name: string;
  readonly freeBytes: number;
  readonly totalBytes: number;
}

function Room({ name, freeBytes, totalBytes }: RoomProps) {
  return (
    <div class="room">
      <dt>{name}</dt>
      <dd>
        {describeBytes(freeBytes)} free of {describeBytes(totalBytes)}
      </dd>
      <dd class="bar" aria-hidden="true">
        <span data-part="ready" style={{ flexGrow: Math.max(0, totalBytes - freeBytes) }} />
        <span data-part="free" style={{ flexGrow: freeBytes }} />
      </dd>
    </div>
  );
}
