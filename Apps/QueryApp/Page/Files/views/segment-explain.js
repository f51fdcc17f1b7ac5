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
  const names = namesOfOthers();

  async function explain(id) {
    const mine = (turn += 1);
    const isAgain = id === chosen && drawn !== '';
    chosen = id;
    try {
      const [answer, profile] = await Promise.all([get(`segments/${current().id}/members/${id}`), get(`${kind}/${id}`)]);
      const called = await names(answer);
      if (mine !== turn) return;
      if (!isAgain && document.activeElement !== box.input) box.name(nameOf(profile));
      const zone = current().timeZone ?? timeZone;
      // What says the same is not drawn, nor read out, again.
      const face = JSON.stringify([nameOf(profile), [...called], zone, { ...answer, asOf: null }]);
      if (drawn === face) return;
      drawn = face;
      drawAgain(place, () => show(place, explanation(answer, profile, kind, zone, called)), box.input);
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

function explanation(answer, profile, kind, zone, called) {
  return [
    h('p', { class: `verdict ${answer.isMember ? 'yes' : 'no'}` },
      h('a', { href: href(`/${kind}/${answer.id}`) }, nameOf(profile)), answer.isMember ? ' is in this segment.' : ' is not in this segment.'),
    h('p', {}, answer.changesAt ? `By time alone this changes on ${dateTime(answer.changesAt, zone)}.`
      : answer.changesNotBefore ? `By time alone this does not change before ${dateTime(answer.changesNotBefore, zone)}.` : 'Time alone never changes this.'),
    h('ul', { class: 'explain-tree' }, drawing(zone, called)(answer)),
    h('p', { class: 'hint' }, `Times in ${zone}.`),
  ];
}

/** Who else an explanation speaks of: [kind, id] of the segments above and of the companies or contacts belonged to. */
function* others(part) {
  if (part.parent) yield ['segments', part.parent.segment];
  for (const kind of RELATED) for (const one of part[kind] ?? []) yield [kind, one.id];
  const inside = [part.parent, part.filter, part.segment, ...[...CHILDREN, ...RELATED].flatMap((key) => part[key] ?? [])];
  for (const one of inside) if (one) yield* others(one);
}

/** What those are called, by id; each is asked for once. One who is there no more goes by the id. */
function namesOfOthers() {
  const asked = new Map();
  const nameFrom = (kind, one) => (kind === 'segments' ? one.name : nameOf(one));
  return async (answer) => {
    for (const [kind, id] of others(answer)) {
      if (!asked.has(id)) asked.set(id, get(`${kind}/${id}`).then((one) => nameFrom(kind, one), () => id));
    }
    return new Map(await Promise.all([...asked].map(async ([id, name]) => [id, await name])));
  };
}

const mark = (holds) => h('span', { class: holds ? 'holds' : 'fails' }, holds ? '✓' : '✗', h('span', { class: 'unseen' }, holds ? 'holds: ' : 'does not hold: '));

const CHILDREN = ['all', 'any', 'not'];
const RELATED = ['companies', 'contacts'];
const JOINTS = { all: 'all of', any: 'any of', not: 'not' };

/** Draws a segment with what was found there: times in a zone, others by what they are called. */
function drawing(zone, called) {
  const linkTo = (kind, id) => h('a', { href: href(`/${kind}/${id}`) }, called.get(id) ?? id);

  const segment = ({ contentType: type, exception, exceptionUntil: until, parent, filter }) => [
    exception ? h('li', {}, mark(exception === 'include'), exception === 'include' ? 'included' : 'excluded',
      ` by hand${until ? ` until ${dateTime(until, zone)}` : ''}: the conditions are not asked`) : null,
    h('li', {}, mark(type.holds), `is a ${type.type}`),
    parent ? h('li', {}, mark(parent.holds), 'is in the segment above, ', linkTo('segments', parent.segment), h('ul', {}, segment(parent))) : null,
    node(filter),
  ];

  function node(part) {
    const key = CHILDREN.find((name) => Array.isArray(part[name]));
    return h('li', {}, mark(part.holds), key ? h('span', { class: 'quiet' }, JOINTS[key]) : part.words, evidence(part, zone),
      key ? h('ul', {}, part[key].map(node)) : null,
      part.segment?.filter ? h('ul', {}, segment(part.segment)) : null,
      RELATED.flatMap((kind) => (part[kind] ?? []).map((one) => h('ul', {},
        h('li', {}, mark(one.filter.holds), linkTo(kind, one.id), h('ul', {}, node(one.filter)))))));
  }
  return segment;
}

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
  const events = (part.events ?? []).map((event) => h('li', { class: 'quiet' }, event.name, ' ', timeAgo(event.time, zone), ' ',
    Object.entries(event.attributes ?? {}).slice(0, 4).map(([name, one]) => `${name}: ${value(one, zone)}`).join(', ')));
  return [told.length ? h('span', { class: 'found' }, told.join(' · ')) : null, events.length ? h('ul', { class: 'events' }, events) : null];
}
