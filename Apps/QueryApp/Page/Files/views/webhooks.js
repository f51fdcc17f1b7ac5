// Who is told of changes, and new ones.
import { h, show } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { list, post } from '../lib/api.js';
import { live, whileShown } from '../lib/live.js';
import { plural, timeAgo } from '../lib/format.js';
import { openDialog } from '../components/dialog.js';
import { webhookForm } from './webhook-form.js';

export async function webhooksView(_, address) {
  const place = h('div');
  const draw = async () => {
    const webhooks = await list('webhooks');
    show(place, webhooks.length ? h('ul', { class: 'cards' }, webhooks.map(card)) : h('div', { class: 'empty' },
      h('h2', {}, 'No webhooks yet'), h('p', {}, 'A webhook tells another program when a count or the members of a segment change. Messages are signed as Standard Webhooks says.')));
  };
  const segment = address.get('new');
  const form = await webhookForm({ segments: segment ? [segment] : 'all', events: ['segment.count.updated'] }, 'Make webhook', async (body) => {
    const made = await post('webhooks', body);
    form.clear();
    await draw();
    await tellSecret(made.secret);
  });
  await draw();
  whileShown(place, live, 'definitions', draw);
  return {
    title: 'Webhooks',
    body: h('div', { class: 'view' }, h('div', { class: 'view-head' }, h('h1', {}, 'Webhooks')), place,
      h('section', { class: 'card' }, h('h2', {}, 'New webhook'), form)),
  };
}

export const standing = (webhook) => (!webhook.enabled
  ? h('span', { class: 'badge failed', title: webhook.disabledReason ?? '' }, webhook.disabledReason ? 'disabled' : 'paused')
  : webhook.consecutiveFailures ? h('span', { class: 'badge building' }, plural(webhook.consecutiveFailures, 'failure'))
    : h('span', { class: 'badge ready' }, 'on'));

const card = (webhook) => h('li', {}, h('a', { href: href(`/webhooks/${webhook.id}`) }, webhook.url), ' ', standing(webhook),
  h('p', { class: 'quiet' }, webhook.description ?? webhook.events.join(', '), ' · ', webhook.segments === 'all' ? 'all segments' : plural(webhook.segments.length, 'segment'), ' · made ', timeAgo(webhook.createdAt)));

/** Secrets are shown once. */
export const tellSecret = (secret) => openDialog('The secret of the webhook', (close) => [
  h('p', {}, 'The receiver checks signatures with it. It is shown this once:'),
  h('pre', { class: 'snippet', tabindex: '0' }, h('code', {}, secret)),
  h('div', { class: 'actions' }, h('button', { type: 'button', class: 'primary', onclick: () => close() }, 'I have it')),
]);
