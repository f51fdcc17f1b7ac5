// Whether the server can be reached, told to the person by one line at the top.
import { h } from './dom.js';
import { href } from './paths.js';

export const connection = new EventTarget();
let isThere = true;
let line = null;

/** Between two looks at whether it is there again, in milliseconds. */
const PAUSE = 2000;

/** Takes note of what a call or the stream has seen; "back" is sent when the server is there again. */
export function note(reached) {
  if (reached === isThere) return;
  isThere = reached;
  if (reached) {
    line?.remove();
    connection.dispatchEvent(new Event('back'));
    return;
  }
  line = h('div', { class: 'offline', role: 'status' },
    'No connection to the server. What is shown may be old; it goes on by itself.');
  document.body.prepend(line);
  setTimeout(look, PAUSE);
}

async function look() {
  if (isThere) return;
  const reached = await fetch(href('healthz'), { cache: 'no-store' }).then((answer) => answer.ok, () => false);
  if (reached) note(true);
  else setTimeout(look, PAUSE);
}
