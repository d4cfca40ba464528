import { render } from 'preact';
import { helpState } from '../lib/help-state.ts';
import { takePart } from '../lib/learner-help.ts';
import '../styles/help.css';
import { HelpBar } from './help-bar.tsx';
import { HelpCards } from './help-cards.tsx';

let isShown = false;

/** Puts on the page what its learner sees of help, wherever they are: a bar at the top of the desk, or of a page without one, and what they are to answer or read. */
export function showHelp(): void {
  if (isShown) return;
  isShown = true;
  const strip = document.querySelector('.desk-strip');
  if (strip) {
    const place = document.createElement('div');
    place.className = 'help-place';
    strip.after(place);
    render(<HelpBar />, place);
  }
  const float = document.createElement('div');
  float.className = 'help-float';
  document.querySelector('.skip-link')?.after(float);
  render(<HelpBar />, float);
  const cards = document.createElement('div');
  cards.className = 'help-cards';
  document.body.append(cards);
  render(<HelpCards />, cards);
  keepMarked();
  void takePart().catch(() => {});
}

/** Who has another tab in front of them is to see it, too. */
const MARK = '◉ ';

/** The edge of the terminal, and the page's name among the tabs, say all the time that somebody looks. */
function keepMarked(): void {
  const mark = () => {
    const { own } = helpState.get();
    const isSeen = own?.stage === 'looking' || own?.stage === 'typing';
    if (isSeen) document.documentElement.dataset['help'] = own.stage;
    else delete document.documentElement.dataset['help'];
    const bare = document.title.replace(/^◉ [^·]* · /, '');
    const title = isSeen
      ? `${MARK}${own.helper ?? 'An instructor'} ${own.stage === 'typing' ? 'types here' : 'looks'} · ${bare}`
      : bare;
    if (document.title !== title) document.title = title;
  };
  helpState.subscribe(mark);
  mark();
}
