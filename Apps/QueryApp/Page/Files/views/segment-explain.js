// Why somebody is in a segment or is not, condition by condition, and when time alone changes that.
import { h, show, drawAgain, paced } from '../lib/dom.js';
import { href } from '../lib/paths.js';
import { get } from '../lib/api.js';
import { connection } from '../lib/connection.js';
import { whileShown } from '../lib/live.js';
import { count, dateTime, nameOf, timeAgo, value } from '../lib/format.js';
import { profileBox } from '../components/profile-box.js';

/**
 * @param {function} current () => the segment as it is now. `news` sends "members" and "definition" when they changed.
 * @param {string} first who is explained at once.
 * @param {function} onchoose called with who is explained then.
 */
export async function explainPart(current, news, first, onchoose) {
  const isCompany = current().contentType === 'company';
  const kind = isCompany ? 'companies' : 'contacts';
  const place = h('div', { class: 'explanation', 'aria-live': 'polite' });
  const { timeZone } = await get('settings');
  let chosen = null;
  let drawn = '';
  let turn = 0;

  async function explain(id) {
    const mine = (turn += 1);
    const isAgain = id === chosen && drawn !== '';
    chosen = id;
    try {
      const [answer, profile] = await Promise.all([get(`segments/${current().id}/members/${id}`), get(`${kind}/${id}`)]);
      if (mine !== turn) return;
      if (!isAgain && document.activeElement !== box.input) box.name(nameOf(profile));
      const zone = current().timeZone ?? timeZone;
      // What says the same is not drawn, nor read out, again.
      const face = JSON.stringify([nameOf(profile), zone, { ...answer, asOf: null }]);
      if (drawn === face) return;
      drawn = face;
      drawAgain(place, () => show(place, explanation(answer, profile, kind, zone)), box.input);
    } catch (error) {
      if (mine === turn && !(isAgain && error.status === 0)) say(error.message, 'mistake');
    }
  }

  function say(text, kindOf) {
    drawn = '';
    show(place, h('p', { class: kindOf }, text));
  }

  const box = profileBox(kind, {
    label: isCompany ? 'Company' : 'Contact',
    onchoose: (id) => {
      onchoose(id);
      explain(id);
    },
    onnobody: (why) => {
      turn += 1;
      chosen = null;
      say(why, 'quiet');
    },
  });
  if (first) await explain(first);
  const again = paced(1000, () => { if (chosen && place.isConnected) explain(chosen); });
  for (const [target, type] of [[news, 'members'], [news, 'definition'], [connection, 'back']]) whileShown(place, target, type, again);
  return h('section', { class: 'part' }, h('div', { class: 'part-head' }, h('h2', {}, 'Why is somebody in it, or not?')),
    h('div', { class: 'field' }, h('span', { class: 'label' }, isCompany ? 'Company' : 'Contact'), box), place);
}

function explanation(answer, profile, kind, zone) {
  const kindOf = answer.contentType;
  const node = nodeIn(zone);
  const branch = (part) => (part ? h('ul', {}, node(part)) : null);
  return [
    h('p', { class: `verdict ${answer.isMember ? 'yes' : 'no'}` },
      h('a', { href: href(`/${kind}/${answer.id}`) }, nameOf(profile)), answer.isMember ? ' is in this segment.' : ' is not in this segment.'),
    h('p', {}, answer.changesAt ? `By time alone this changes on ${dateTime(answer.changesAt, zone)}.`
      : answer.changesNotBefore ? `By time alone this does not change before ${dateTime(answer.changesNotBefore, zone)}.` : 'Time alone never changes this.'),
    answer.exception ? h('p', {}, `${answer.exception === 'include' ? 'Included' : 'Excluded'} by hand: the conditions are not asked.`) : null,
    h('ul', { class: 'explain-tree' },
      h('li', {}, mark(kindOf.holds), `is a ${kindOf.type}`),
      answer.parent ? h('li', {}, mark(answer.parent.holds), 'is in the segment above', branch(answer.parent.filter)) : null,
      node(answer.filter)),
    h('p', { class: 'hint' }, `Times in ${zone}.`),
  ];
}

const mark = (holds) => h('span', { class: holds ? 'holds' : 'fails' }, holds ? '✓' : '✗', h('span', { class: 'unseen' }, holds ? 'holds: ' : 'does not hold: '));

const CHILDREN = ['all', 'any', 'not'];
const JOINTS = { all: 'all of', any: 'any of', not: 'not' };

/** Draws a condition with what was found there, its times in a zone. */
const nodeIn = (zone) => function node(part) {
  const key = CHILDREN.find((name) => Array.isArray(part[name]));
  return h('li', {}, mark(part.holds), key ? h('span', { class: 'quiet' }, JOINTS[key]) : part.words, evidence(part, zone),
    key ? h('ul', {}, part[key].map(node)) : null,
    part.segment?.filter ? h('ul', {}, node(part.segment.filter)) : null,
    [...(part.companies ?? []), ...(part.contacts ?? [])].map((one) => h('ul', {}, node(one.filter))));
};

function evidence(part, zone) {
  const told = [];
  if ('found' in part) told.push(`found: ${value(part.found, zone)}`);
  if (part.missing) told.push(`nothing there (${part.missing})`);
  if (part.threshold && (part.threshold.from || part.threshold.to)) {
    told.push(['from', 'to'].filter((end) => part.threshold[end]).map((end) => `${end} ${dateTime(part.threshold[end], zone)}`).join(' '));
  }
  if ('count' in part && part.events) told.push(`${count(part.count)} of these events`);
  if (part.aggregate !== undefined) told.push(`comes to ${value(part.aggregate, zone)}`);
  if (part.examined !== undefined) told.push(`${count(part.matching)} of ${count(part.examined)}`);
  const events = (part.events ?? []).slice(0, 5).map((event) => h('li', { class: 'quiet' }, event.name, ' ', timeAgo(event.time, zone), ' ',
    Object.entries(event.attributes ?? {}).slice(0, 4).map(([name, one]) => `${name}: ${value(one, zone)}`).join(', ')));
  return [told.length ? h('span', { class: 'found' }, told.join(' · ')) : null, events.length ? h('ul', { class: 'events' }, events) : null];
}
