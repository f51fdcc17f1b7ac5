// Get started: the widget's snippet for a page, a light that comes on with the first event, and the latest events.
import { h, show, field } from '../lib/dom.js';
import { get, list, post } from '../lib/api.js';
import { live, whileShown } from '../lib/live.js';
import { toast, tell } from '../components/dialog.js';
import { eventRow } from './profile.js';

const LATEST = 15;
/** How often the latest events are looked at while the page is shown, in milliseconds. */
const PAUSE = 1500;

export async function startView() {
  const [ingest, sources] = await Promise.all([get('ingest'), list('sources')]);
  const keyless = sources.find((source) => source.keyless && !source.revokedAt);
  let key = null;
  const code = h('pre', { class: 'snippet', tabindex: '0' });
  const keyNote = h('p', { class: 'quiet' });
  const draw = () => {
    show(code, h('code', {}, snippet(ingest.address, key)));
    keyNote.textContent = key ? 'The key in it is shown this once: copy it now.'
      : keyless ? `Without a key it works on pages of ${keyless.allowedOrigins.join(', ')}. For other sites, make a key below.`
        : 'Make a key for your site below: it is put into the snippet.';
  };
  draw();
  return {
    title: 'Get started',
    body: h('div', { class: 'view start' },
      h('div', { class: 'view-head' }, h('h1', {}, 'Get started'), light()),
      ingest.isRunning ? null : h('p', { class: 'notice' }, 'The ingest server does not run on this data directory: start strata-ingest.'),
      step(1, 'Copy the script', 'Paste it onto your website page, at the end of its body.', block(code), keyNote, keyForm((made) => { key = made; draw(); })),
      step(2, 'Register events', 'Say what happens on your page. The example does so when GET STARTED is clicked.', block(h('pre', { class: 'snippet', tabindex: '0' }, h('code', {}, EVENT)))),
      step(3, 'Tell who it is', PROPERTY_WORDS, block(h('pre', { class: 'snippet', tabindex: '0' }, h('code', {}, PROPERTY)))),
      step(4, 'Watch the events come in', null, latest())),
  };
}

const step = (number, title, words, ...content) => h('section', { class: 'card step' },
  h('h2', {}, h('span', { class: 'step-number', 'aria-hidden': 'true' }, number), title), words ? h('p', {}, words) : null, content);

const snippet = (address, key) => `<script>
  (function() {
    var script = document.createElement('script');
    script.src = "${address}/build/eventsWidget.bundle.js";
    script.async = true;${key ? `\n    script.dataset.writeKey = "${key}";` : ''}
    var entry = document.getElementsByTagName('script')[0];
    entry.parentNode.insertBefore(script, entry);
  })();
</script>`;

const EVENT = `<button id="get-start">Pricing for Team</button>
<script>
  document.querySelector('#get-start').addEventListener('click', function() {
    window.Erxes.sendEvent({ name: 'get-start', attributes: { price: 100, view: '80%' } });
  });
</script>`;

const PROPERTY_WORDS = 'identifyCustomer: userId, code, email and phone say who the visitor is, any other name becomes a property. '
  + 'updateCustomerProperty: firstName, lastName, primaryEmail, primaryPhone and code become that property, any other name tracked data.';

const PROPERTY = `window.Erxes.identifyCustomer({ email: 'ann@example.com' });
window.Erxes.updateCustomerProperty('pricing-team111', 'successfully');`;

/** A snippet with a button that copies it. */
function block(pre) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(pre.textContent);
      toast('Copied.');
    } catch {
      getSelection().selectAllChildren(pre);
      toast('Press Ctrl+C to copy what is marked.');
    }
  };
  return h('div', { class: 'snippet-block' }, pre, h('button', { type: 'button', class: 'small', onclick: copy }, 'Copy'));
}

function keyForm(done) {
  const origin = h('input', { type: 'url', placeholder: 'https://www.example.com', required: true });
  const make = async (event) => {
    event.preventDefault();
    try {
      const allowed = new URL(origin.value).origin;
      const source = await post('sources', { name: new URL(allowed).host, kind: 'browser', allowedOrigins: [allowed] });
      done(source.writeKey);
    } catch (error) {
      await tell('No key was made', error.message);
    }
  };
  return h('form', { class: 'inline-form', onsubmit: make }, field('Your site', origin), h('button', {}, 'Make a key'));
}

/** Comes on with the first event that there is. */
function light() {
  const lamp = h('p', { class: 'light', role: 'status' }, h('span', { class: 'lamp', 'aria-hidden': 'true' }), h('span', {}, 'Waiting for the first event…'));
  lamp.turn = (event) => {
    lamp.classList.add('on');
    lamp.lastChild.textContent = `Events arrive: the last one is ${event.name}`;
  };
  return Object.assign(lamp, { id: 'light' });
}

/** The latest events of everyone, looked at again while they are shown. */
function latest() {
  const rows = h('ol', { class: 'timeline', 'aria-label': 'Latest events' }, h('li', { class: 'quiet' }, 'None yet.'));
  let newest = null;
  const look = async () => {
    const { data } = await get(`events?limit=${LATEST}`);
    if (!data.length || data[0].id === newest) return;
    newest = data[0].id;
    document.querySelector('#light')?.turn(data[0]);
    show(rows, data.map(eventRow));
  };
  const again = async () => {
    if (!rows.isConnected) return;
    if (!document.hidden) await look().catch(() => {});
    setTimeout(again, PAUSE);
  };
  requestAnimationFrame(again);
  whileShown(rows, live, 'totals', () => look().catch(() => {}));
  return rows;
}
