// Numbers, shares and times as people read them. Times are shown in the zone of the browser, with the exact instant
// as a tip, unless another zone is named.
import { h } from './dom.js';

const number = new Intl.NumberFormat('en');
const DAY = { day: 'numeric', month: 'short', year: 'numeric' };
const MOMENT = { ...DAY, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
/** By zone: to make one takes longer than to write a date with it. */
const formats = new Map();
function written(text, fields, timeZone) {
  const key = `${Object.keys(fields).length} ${timeZone}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat('en', { ...fields, timeZone }));
  return formats.get(key).format(new Date(text));
}
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

export const count = (value) => (value === null || value === undefined ? '–' : number.format(value));
export const plural = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

/** 0.3% where it is small, 12% else; nothing where there is no whole. */
export function share(part, whole) {
  if (!whole || part === null || part === undefined) return '';
  const percent = (part / whole) * 100;
  if (percent > 0 && percent < 0.1) return '< 0.1%';
  return `${percent < 10 && percent % 1 ? percent.toFixed(1) : Math.round(percent)}%`;
}

export const date = (text, timeZone) => written(text, DAY, timeZone);
export const dateTime = (text, timeZone) => written(text, MOMENT, timeZone);

/** An instant in the zone of a segment, to the second. */
export function instantIn(text, timeZone) {
  return written(text, { weekday: 'short', ...MOMENT, second: '2-digit' }, timeZone);
}

const STEPS = [[60, 'second'], [60, 'minute'], [24, 'hour'], [30, 'day'], [12, 'month'], [Infinity, 'year']];

export function ago(text, now = Date.now()) {
  let value = (new Date(text).getTime() - now) / 1000;
  for (const [size, unit] of STEPS) {
    if (Math.abs(value) < size) return relative.format(Math.round(value), unit);
    value /= size;
  }
  return '';
}

/** A time element: how long ago, and exactly when as its tip. */
export const timeAgo = (text, timeZone) => (
  text ? h('time', { datetime: text, title: `${dateTime(text, timeZone)} (${text})` }, ago(text)) : '–'
);

/** A stored value as text. */
export function value(stored, timeZone) {
  if (stored === null || stored === undefined) return '–';
  if (Array.isArray(stored)) return stored.map((one) => value(one, timeZone)).join(', ');
  if (typeof stored === 'boolean') return stored ? 'yes' : 'no';
  if (typeof stored === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(stored)) return dateTime(stored, timeZone);
  return String(stored);
}

/** How people call a contact or company. */
export function nameOf(profile) {
  const { properties = {}, identities = [] } = profile;
  const full = [properties.firstName, properties.lastName].filter(Boolean).join(' ');
  return String(properties.primaryName || properties.name || full || properties.primaryEmail
    || identities[0]?.value || profile.id);
}

export const contentTypes = {
  customer: { one: 'customer', many: 'customers', title: 'Customers' },
  lead: { one: 'lead', many: 'leads', title: 'Leads' },
  visitor: { one: 'visitor', many: 'visitors', title: 'Visitors' },
  contact: { one: 'contact', many: 'contacts', title: 'Contacts' },
  company: { one: 'company', many: 'companies', title: 'Companies' },
};
