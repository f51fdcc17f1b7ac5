// Who is told of changes, and new ones.
import { h, show, field } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { list, post } from '../lib/api.js';
import { allSegments } from '../lib/segments.js';
import { live, whileShown } from '../lib/live.js';
import { plural, timeAgo } from '../lib/format.js';
import { openDialog } from '../components/dialog.js';

const EVENTS = [
  ['segment.count.updated', 'The count of a segment changed'], ['segment.members.changed', 'Who entered and who left'],
  ['segment.members.reset', 'Members are to be taken anew'], ['segment.definition.updated', 'A segment was edited'],
  ['segment.deleted', 'A segment was deleted'],
];

export async function webhooksView(_, address) {
  const place = h('div');
  const draw = async () => {
    const webhooks = await list('webhooks');
    show(place, webhooks.length ? h('ul', { class: 'cards' }, webhooks.map(card)) : h('div', { class: 'empty' },
      h('h2', {}, 'No webhooks yet'), h('p', {}, 'A webhook tells another program when a count or the members of a segment change. Messages are signed as Standard Webhooks says.')));
  };
  const form = await webhookForm(address.get('new'), draw);
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

async function webhookForm(segment, done) {
  const segments = await allSegments();
  const url = h('input', { type: 'url', required: true, placeholder: 'https://example.com/hook' });
  const description = h('input', { maxlength: 200 });
  const which = h('select', { value: segment ?? 'all' }, h('option', { value: 'all' }, 'All segments'),
    segments.map((one) => h('option', { value: one.id }, one.name)));
  const events = EVENTS.map(([name, title], n) => h('label', { class: 'check' }, h('input', { type: 'checkbox', value: name, checked: n === 0 }), h('span', {}, title, ' ', h('small', {}, name))));
  const trouble = h('p', { class: 'mistake', role: 'alert' });
  const form = h('form', { class: 'fields', onsubmit: make },
    field('Address', url), field('Segments', which), field('Description', description),
    h('fieldset', { class: 'field wide' }, h('legend', {}, 'Tell when'), events), trouble,
    h('div', { class: 'actions' }, h('button', { class: 'primary' }, 'Make webhook')));

  async function make(event) {
    event.preventDefault();
    trouble.textContent = '';
    try {
      const made = await post('webhooks', {
        url: url.value, description: description.value || null, segments: which.value === 'all' ? 'all' : [which.value],
        events: [...form.querySelectorAll('[type=checkbox]:checked')].map((box) => box.value),
      });
      form.reset();
      await done();
      await tellSecret(made.secret);
    } catch (error) {
      trouble.textContent = error.errors?.map((one) => one.detail).join('; ') || error.message;
    }
  }
  return form;
}

/** Secrets are shown once. */
export const tellSecret = (secret) => openDialog('The secret of the webhook', (close) => [
  h('p', {}, 'The receiver checks signatures with it. It is shown this once:'),
  h('pre', { class: 'snippet', tabindex: '0' }, h('code', {}, secret)),
  h('div', { class: 'actions' }, h('button', { type: 'button', class: 'primary', onclick: () => close() }, 'I have it')),
]);
