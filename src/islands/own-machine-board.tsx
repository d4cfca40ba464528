import { useEffect, useState } from 'preact/hooks';
import { agreeToMachine, type MachineAnswer, openWithLink, readMachine } from '../lib/own-machine.ts';
import type { OwnMachineView } from '../shared/own-machine-views.ts';
import { InlineCode } from './inline-code.tsx';
import { LazyAction } from './lazy-action.tsx';

/** A used token is in no history and on no screenshot. */
function takeToken(): string {
  const token = location.hash.slice(1);
  if (token !== '') history.replaceState(null, '', location.pathname);
  return token;
}

async function comeIn(): Promise<MachineAnswer> {
  const token = takeToken();
  if (token !== '') {
    const answer = await openWithLink(token);
    if (!answer.isOk && answer.status !== 401) return { kind: 'trouble', message: answer.message };
  }
  return readMachine();
}

/** What Drydock may touch on the learner's own machine, and their consent. Strangers are told where the link is. */
export function OwnMachineBoard() {
  const [answer, setAnswer] = useState<MachineAnswer>();
  const look = async () => setAnswer(await comeIn());
  useEffect(() => {
    void look();
    // The link may be opened in a tab that shows this page already.
    const again = () => void look();
    addEventListener('hashchange', again);
    return () => removeEventListener('hashchange', again);
  }, []);
  switch (answer?.kind) {
    case undefined:
      return <p role="status">Looking at your machine…</p>;
    case 'stranger':
      return <WhereIsTheLink />;
    case 'trouble':
      return (
        <>
          <h1>Your machine</h1>
          <p class="trouble" role="alert">
            {answer.message}
          </p>
          <p>
            <button type="button" class="button" onClick={() => void look()}>
              Try again
            </button>
          </p>
        </>
      );
    case 'read':
      return <Machine machine={answer.machine} />;
  }
}

function WhereIsTheLink() {
  return (
    <div role="status">
      <p class="kicker">Not open yet</p>
      <h1>Open Drydock with its link</h1>
      <p>
        This Drydock gives whoever opens it a shell on this machine, so it opens with a link alone. It was printed in
        the terminal where <code>npm start -- --engine own</code> runs.
      </p>
      <ol>
        <li>Go to that terminal.</li>
        <li>Open the whole link, up to its last character. In most terminals: Ctrl and a click.</li>
      </ol>
      <p class="soft">
        It works in every browser on this machine that you open it in. Give it to nobody: it is the key to your shell.
      </p>
    </div>
  );
}

function Machine({ machine }: { readonly machine: OwnMachineView }) {
  const { isAgreed, folder } = machine;
  const agree = async () => {
    const answer = await agreeToMachine();
    if (!answer.isOk) return answer.message;
    location.assign('/');
    return undefined;
  };
  return (
    <>
      <header>
        <p class="kicker">{isAgreed ? 'As you agreed' : 'Before you begin'}</p>
        <h1>Your machine</h1>
        <p class="summary">
          Lessons work on this machine: in your own shell, with the Docker Engine that you have. What you type there is
          done to it, as in any other terminal of yours.
        </p>
      </header>
      <Facts machine={machine} />
      <List
        title="What you will do in lessons"
        items={[
          'Pull public images, with your login and your limits',
          'Build images and tag them: `webapp:1.0` and the like',
          'Start containers, stop them and remove them',
          'Publish ports on this machine, such as 8080',
          `Write files in \`${folder}\`, a folder for each exercise`,
        ]}
      />
      <List
        title="What Drydock does by itself"
        items={[
          `Puts an exercise’s files into \`${folder}\`, where they are not there yet`,
          'Holds your shells, so that they outlive the page and the server',
          'Checks tasks by looking: at the engine’s images and containers, at the exercise’s files, at pages on ports that containers publish',
        ]}
      />
      <List
        title="What it never does"
        items={[
          'Remove or stop an image, a container, a volume or a network, or delete a file',
          'Change Docker’s settings or your shell’s',
          'Install anything, or run anything as another user',
          'Listen for other machines, or send anything away',
        ]}
      />
      <p class="soft">
        An exercise that changes more than what it makes itself says so, and asks you first. Images that you have count
        in a lesson as pulled. For a place of its own, with nothing of yours in it, start Drydock without{' '}
        <code>--engine own</code>.
      </p>
      <div class="own-foot">
        {isAgreed ? (
          <a class="button button-strong" href="/">
            Go to the lessons
          </a>
        ) : (
          <LazyAction class="button button-strong" label="Work on this machine" busyLabel="Opening…" act={agree} />
        )}
      </div>
    </>
  );
}

function Facts({ machine }: { readonly machine: OwnMachineView }) {
  const { engine, context, socket, user, shell, folder } = machine;
  return (
    <dl class="facts">
      <div>
        <dt>Docker Engine</dt>
        <dd>
          {engine ? (
            <>
              {engine.version} on {engine.name}
              <br />
              {counted(engine.images, 'image')}, {counted(engine.containers, 'container')}, {engine.running} of them
              running
            </>
          ) : (
            <span class="missing">It does not answer at the moment. Start it, then reload this page.</span>
          )}
        </dd>
      </div>
      <div>
        <dt>Reached by</dt>
        <dd>
          {context === null ? 'DOCKER_HOST' : `context “${context}”`}, <code>{socket}</code>
        </dd>
      </div>
      <div>
        <dt>Shell</dt>
        <dd>
          <code>{shell}</code> as <code>{user}</code>, with all that you may do
        </dd>
      </div>
      <div>
        <dt>Exercises in</dt>
        <dd>
          <code>{folder}</code>
        </dd>
      </div>
    </dl>
  );
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function List({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  return (
    <section>
      <h2>{title}</h2>
      <ul>
        {items.map((item) => (
          <li key={item}>
            <InlineCode text={item} />
          </li>
        ))}
      </ul>
    </section>
  );
}
