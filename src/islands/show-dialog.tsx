import { type ComponentChild, render } from 'preact';

/** Puts a dialog on the page until it calls `onClose`. It is to show itself in a layout effect: what is typed before it has the focus goes to the page. */
export function showDialog(create: (onClose: () => void) => ComponentChild): void {
  const place = document.createElement('div');
  document.body.append(place);
  const end = () => {
    render(null, place);
    place.remove();
  };
  render(create(end), place);
}
