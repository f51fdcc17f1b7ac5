// Who is told of changes, and new ones.
import { h, icon, show, field } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { list, post } from '../lib/api.js';
import { allSegments } from '../lib/segments.js';
import { live, whileShown } from '../lib/live.js';
import { plural, timeAgo } from '../lib/format.js';
import { combobox } from '../components/combobox.js';
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
    show(place, webhooks.length ? h('ul', { class: 'cards' }, webhooks.map(entry)) : h('div', { class: 'empty' },
      h('h2', {}, 'No webhooks yet'), h('p', {}, 'A webhook tells another program when a count or the members of a segment change. Messages are signed as Standard Webhooks says.')));
  };
  const card = h('section', { class: 'card' });
  const drawForm = async (segment) => show(card, h('h2', {}, 'New webhook'), await webhookForm({
    segments: segment ? [segment] : 'all', events: ['segment.count.updated'],
  }, 'Make webhook', async (body) => {
    const made = await post('webhooks', body);
    await Promise.all([drawForm(), draw()]);
    await tellSecret(made.secret);
    card.querySelector('input').focus();
  }));
  await Promise.all([drawForm(address.get('new')), draw()]);
  whileShown(place, live, 'definitions', draw);
  return {
    title: 'Webhooks',
    body: h('div', { class: 'view' }, h('div', { class: 'view-head' }, h('h1', {}, 'Webhooks')), place, card),
  };
}

export const standing = (webhook) => (!webhook.enabled
  ? h('span', { class: 'badge failed', title: webhook.disabledReason ?? '' }, webhook.disabledReason ? 'disabled' : 'paused')
  : webhook.consecutiveFailures ? h('span', { class: 'badge building' }, plural(webhook.consecutiveFailures, 'failure'))
    : h('span', { class: 'badge ready' }, 'on'));

const entry = (webhook) => h('li', {}, h('a', { href: href(`/webhooks/${webhook.id}`) }, webhook.url), ' ', standing(webhook),
  h('p', { class: 'quiet' }, webhook.description ?? webhook.events.join(', '), ' · ', webhook.segments === 'all' ? 'all segments' : plural(webhook.segments.length, 'segment'), ' · made ', timeAgo(webhook.createdAt)));

/**
 * Where a webhook tells what, of which segments: for a new one and for one that is there.
 * @param {object} webhook what the fields hold at first.
 * @param {function} send gets what they hold; what it throws is said in the form.
 * @param {Node} also stands beside the button, which says `title`.
 */
export async function webhookForm(webhook, title, send, also = null) {
  const url = h('input', { type: 'url', required: true, placeholder: 'https://example.com/hook', value: webhook.url ?? '' });
  const description = h('input', { maxlength: 200, value: webhook.description ?? '' });
  const picker = segmentPicker(await allSegments(), webhook.segments);
  const boxes = EVENTS.map(([name]) => h('input', { type: 'checkbox', value: name, checked: webhook.events.includes(name) }));
  const trouble = h('p', { class: 'mistake', role: 'alert' });

  async function submit(event) {
    event.preventDefault();
    trouble.textContent = '';
    try {
      await send({
        url: url.value, description: description.value || null, segments: picker.picked(),
        events: boxes.filter((box) => box.checked).map((box) => box.value),
      });
    } catch (error) {
      trouble.textContent = error.status === 412 ? 'Somebody else has changed it meanwhile: close this and edit it again.'
        : error.errors?.map((one) => `${FIELDS[one.pointer] ?? ''}${one.detail}`).join('; ') || error.message;
    }
  }

  return h('form', { class: 'fields', onsubmit: submit },
    field('Address', url), picker, field('Description', description),
    h('fieldset', { class: 'field wide' }, h('legend', {}, 'Tell when'), EVENTS.map(([name, words], n) => h('label', { class: 'check' },
      boxes[n], h('span', {}, words, ' ', h('small', {}, name))))), trouble,
    h('div', { class: 'actions' }, h('button', { class: 'primary' }, title), also));
}

/** What mistakes are said of. */
const FIELDS = { '/url': 'The address ', '/segments': 'The choice of segments ', '/events': '“Tell when” ' };

/**
 * All segments, or as many as are chosen: an element with `picked()`, "all" or the ids that are chosen.
 * @param {Array} segments those that there are.
 * @param {string|string[]} first what is chosen at first; ids of segments that are there no more stay until taken out.
 */
function segmentPicker(segments, first) {
  const names = new Map(segments.map((one) => [one.id, one.name]));
  let ids = first === 'all' ? [] : [...first];
  const which = h('select', { value: first === 'all' ? 'all' : 'chosen', onchange: () => draw() },
    h('option', { value: 'all' }, 'All segments'), h('option', { value: 'chosen' }, 'Chosen segments'));
  const chosen = h('ul', { class: 'chips', 'aria-label': 'Chosen segments' });
  const more = h('div');
  const those = h('div', { class: 'stacked' }, chosen, more);

  function set(next) {
    ids = next;
    draw();
    more.querySelector('input').focus();
  }

  function draw() {
    those.hidden = which.value === 'all';
    show(chosen, ids.map((id) => h('li', { class: 'chip' }, names.get(id) ?? id, h('button', {
      type: 'button', class: 'quiet icon-only', 'aria-label': `Take out ${names.get(id) ?? id}`, onclick: () => set(ids.filter((one) => one !== id)),
    }, icon('close')))));
    const options = () => segments.filter((one) => !ids.includes(one.id)).map((one) => ({ value: one.id, label: one.name }));
    show(more, combobox({ label: 'Add a segment', placeholder: 'Add a segment', options, onchange: (id) => set([...ids, id]) }));
  }

  draw();
  return Object.assign(h('div', { class: 'stacked' }, field('Segments', which), those), {
    picked: () => (which.value === 'all' ? 'all' : ids),
  });
}

/** Secrets are shown once. */
export const tellSecret = (secret) => openDialog('The secret of the webhook', (close) => [
  h('p', {}, 'The receiver checks signatures with it. It is shown this once:'),
  h('pre', { class: 'snippet', tabindex: '0' }, h('code', {}, secret)),
  h('div', { class: 'actions' }, h('button', { type: 'button', class: 'primary', onclick: () => close() }, 'I have it')),
]);
