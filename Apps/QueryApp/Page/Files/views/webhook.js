// A webhook: whether it works, what was sent to it, and what can be done.
import { h, show, columnTitles } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { list, post, read, remove } from '../lib/api.js';
import { allSegments } from '../lib/segments.js';
import { dateTime, plural, timeAgo } from '../lib/format.js';
import { go } from '../app/router.js';
import { confirm, tell, toast } from '../components/dialog.js';
import { standing, tellSecret } from './webhooks.js';

export async function webhookView({ id }) {
  let webhook;
  let etag;
  const head = h('div', { class: 'segment-head' });
  const deliveries = h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Deliveries' });

  async function draw() {
    ({ data: webhook, etag } = await read(`webhooks/${id}`));
    const names = new Map(webhook.segments === 'all' ? [] : (await allSegments()).map((one) => [one.id, one.name]));
    const button = (text, action, kind = '') => h('button', { type: 'button', class: kind, onclick: () => act(action) }, text);
    show(head,
      h('div', { class: 'view-head' }, h('h1', {}, webhook.url, standing(webhook)),
        h('div', { class: 'actions' },
          button('Send a test', async () => { await post(`webhooks/${id}/test`); toast('A test stands in line.'); }),
          webhook.enabled ? button('Pause', () => post(`webhooks/${id}/pause`)) : button('Resume', () => post(`webhooks/${id}/resume`)),
          button('Replay', replay), button('New secret', rotate), button('Delete', drop, 'danger'))),
      webhook.description ? h('p', { class: 'lede' }, webhook.description) : null,
      h('dl', { class: 'values' },
        ...row('Tells', webhook.events.join(', ')), ...row('Segments', webhook.segments === 'all' ? 'all' : webhook.segments.map((one, n) => [n ? ', ' : '', h('a', { href: href(`/segments/${one}`) }, names.get(one) ?? one)])),
        ...row('Format', webhook.format), ...row('Failing since', webhook.failingSince ? dateTime(webhook.failingSince) : '–'),
        ...row('Next attempt', webhook.nextAttemptAt ? dateTime(webhook.nextAttemptAt) : '–'),
        ...(webhook.disabledReason ? row('Disabled', webhook.disabledReason) : [])));
    const rows = await list(`webhooks/${id}/deliveries?limit=100`);
    show(deliveries, rows.length ? h('table', { class: 'stack' },
      columnTitles('When', 'Message', 'Answer', 'Took', 'What it said'),
      h('tbody', {}, rows.map((one) => h('tr', {}, h('td', {}, timeAgo(one.at)), h('td', {}, one.type),
        h('td', {}, h('span', { class: `badge ${one.status >= 200 && one.status < 300 ? 'ready' : 'failed'}` }, one.status ?? 'none')),
        h('td', {}, `${one.tookMs} ms`), h('td', { class: 'answer' }, one.failure ?? one.answer))))) : h('p', { class: 'quiet' }, 'Nothing was sent yet.'));
  }

  async function act(action) {
    try {
      if ((await action()) !== false) await draw();
    } catch (error) {
      await tell('That did not work', error.message);
    }
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
    await remove(`webhooks/${id}`, etag);
    await go('/webhooks', { replace: true });
    return false;
  }

  await draw();
  return {
    title: 'Webhook',
    body: h('div', { class: 'view' }, head, h('section', { class: 'part' },
      h('div', { class: 'part-head' }, h('h2', {}, 'Deliveries of the last 7 days'), h('button', { type: 'button', class: 'small', onclick: () => act(() => {}) }, 'Look again')), deliveries)),
  };
}

const row = (title, content) => [h('dt', {}, title), h('dd', {}, content)];
