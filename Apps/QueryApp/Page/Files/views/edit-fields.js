// What a segment is called and of what it is a part.
import { h, show, field } from '../lib/dom.js';
import { contentTypes } from '../lib/format.js';
import { combobox } from '../components/combobox.js';
import { colorField } from '../components/colors.js';
import { isPeople } from '../builder/catalog.js';

/** @param {object} definition changed in place. `onType` is called when the content type is another, `onZone` when the time zone is. */
export function segmentFields(definition, { catalog, isNew, id, changed, onType, onZone }) {
  const set = (key, then = () => {}) => (value) => {
    definition[key] = value;
    then();
  };
  const text = (key, control) => {
    control.addEventListener('input', () => set(key)(key === 'description' ? control.value || null : control.value));
    return control;
  };
  const parentPlace = h('div');
  const drawParent = () => {
    const fits = (segment) => segment.id !== id
      && (segment.contentType === definition.contentType || (segment.contentType === 'contact' && isPeople(definition.contentType)));
    const options = () => [{ value: '', key: '', label: 'No other segment' }, ...catalog.segments.filter(fits)
      .map((segment) => ({ value: segment.id, label: segment.name, group: contentTypes[segment.contentType].title }))];
    show(parentPlace, labelled('Sub segment of', 'parent', (control) => combobox({
      id: control, label: 'Sub segment of', options, value: definition.parent ?? '',
      onchange: (value) => set('parent', changed)(value || null),
    })));
  };
  drawParent();
  /** What was there of people and of companies: it is there again when they come back. */
  const conditions = {};
  const type = h('select', {
    value: definition.contentType, disabled: !isNew, onchange: () => {
      const wasPeople = isPeople(definition.contentType);
      definition.contentType = type.value;
      definition.parent = null;
      if (wasPeople !== isPeople(type.value)) {
        conditions[wasPeople] = [definition.filter, definition.include, definition.exclude];
        [definition.filter, definition.include, definition.exclude] = conditions[!wasPeople] ?? [{ all: [] }, [], []];
      }
      drawParent();
      onType();
    },
  }, Object.entries(contentTypes).map(([key, { title }]) => h('option', { value: key }, title)));
  const zones = () => [{ value: '', key: '', label: 'That of the workspace' }, ...Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone }))];
  return h('section', { class: 'fields', 'aria-label': 'Segment' },
    field('Content type', type),
    field('Name', text('name', h('input', { value: definition.name, maxlength: 200, required: true, autocomplete: 'off' }))),
    parentPlace,
    field('Description', text('description', h('textarea', { rows: 1, value: definition.description ?? '', maxlength: 2000 }))),
    colorField(definition.color, set('color')),
    labelled('Time zone of dates', 'zone', (control) => combobox({
      id: control, label: 'Time zone of dates', options: zones, value: definition.timeZone ?? '', onchange: (value) => set('timeZone', onZone)(value || null),
    })));
}

const labelled = (title, id, make) => h('div', { class: 'field' }, h('label', { for: `segment-${id}` }, title), make(`segment-${id}`));
