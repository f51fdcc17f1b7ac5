// Who is in a segment or out of it by hand, whatever the conditions say.
import { h, show, field, columnTitles, drawAgain } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { get, put, remove } from '../lib/api.js';
import { whileShown } from '../lib/live.js';
import { dateTime, nameOf } from '../lib/format.js';
import { profileBox } from '../components/profile-box.js';
import { tell } from '../components/dialog.js';

/**
 * @param {function} current () => the segment as it is now; `reload` reads it again.
 * @param {EventTarget} news sends "definition" when it is another.
 */
export async function exceptionsPart(current, news, reload) {
  const place = h('div');
  const kind = h('select', {}, h('option', { value: 'include' }, 'Include'), h('option', { value: 'exclude' }, 'Exclude'));
  const reason = h('input', { maxlength: 200 });
  const until = h('input', { type: 'datetime-local' });
  const box = profileBox('contacts', { id: 'exception-contact', label: 'Contact' });
  let turn = 0;

  /** @returns {boolean} whether it was done. */
  async function act(action) {
    try {
      await action(`"${current().revision}"`);
      await reload();
      await draw();
      return true;
    } catch (error) {
      await tell('Not changed', error.status === 412 ? 'Somebody has changed the segment meanwhile. Try again.' : error.message);
      await reload();
      return false;
    }
  }

  async function row(how, exception) {
    const profile = await get(`contacts/${exception.contact}`).catch(() => null);
    return h('tr', {},
      h('th', { scope: 'row' }, profile ? h('a', { href: href(`/contacts/${exception.contact}`) }, nameOf(profile)) : exception.contact),
      h('td', {}, h('span', { class: `badge ${how}` }, how === 'include' ? 'included' : 'excluded')),
      h('td', {}, exception.reason ?? ''), h('td', {}, exception.until ? `until ${dateTime(exception.until)}` : 'for good'),
      h('td', { class: 'does' }, h('button', {
        type: 'button', class: 'small', 'aria-label': `Take back ${profile ? nameOf(profile) : exception.contact}`,
        onclick: () => act((etag) => remove(`segments/${current().id}/exceptions/${exception.contact}`, etag)),
      }, 'Take back')));
  }

  async function draw() {
    const mine = (turn += 1);
    const { include, exclude } = current();
    const rows = await Promise.all([...include.map((one) => row('include', one)), ...exclude.map((one) => row('exclude', one))]);
    if (mine !== turn) return;
    drawAgain(place, () => show(place, rows.length ? h('div', { class: 'scroll' }, h('table', { class: 'stack' },
      columnTitles('Contact', 'By hand', 'Reason', 'Until', ''), h('tbody', {}, rows)))
      : h('p', { class: 'quiet' }, 'No exceptions: the conditions alone decide.')), box.input);
  }

  async function add(event) {
    event.preventDefault();
    const body = { kind: kind.value, reason: reason.value || null, until: until.value ? new Date(until.value).toISOString() : null };
    const path = `segments/${current().id}/exceptions/${encodeURIComponent(box.chosen())}`;
    if (!(await act((etag) => put(path, body, etag)))) return;
    event.target.reset();
    box.clear();
  }

  await draw();
  whileShown(place, news, 'definition', draw);
  return h('section', { class: 'part' }, h('div', { class: 'part-head' }, h('h2', {}, 'Exceptions')), place,
    h('form', { class: 'fields exception-form', onsubmit: add },
      field('By hand', kind), h('div', { class: 'field' }, h('label', { for: 'exception-contact' }, 'Contact'), box),
      field('Reason', reason), field('Until', until, { hint: `Times in ${Intl.DateTimeFormat().resolvedOptions().timeZone}.` }), h('button', { class: 'primary' }, 'Add exception')));
}
