// What holds for the whole workspace: time zone and retention; sources with their write keys; API tokens.
import { h, show, field, columnTitles } from '../lib/dom.js';
import { list, patch, post, read, remove } from '../lib/api.js';
import { date, timeAgo } from '../lib/format.js';
import { combobox } from '../components/combobox.js';
import { href } from '../lib/paths.js';
import { lacking } from '../components/mishap.js';
import { confirm, openDialog, tell, toast } from '../components/dialog.js';

export async function settingsView() {
  // Whoever may not see the tokens may change nothing of this either.
  let refusal = null;
  const tokens = await tokensPart().catch((error) => {
    if (error.status !== 403) throw error;
    refusal = lacking(error);
  });
  const parts = [refusal, ...await Promise.all([workspacePart(!refusal), sourcesPart(!refusal)]), tokens];
  return { title: 'Settings', body: h('div', { class: 'view settings' }, h('div', { class: 'view-head' }, h('h1', {}, 'Settings'),
    h('div', { class: 'actions' }, h('button', { type: 'button', onclick: signOut }, 'Sign out'))), parts) };
}

async function signOut() {
  const answer = await fetch(href('sign-in'), { method: 'DELETE' }).catch(() => null);
  if (answer?.ok) location.assign(href('/'));
  else await tell('Not signed out', 'The server did not answer; try again.');
}

const RETENTION = {
  changesRetentionDays: 'Changes are kept, in days', historyRetentionDays: 'History is kept, in days',
  eventsRetentionDays: 'Events are kept, in days', visitorsRetentionDays: 'Visitors without activity are kept, in days',
};
const EVER = 'for ever';

async function workspacePart(mayChange) {
  const { data, etag: first } = await read('settings');
  let etag = first;
  const settings = { ...data };
  if (!mayChange) {
    return h('section', { class: 'card' }, h('h2', {}, 'Workspace'), h('dl', { class: 'values' },
      [['Time zone', settings.timeZone], ...Object.entries(RETENTION).map(([key, title]) => [title, settings[key] ?? EVER])]
        .map(([title, value]) => [h('dt', {}, title), h('dd', {}, value)])));
  }
  const zones = () => Intl.supportedValuesOf('timeZone').concat('UTC').map((zone) => ({ value: zone, label: zone }));
  const days = (key) => h('input', {
    type: 'number', min: 1, value: settings[key] ?? '', placeholder: settings[key] === null ? EVER : null,
    oninput: ({ target }) => { settings[key] = target.value ? Number(target.value) : null; },
  });
  const trouble = h('p', { class: 'mistake', role: 'alert' });
  const save = async (event) => {
    event.preventDefault();
    trouble.textContent = '';
    try {
      ({ etag } = await patch('settings', settings, etag));
      toast('The settings are saved.');
    } catch (error) {
      trouble.textContent = error.status === 412 ? 'Somebody else has changed them meanwhile: load the page again.' : error.errors?.map((one) => one.detail).join('; ') || error.message;
    }
  };
  return h('section', { class: 'card' }, h('h2', {}, 'Workspace'), h('form', { class: 'fields', onsubmit: save },
    h('div', { class: 'field' }, h('label', { for: 'settings-zone' }, 'Time zone'), combobox({ id: 'settings-zone', label: 'Time zone', options: zones, value: settings.timeZone, onchange: (zone) => { settings.timeZone = zone; } })),
    Object.entries(RETENTION).map(([key, title]) => field(title, days(key))),
    trouble, h('div', { class: 'actions' }, h('button', { class: 'primary' }, 'Save settings'))));
}

