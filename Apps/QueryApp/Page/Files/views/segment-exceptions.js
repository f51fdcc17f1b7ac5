// Who is in a segment or out of it by hand, whatever the conditions say.
import { h, show, field } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { get, put, remove, query } from '../lib/api.js';
import { dateTime, nameOf } from '../lib/format.js';
import { combobox } from '../components/combobox.js';
import { tell } from '../components/dialog.js';

/** @param {function} current () => the segment as it is now; `reload` reads it again. */
export async function exceptionsPart(current, reload) {
  const place = h('div');
  let found = [];
  let contact = '';
  let turn = 0;

  async function act(action) {
    try {
      await action(`"${current().revision}"`);
      await reload();
      await draw();
    } catch (error) {
      await tell('Not changed', error.status === 412 ? 'Somebody has changed the segment meanwhile. Try again.' : error.message);
      await reload();
    }
  }

  async function row(kind, exception) {
    const profile = await get(`contacts/${exception.contact}`).catch(() => null);
    return h('tr', {},
      h('th', { scope: 'row' }, profile ? h('a', { href: href(`/contacts/${exception.contact}`) }, nameOf(profile)) : exception.contact),
      h('td', {}, h('span', { class: `badge ${kind}` }, kind === 'include' ? 'included' : 'excluded')),
      h('td', {}, exception.reason ?? ''), h('td', {}, exception.until ? `until ${dateTime(exception.until)}` : 'for good'),
      h('td', { class: 'does' }, h('button', {
        type: 'button', class: 'small', onclick: () => act((etag) => remove(`segments/${current().id}/exceptions/${exception.contact}`, etag)),
      }, 'Take back')));
  }

  async function draw() {
    const { include, exclude } = current();
    const rows = await Promise.all([...include.map((one) => row('include', one)), ...exclude.map((one) => row('exclude', one))]);
    show(place, rows.length ? h('div', { class: 'scroll' }, h('table', { class: 'stack' }, h('tbody', {}, rows))) : h('p', { class: 'quiet' }, 'No exceptions: the conditions alone decide.'), form());
  }

  function form() {
    contact = '';
    const kind = h('select', {}, h('option', { value: 'include' }, 'Include'), h('option', { value: 'exclude' }, 'Exclude'));
    const reason = h('input', { maxlength: 200 });
    const until = h('input', { type: 'datetime-local' });
    const look = async (text) => {
      contact = text;
      const mine = (turn += 1);
      if (found.some((one) => one.id === text) || text.trim().length < 2) return;
      const page = await get(`contacts?${query({ search: text.trim(), limit: 10 })}`);
      if (mine !== turn) return;
      found = page.data;
      if (document.activeElement === box.querySelector('input')) box.querySelector('input').click();
    };
    const box = combobox({
      id: 'exception-contact', label: 'Contact', free: true, placeholder: 'Name, email or id', onchange: look,
      options: () => found.map((one) => ({ value: one.id, label: nameOf(one), hint: one.properties.primaryEmail ?? '' })),
    });
    const add = (event) => {
      event.preventDefault();
      const body = { kind: kind.value, reason: reason.value || null, until: until.value ? new Date(until.value).toISOString() : null };
      act((etag) => put(`segments/${current().id}/exceptions/${encodeURIComponent(contact)}`, body, etag));
    };
    return h('form', { class: 'fields exception-form', onsubmit: add },
      field('By hand', kind), h('div', { class: 'field' }, h('label', { for: 'exception-contact' }, 'Contact'), box),
      field('Reason', reason), field('Until', until), h('button', { class: 'primary' }, 'Add exception'));
  }

  await draw();
  return h('section', { class: 'part' }, h('div', { class: 'part-head' }, h('h2', {}, 'Exceptions')), place);
}
