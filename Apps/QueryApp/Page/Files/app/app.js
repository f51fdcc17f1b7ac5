// The page: navigation at the side, and the view that the address names.
import { h, icon } from '../lib/dom.js';
import { ApiError } from '../lib/api.js';
import { href } from '../lib/paths.js';
import { openStream } from '../lib/live.js';
import { startRouter } from './router.js';
import { clearMishaps, tellMishap } from '../components/mishap.js';

const PLACES = [
  ['/segments', 'Segments', 'segments'],
  ['/customers', 'Customers', 'person'],
  ['/leads', 'Leads', 'person'],
  ['/contacts', 'Contacts', 'list'],
  ['/companies', 'Companies', 'company'],
  ['/start', 'Get started', 'start'],
  ['/webhooks', 'Webhooks', 'hook'],
  ['/settings', 'Settings', 'settings'],
];

const logo = new URL('../style/icon.svg', import.meta.url).href;
// The address in the document is relative, and would be another one at another place.
document.querySelector('link[rel=icon]').href = logo;

const links = PLACES.map(([path, title, name]) => (
  h('a', { href: href(path), data: { path } }, icon(name), h('span', {}, title))
));
const nav = h('nav', { 'aria-label': 'Main' }, links);
const main = h('main', { id: 'main', tabindex: '-1' });

document.body.append(
  h('a', { class: 'skip', href: '#main', onclick: (event) => { event.preventDefault(); main.focus(); } },
    'Skip to the content'),
  h('div', { class: 'frame' },
    h('header', { class: 'side' },
      h('a', { class: 'brand', href: href('/segments') },
        h('img', { src: logo, alt: '', width: 24, height: 24 }), 'Strata'),
      nav),
    main));

openStream();
startRouter(main, (place) => {
  clearMishaps();
  for (const link of links) {
    const isHere = place === link.dataset.path || place.startsWith(`${link.dataset.path}/`);
    if (!isHere) link.removeAttribute('aria-current');
    else {
      link.setAttribute('aria-current', 'page');
      // In a narrow window the places stand in one line that is wider than it.
      nav.scrollLeft = link.offsetLeft - (nav.clientWidth - link.offsetWidth) / 2;
    }
  }
});

// An error that nobody has caught is told, not swallowed, and what is shown stays. That the server cannot be reached is
// told by a line of its own, and what was to be read is read when the server is back.
window.addEventListener('unhandledrejection', (event) => {
  const isUnreachable = event.reason instanceof ApiError && event.reason.status === 0;
  if (event.reason?.name === 'AbortError' || isUnreachable) event.preventDefault();
  else tellMishap(`Something went wrong: ${event.reason?.message}`);
});