/** A list with a form below it, for those who may change it; `shown` is the secret that the answer bears once. */
async function managed({ title, words, path, columns, row, form, body, shown, taking, mayChange = true }) {
  const place = h('div', { class: 'scroll' });
  const draw = async () => {
    const items = await list(path);
    show(place, items.length ? h('table', { class: 'stack' }, columnTitles(...columns, ...(mayChange ? [''] : [])), h('tbody', {}, items.map((item) => h('tr', {}, row(item), !mayChange ? null : h('td', { class: 'does' }, item.revokedAt ? h('span', { class: 'badge failed' }, 'revoked')
      : h('button', { type: 'button', class: 'small danger', 'aria-label': `Revoke ${item.name}`, onclick: () => drop(item) }, 'Revoke')))))) : h('p', { class: 'quiet' }, 'None yet.'));
  };
  async function drop(item) {
    if (!(await confirm(`Revoke “${item.name}”?`, taking, 'Revoke', { danger: true }))) return;
    try {
      await remove(`${path}/${item.id}`);
      await draw();
    } catch (error) {
      await tell('Not revoked', error.message);
    }
  }
  const element = h('form', {
    class: 'fields', onsubmit: async (event) => {
      event.preventDefault();
      try {
        const made = await post(path, body());
        element.reset();
        await draw();
        await openDialog('Shown this once', (close) => [h('p', {}, 'Keep it now: only its hash is stored.'), h('pre', { class: 'snippet', tabindex: '0' }, h('code', {}, shown(made))),
          h('div', { class: 'actions' }, h('button', { type: 'button', class: 'primary', onclick: () => close() }, 'I have it'))]);
      } catch (error) {
        await tell('Not made', error.errors?.map((one) => one.detail).join('; ') || error.message);
      }
    },
  }, form);
  await draw();
  return h('section', { class: 'card' }, h('h2', {}, title), h('p', { class: 'quiet' }, words), place, mayChange ? element : null);
}

function sourcesPart(mayChange) {
  const name = h('input', { required: true, maxlength: 200 });
  const kind = h('select', {}, h('option', { value: 'browser' }, 'browser'), h('option', { value: 'server' }, 'server'));
  const origins = h('input', { placeholder: 'https://www.example.com' });
  return managed({
    mayChange, title: 'Sources', words: 'Where data comes from. A browser\u2019s key is public, a server\u2019s is secret.', path: 'sources',
    columns: ['Name', 'Kind', 'Key', 'Allowed origins', 'Made'],
    row: (source) => [h('th', { scope: 'row' }, source.name), h('td', {}, source.kind), h('td', {}, h('code', {}, `${source.keyPrefix}…`)),
      h('td', { class: 'quiet' }, source.allowedOrigins.join(', ')), h('td', {}, timeAgo(source.createdAt))],
    form: [field('Name of the source', name), field('Kind', kind), field('Allowed origins', origins, { hint: 'For browsers; several with spaces between.' }), h('div', { class: 'actions' }, h('button', {}, 'New source'))],
    body: () => ({ name: name.value, kind: kind.value, allowedOrigins: origins.value.split(/\s+/).filter(Boolean) }),
    shown: (made) => made.writeKey, taking: 'Nothing is taken from it any more. What it sent stays.',
  });
}

function tokensPart() {
  const name = h('input', { required: true, maxlength: 200 });
  const scope = h('select', {}, ['read', 'write', 'admin'].map((one) => h('option', {}, one)));
  return managed({
    title: 'API tokens', words: 'For programs that read and write segments.', path: 'tokens',
    columns: ['Name', 'May', 'Made', 'Expires'],
    row: (token) => [h('th', { scope: 'row' }, token.name), h('td', {}, token.scopes.join(', ')), h('td', {}, timeAgo(token.createdAt)),
      h('td', { class: 'quiet' }, token.expiresAt ? `expires ${date(token.expiresAt)}` : 'does not expire')],
    form: [field('Name of the token', name), field('May', scope), h('div', { class: 'actions' }, h('button', {}, 'New token'))],
    body: () => ({ name: name.value, scopes: [scope.value] }), shown: (made) => made.token, taking: 'Programs that use it are refused from now on.',
  });
}
