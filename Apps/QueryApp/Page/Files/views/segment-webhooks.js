// The webhooks that are told of a segment.
import { h } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { list } from '../lib/api.js';

export async function webhooksPart(segment) {
  const all = await list('webhooks');
  const listening = all.filter((webhook) => webhook.segments === 'all' || webhook.segments.includes(segment.id));
  return h('section', { class: 'part' },
    h('div', { class: 'part-head' }, h('h2', {}, 'Webhooks that listen'),
      h('a', { class: 'button small', href: href(`/webhooks?new=${segment.id}`) }, 'New webhook')),
    listening.length ? h('ul', { class: 'cards' }, listening.map((webhook) => h('li', {},
      h('a', { href: href(`/webhooks/${webhook.id}`) }, webhook.url), ' ',
      h('span', { class: `badge ${webhook.enabled ? 'ready' : 'failed'}` }, webhook.enabled ? 'on' : 'paused'),
      h('p', { class: 'quiet' }, [webhook.description, webhook.events.join(', ')].filter(Boolean).join(' · '))))) : h('p', { class: 'quiet' }, 'None is told of this segment.'));
}
