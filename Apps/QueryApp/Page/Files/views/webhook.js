// A webhook: whether it works, what was sent to it, and what can be done.
import { h, icon, show, columnTitles, drawAgain } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { list, patch, post, read, remove } from '../lib/api.js';
import { allSegments } from '../lib/segments.js';
import { dateTime, plural, timeAgo } from '../lib/format.js';
import { go } from '../app/router.js';
import { confirm, tell, toast } from '../components/dialog.js';
import { standing, tellSecret, webhookForm } from './webhooks.js';

/** How often it is looked at again while it is shown, in milliseconds. */
const PAUSE = 1500;

export async function webhookView({ id }) {
  let webhook;
  let etag;
  /** What is drawn, of the webhook and of its deliveries. */
  let drawn = [];
  /** What is read by itself at this time, and whether no more is to be: it is being deleted here. */
  let [looking, isLeft] = [null, false];
  const head = h('div', { class: 'segment-head' });
  const edited = h('div');
  const deliveries = h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Deliveries' });

  let turn = 0;

  async function draw() {
    const mine = (turn += 1);
    const [now, rows] = await Promise.all([read(`webhooks/${id}`), list(`webhooks/${id}/deliveries?limit=100`)]);
    const faces = [now.data, rows].map((one) => JSON.stringify(one));
    const isOther = faces.map((face, n) => face !== drawn[n]);
    const segments = isOther[0] && now.data.segments !== 'all' ? await allSegments() : [];
    if (mine !== turn) return;
    ({ data: webhook, etag } = now);
    drawn = faces;
    if (isOther[0]) drawAgain(head, () => drawHead(new Map(segments.map((one) => [one.id, one.name]))));
    if (isOther[1]) show(deliveries, rows.length ? attempts(rows) : h('p', { class: 'quiet' }, 'Nothing was sent yet.'));
  }

  function drawHead(names) {
    const button = (text, action, kind = '') => h('button', { type: 'button', class: kind, onclick: () => act(action) }, text);
    show(head,
      h('div', { class: 'view-head' }, h('h1', {}, webhook.url, standing(webhook)),
        h('div', { class: 'actions' },
          h('button', { type: 'button', onclick: edit }, icon('edit'), 'Edit'),
          button('Send a test', async () => { await post(`webhooks/${id}/test`); toast('A test stands in line.'); }),
          webhook.enabled ? button('Pause', () => post(`webhooks/${id}/pause`)) : button('Resume', () => post(`webhooks/${id}/resume`)),
          button('Replay', replay), button('New secret', rotate), button('Delete', drop, 'danger'))),
      webhook.description ? h('p', { class: 'lede' }, webhook.description) : null,
      h('dl', { class: 'values' },
        ...row('Tells', webhook.events.join(', ')), ...row('Segments', webhook.segments === 'all' ? 'all' : webhook.segments.map((one, n) => [n ? ', ' : '', h('a', { href: href(`/segments/${one}`) }, names.get(one) ?? one)])),
        ...row('Format', webhook.format), ...row('Failing since', webhook.failingSince ? dateTime(webhook.failingSince) : '–'),
        ...row('Next attempt', webhook.nextAttemptAt ? dateTime(webhook.nextAttemptAt) : '–'),
        ...(webhook.disabledReason ? row('Disabled', webhook.disabledReason) : [])));
  }

  async function act(action) {
    try {
      if ((await action()) !== false) await draw();
    } catch (error) {
      await tell('That did not work', error.message);
    }
  }

  async function edit() {
    const begun = etag;
    const close = () => {
      show(edited);
      head.querySelector('.actions button').focus();
    };
    const form = await webhookForm(webhook, 'Save webhook', async (body) => {
      await patch(`webhooks/${id}`, body, begun);
      await draw();
      close();
      toast('The webhook is saved.');
    }, h('button', { type: 'button', onclick: close }, 'Cancel'));
    show(edited, h('section', { class: 'card' }, h('h2', {}, 'Edit the webhook'), form));
    form.querySelector('input').focus();
  }

  async function replay() {
    const { messages } = await post(`webhooks/${id}/replay`);
    toast(messages ? `${plural(messages, 'message stands', 'messages stand')} in line again.` : 'Nothing was set aside.');
  }

  async function rotate() {
    if (!(await confirm('Make a new secret?', 'The old one signs beside it for a day.', 'Make it'))) return;
    await tellSecret((await post(`webhooks/${id}/rotate`)).secret);
  }

  async function drop() {
    if (!(await confirm('Delete the webhook?', 'What waits for it is dropped.', 'Delete', { danger: true }))) return false;
    isLeft = true;
    try {
      await looking;
      await remove(`webhooks/${id}`, etag);
      await go('/webhooks', { replace: true });
    } finally {
      isLeft = false;
    }
    return false;
  }

  await draw();
  const body = h('div', { class: 'view' }, head, edited, h('section', { class: 'part' },
    h('div', { class: 'part-head' }, h('h2', {}, 'Deliveries of the last 7 days'), h('button', { type: 'button', class: 'small', onclick: () => act(() => {}) }, 'Look again')), deliveries));

  function gone() {
    const heading = h('h1', { tabindex: '-1' }, webhook.url);
    drawAgain(body, () => show(body, heading, h('p', { role: 'status' }, 'This webhook was deleted.'), h('a', { href: href('/webhooks') }, 'To the webhooks')), heading);
  }

  /** The stream says nothing of deliveries: they are asked for while they are shown. */
  async function again() {
    if (!body.isConnected) return;
    if (!document.hidden && !isLeft) {
      looking = draw().then(() => false, (error) => error.status === 404);
      if (await looking) {
        gone();
        return;
      }
    }
    setTimeout(again, PAUSE);
  }
  setTimeout(again, PAUSE);
  return { title: 'Webhook', body };
}

const attempts = (rows) => h('table', { class: 'stack' },
  columnTitles('When', 'Message', 'Answer', 'Took', 'What it said'),
  h('tbody', {}, rows.map((one) => h('tr', {}, h('td', {}, timeAgo(one.at)), h('td', {}, one.type),
    h('td', {}, h('span', { class: `badge ${one.status >= 200 && one.status < 300 ? 'ready' : 'failed'}` }, one.status ?? 'none')),
    h('td', {}, `${one.tookMs} ms`), h('td', { class: 'answer' }, one.failure ?? one.answer)))));

const row = (title, content) => [h('dt', {}, title), h('dd', {}, content)];
