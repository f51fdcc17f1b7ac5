// A date of a filter: a day, or date math like now-21d/d; below it the instants that it means now.
import { h, icon, debounced } from '../lib/dom.js';
import { get, query } from '../lib/api.js';
import { instantIn } from '../lib/format.js';
import { combobox } from '../components/combobox.js';

const PRESETS = [
  ['now', 'this very moment'], ['now/d', 'today'], ['now-1d/d', 'yesterday'], ['now-7d/d', '7 days ago'],
  ['now-21d/d', '3 weeks ago'], ['now-30d/d', '30 days ago'], ['now-1M/M', 'last month'], ['now/M', 'this month'],
  ['now-1y/y', 'last year'], ['now-24h/h', '24 hours ago'], ['now-30m/m', '30 minutes ago'], ['now+1d/d', 'tomorrow'],
  ['now+24h/h', '24 hours from now'], ['now+7d/d', 'in 7 days'],
];

export function dateField(value, set, context, label = 'Date') {
  const means = h('span', { class: 'hint means', 'aria-live': 'polite' });
  let asked = 0;
  let current = value;
  const tell = async (text) => {
    const mine = (asked += 1);
    current = text;
    if (!text) {
      means.textContent = 'YYYY-MM-DD, or like now-21d/d';
      return;
    }
    try {
      const timeZone = context.shared.timeZone();
      const span = await get(`dates?${query({ value: text, timeZone })}`);
      if (mine !== asked) return;
      const [from, to] = [instantIn(span.from, span.timeZone), instantIn(span.to, span.timeZone)];
      means.textContent = `${from === to ? from : shortSpan(from, to)} (${span.timeZone})`;
      means.classList.remove('mistake');
    } catch (error) {
      if (mine !== asked) return;
      means.textContent = error.status === 400 ? 'Not a date: write YYYY-MM-DD, or like now-21d/d' : '';
      means.classList.toggle('mistake', error.status === 400);
    }
  };
  const later = debounced(150, tell);
  const take = (text) => {
    set(text.trim());
    later(text.trim());
  };
  const box = combobox({
    label, value: value ?? '', free: true, placeholder: 'YYYY-MM-DD or now-21d/d', onchange: take,
    options: () => PRESETS.map(([text, hint]) => ({ value: text, label: text, hint })),
  });
  const calendar = h('input', {
    type: 'date', class: 'calendar', tabindex: '-1', 'aria-hidden': 'true',
    onchange: () => {
      box.querySelector('input').value = calendar.value;
      take(calendar.value);
    },
  });
  const pick = h('button', {
    type: 'button', class: 'quiet icon-only', 'aria-label': `${label}: pick a day of the calendar`, title: 'Calendar',
    onclick: () => {
      if (/^\d{4}-\d\d-\d\d$/.test(box.querySelector('input').value)) calendar.value = box.querySelector('input').value;
      calendar.showPicker?.();
    },
  }, icon('calendar'));
  tell(value);
  return h('div', { class: 'date-field', onzonechange: () => tell(current) }, h('div', { class: 'joined' }, box, h('span', { class: 'picker' }, pick, calendar)), means);
}

/** "Fri, Nov 6, 2026, 00:00:00 – 23:59:59" where both are of one day. */
function shortSpan(from, to) {
  const [fromDay, toDay] = [from.slice(0, -8), to.slice(0, -8)];
  return fromDay === toDay ? `${from} – ${to.slice(-8)}` : `${from} – ${to}`;
}
