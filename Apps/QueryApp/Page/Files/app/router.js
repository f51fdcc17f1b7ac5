// Which view an address shows. Links of this page change the address without loading it anew.
import { h, show, debounced } from '../lib/dom.js';
import { href, placeOf } from '../lib/paths.js';
import { ApiError } from '../lib/api.js';
import { beginView } from '../lib/live.js';
import { connection } from '../lib/connection.js';
import { lacking } from '../components/mishap.js';
import { closeDialogs } from '../components/dialog.js';
import { segmentsView } from '../views/segments.js';
import { segmentView } from '../views/segment.js';
import { editView } from '../views/edit.js';
import { peopleView } from '../views/people.js';
import { profileView } from '../views/profile.js';
import { startView } from '../views/start.js';
import { webhooksView } from '../views/webhooks.js';
import { webhookView } from '../views/webhook.js';
import { settingsView } from '../views/settings.js';

/** Each view takes (parameters, query) and gives {title, body}. */
const ROUTES = [
  ['/segments', segmentsView],
  ['/segments/new', editView],
  ['/segments/:id', segmentView],
  ['/segments/:id/edit', editView],
  ['/customers', (_, query) => peopleView('customer', query)],
  ['/leads', (_, query) => peopleView('lead', query)],
  ['/contacts', (_, query) => peopleView('contact', query)],
  ['/companies', (_, query) => peopleView('company', query)],
  ['/contacts/:id', ({ id }) => profileView('contacts', id)],
  ['/companies/:id', ({ id }) => profileView('companies', id)],
  ['/start', startView],
  ['/webhooks', webhooksView],
  ['/webhooks/:id', webhookView],
  ['/settings', settingsView],
];

let main;
let onPlace;
/** Asked before a view with something unsaved is left. */
let mayLeave = null;
let turn = 0;
let here = location.href;
/** What is shown is what the address names, at its place: where it is scrolled to may be kept. */
let isSettled = false;
/** For so long a view that was gone back to may grow until it can be scrolled to where it was, in milliseconds. */
const GROWS = 3000;

export function startRouter(element, told) {
  main = element;
  onPlace = told;
  document.addEventListener('click', follow);
  history.scrollRestoration = 'manual';
  window.addEventListener('scroll', debounced(150, keepScroll), { passive: true });
  window.addEventListener('popstate', async () => {
    isSettled = false;
    if (!mayLeave || await mayLeave()) enter();
    else {
      history.pushState(null, '', here);
      isSettled = true;
    }
  });
  window.addEventListener('beforeunload', (event) => { if (mayLeave?.isDirty()) event.preventDefault(); });
  enter();
}

/** The view that is shown wants to be asked before it is left: an async function with `isDirty()`. */
export function guard(question) { mayLeave = question; }

/** What the entry of the history that is shown has kept; it has that again when it is gone back to. */
export const kept = () => history.state ?? {};
export function keep(values) { history.replaceState({ ...history.state, ...values }, ''); }

function keepScroll() { if (isSettled && kept().scroll !== scrollY) keep({ scroll: scrollY }); }

/** Goes to a place of the page. `replace`: the place left is not gone back to. */
export async function go(path, { replace = false } = {}) {
  if (mayLeave && !(await mayLeave())) return;
  keepScroll();
  history[replace ? 'replaceState' : 'pushState'](null, '', href(path));
  await enter();
}

/** Changes these values of the address's query, and no others, without showing the view anew; an empty one goes. */
export function setQuery(values) {
  const query = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(values)) {
    if (value) query.set(key, value);
    else query.delete(key);
  }
  const text = query.toString();
  history.replaceState(history.state, '', location.pathname + (text ? `?${text}` : ''));
  here = location.href;
}

function follow(event) {
  const link = event.target.closest?.('a[href]');
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const url = new URL(link.href);
  const place = placeOf(url);
  if (!place || link.download || link.target || place.startsWith('/api/')) return;
  event.preventDefault();
  go(place + url.search);
}

function match(place) {
  for (const [pattern, view] of ROUTES) {
    const names = pattern.match(/:\w+/g) ?? [];
    const found = place.match(new RegExp(`^${pattern.replace(/:\w+/g, '([^/]+)')}$`));
    if (found) return [view, Object.fromEntries(names.map((name, n) => [name.slice(1), decodeURIComponent(found[n + 1])]))];
  }
  return null;
}

/** What the window is called: the view that is shown. */
export const setTitle = (title) => { document.title = `${title} – Strata`; };

async function enter() {
  mayLeave = null;
  isSettled = false;
  closeDialogs();
  here = location.href;
  const mine = (turn += 1);
  beginView();
  let place = placeOf(new URL(location.href)) ?? '/';
  if (place.length > 1) place = place.replace(/\/$/, '');
  if (place === '/') {
    history.replaceState(null, '', href('/segments'));
    place = '/segments';
  }
  onPlace(place);
  main.setAttribute('aria-busy', 'true');
  const shown = await find(place);
  if (mine !== turn) return;
  main.removeAttribute('aria-busy');
  setTitle(shown.title);
  const isFirst = main.childElementCount === 0;
  show(main, shown.body);
  scrollBack(kept().scroll ?? 0);
  if (!isFirst) main.focus({ preventScroll: true });
  shown.ready?.();
}

/** Scrolls to where the view was, as soon as it is long enough; not any more once the person does something. */
function scrollBack(top) {
  const mine = turn;
  const deeds = ['wheel', 'pointerdown', 'keydown', 'touchstart'];
  const stop = () => {
    observer.disconnect();
    for (const deed of deeds) window.removeEventListener(deed, stop);
    if (mine === turn) isSettled = true;
  };
  const look = () => {
    if (mine === turn) window.scrollTo(0, top);
    if (mine !== turn || scrollY >= top - 1) stop();
  };
  const observer = new ResizeObserver(look);
  observer.observe(main);
  for (const deed of deeds) window.addEventListener(deed, stop);
  setTimeout(stop, GROWS);
  look();
}

async function find(place) {
  try {
    const found = match(place);
    if (found) return await found[0](found[1], new URLSearchParams(location.search));
    return missing('There is nothing here.');
  } catch (error) {
    // What stands in the address is no text.
    if (error instanceof URIError) return missing('There is nothing here.');
    if (error instanceof ApiError && error.status === 404) return missing(error.message);
    if (error instanceof ApiError && error.status === 403) return { title: 'Not allowed', body: [h('h1', {}, 'Not allowed'), lacking(error)] };
    if (error instanceof ApiError && error.status === 0) againWhenBack();
    if (!(error instanceof ApiError)) reportError(error);
    return { title: 'Not shown', body: trouble(error) };
  }
}

/** A view that could not be read is shown once the server is there again, unless another is by then. */
function againWhenBack() {
  const mine = turn;
  connection.addEventListener('back', () => { if (mine === turn) enter(); }, { once: true });
}

const missing = (why) => ({
  title: 'Not found',
  body: [h('h1', {}, 'Not found'), h('p', {}, why), h('p', {}, h('a', { href: href('/segments') }, 'To the segments'))],
});

const trouble = (error) => [
  h('h1', {}, 'This cannot be shown now'), h('p', { class: 'mistake', role: 'alert' }, error.message),
  h('p', {}, h('button', { type: 'button', onclick: () => enter() }, 'Try again')),
];
