// A segment being made or edited: its name and what it is of, its conditions, and its count as one types.
import { h, show, blame } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { read, post, put, ApiError } from '../lib/api.js';
import { live, whileShown } from '../lib/live.js';
import { go, guard } from '../app/router.js';
import { confirm, toast } from '../components/dialog.js';
import { loadCatalog } from '../builder/catalog.js';
import { filterEditor } from '../builder/filter-editor.js';
import { previewPanel } from '../builder/preview.js';
import { copy, tidied } from '../builder/nodes.js';
import { segmentFields } from './edit-fields.js';
import { askAboutConflict } from './conflict.js';

const FIELDS = ['name', 'description', 'color', 'contentType', 'parent', 'timeZone', 'filter', 'include', 'exclude'];

const definitionOf = (segment) => Object.fromEntries(FIELDS.map((key) => [key, copy(segment[key] ?? null)]));

/** Whether other segments are called by their names in the editor. */
const namesSegments = ({ parent, filter }) => Boolean(parent) || JSON.stringify(filter).includes('"segment":');

/** What the editor begins with. */
async function beginning(id, address) {
  if (id) return read(`segments/${id}`);
  const empty = {
    name: '', description: null, color: '#4f46e5', contentType: address.get('type') || 'customer', parent: null, timeZone: null,
    filter: { all: [] }, include: [], exclude: [],
  };
  if (address.get('copy')) {
    const { data } = await read(`segments/${address.get('copy')}`);
    return { data: { ...data, name: `${data.name} (copy)` } };
  }
  if (address.get('parent')) {
    const { data } = await read(`segments/${address.get('parent')}`);
    return { data: { ...empty, parent: data.id, contentType: data.contentType, color: data.color } };
  }
  return { data: empty };
}

export async function editView({ id }, address) {
  const [{ data: segment, etag: firstTag }, catalog] = await Promise.all([beginning(id, address), loadCatalog()]);
  if (namesSegments(segment)) await catalog.allAreHere;
  let etag = firstTag;
  let definition = definitionOf(segment);
  let saved;
  let isSaving = false;
  const shared = { catalog, segment: id, timeZone: () => definition.timeZone, changed: () => preview.later() };
  const left = h('div', { class: 'edit-main' });
  const notice = h('div', { class: 'notice', role: 'status', hidden: true });
  const trouble = h('p', { class: 'mistake', role: 'alert' });
  const save = h('button', { type: 'submit', class: 'primary', title: 'Ctrl or ⌘ and Enter' }, 'Save');
  const panelPlace = h('div', { class: 'edit-side' });
  let filter;
  let preview;

  function draw() {
    filter = filterEditor(definition, shared);
    preview = previewPanel(() => definition, filter, id);
    const onType = () => {
      filter.draw();
      preview.ask();
    };
    const onZone = () => {
      filter.zoneChanged();
      shared.changed();
    };
    show(left, segmentFields(definition, { catalog, isNew: !id, id, changed: shared.changed, onType, onZone }), filter.whole);
    show(panelPlace, preview.panel);
    saved ??= JSON.stringify(definition);
    preview.ask();
  }

  const isDirty = () => Boolean(filter.unread) || JSON.stringify(definition) !== saved;

  async function submit(event) {
    event.preventDefault();
    if (isSaving) return;
    if (filter.unread) {
      trouble.textContent = 'Not saved: the conditions are not JSON yet.';
      filter.unread.focus();
      return;
    }
    isSaving = true;
    save.disabled = true;
    trouble.textContent = '';
    blame(left.querySelector('input'));
    try {
      const body = { ...definition, filter: tidied(definition.filter) };
      const made = id ? (await put(`segments/${id}`, body, etag)).data : await post('segments', body);
      saved = JSON.stringify(definition);
      toast(`“${made.name}” is saved.`);
      await go(`/segments/${made.id}`, { replace: true });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 412) await conflict();
      else if (error.status === 404 && id) gone();
      else refuse(error);
    } finally {
      isSaving = false;
      save.disabled = false;
    }
  }

  function refuse(error) {
    const rest = filter.marks.mistakes(error.errors);
    const names = { '/name': 'Name', '/parent': 'Sub segment of', '/description': 'Description', '/timeZone': 'Time zone' };
    trouble.textContent = rest.length ? rest.map((one) => `${names[one.pointer] ?? ''} ${one.detail}`.trim()).join('; ')
      : !error.errors.length ? error.message
        : filter.isJSON ? 'Not saved: see the mistakes below the JSON.' : 'Not saved: see the marked conditions.';
    if (rest.some((one) => one.pointer === '/name')) {
      blame(left.querySelector('input'), trouble);
      left.querySelector('input').focus();
    }
  }

  /** Somebody else has saved meanwhile. */
  async function conflict() {
    const theirs = await read(`segments/${id}`);
    const choice = await askAboutConflict(definitionOf(theirs.data), definition);
    if (choice === 'theirs') take(theirs);
    if (choice === 'mine') {
      etag = theirs.etag;
      isSaving = false;
      await submit(new Event('submit'));
    }
  }

  function take(theirs) {
    definition = definitionOf(theirs.data);
    etag = theirs.etag;
    saved = undefined;
    notice.hidden = true;
    draw();
  }

  /** Enter takes what is typed into a condition; it does not save. */
  function onkeydown(event) {
    if (event.key !== 'Enter') return;
    const isSave = event.ctrlKey || event.metaKey;
    if (!isSave && !event.target.matches('.filter :is(input, select)')) return;
    event.preventDefault();
    if (isSave) body.requestSubmit();
    else preview.ask();
  }

  const body = h('form', { class: 'view edit', onsubmit: submit, onkeydown, novalidate: true },
    h('div', { class: 'view-head' },
      h('h1', {}, id ? `Edit “${segment.name}”` : 'New segment'),
      h('div', { class: 'actions' }, h('a', { class: 'button', href: href(id ? `/segments/${id}` : '/segments') }, 'Cancel'), save)),
    notice, trouble, h('div', { class: 'edit-columns' }, left, panelPlace));
  draw();

  /** Somebody else has deleted the segment: what is typed can be saved as a new one. */
  function gone() {
    id = undefined;
    save.textContent = 'Save as new';
    body.querySelector('.actions > a').href = href('/segments');
    preview = previewPanel(() => definition, filter);
    show(panelPlace, preview.panel);
    preview.ask();
    notice.hidden = false;
    show(notice, 'Somebody has deleted this segment meanwhile. What is here is kept: it can be saved as a new one.');
  }

  if (id) {
    whileShown(body, live, 'definitions', async () => {
      if (!id) return;
      const theirs = await read(`segments/${id}`).catch((error) => {
        if (error.status !== 404) throw error;
        return null;
      });
      if (!theirs) {
        if (id) gone();
        return;
      }
      if (isSaving || theirs.etag === etag) return;
      if (!isDirty()) {
        take(theirs);
        return;
      }
      show(notice, 'Somebody has saved this segment meanwhile. ', h('button', { type: 'button', onclick: conflict }, 'See the differences'));
      notice.hidden = false;
    });
  }
  const mayLeave = async () => !isDirty() || confirm('Leave without saving?', 'What you have changed here will be lost.', 'Leave', { danger: true });
  mayLeave.isDirty = isDirty;
  return {
    title: id ? `Edit ${segment.name}` : 'New segment', body,
    ready: () => {
      guard(mayLeave);
      if (!id) left.querySelector('input').focus();
    },
  };
}
