// Where a webhook tells what, of which segments: for a new one and for one that is there.
import { h, field } from '../lib/dom.js';
import { allSegments } from '../lib/segments.js';
import { segmentPicker } from '../components/segment-picker.js';

const EVENTS = [
  ['segment.count.updated', 'The count of a segment changed'], ['segment.members.changed', 'Who entered and who left'],
  ['segment.members.reset', 'Members are to be taken anew'], ['segment.definition.updated', 'A segment was edited'],
  ['segment.deleted', 'A segment was deleted'],
];

/**
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

  const form = h('form', { class: 'fields', onsubmit: submit },
    field('Address', url), picker, field('Description', description),
    h('fieldset', { class: 'field wide' }, h('legend', {}, 'Tell when'), EVENTS.map(([name, words], n) => h('label', { class: 'check' },
      boxes[n], h('span', {}, words, ' ', h('small', {}, name))))), trouble,
    h('div', { class: 'actions' }, h('button', { class: 'primary' }, title), also));
  return Object.assign(form, {
    clear: () => {
      for (const input of [url, description]) input.value = '';
      boxes.forEach((box) => { box.checked = webhook.events.includes(box.value); });
      picker.clear();
    },
  });
}

/** What mistakes are said of. */
const FIELDS = { '/url': 'The address ', '/segments': 'The choice of segments ', '/events': '“Tell when” ' };
