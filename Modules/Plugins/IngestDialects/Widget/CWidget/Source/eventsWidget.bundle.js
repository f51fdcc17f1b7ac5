/*
 * The events widget: gives a page `window.Erxes` (the same object as `window.Strata`) with
 *
 *   sendEvent({name, attributes})                an event of this visitor
 *   identifyCustomer({email, phone, code, ...})  who this visitor is
 *   updateCustomerProperty(name, value)          one property, or tracked data
 *   updateCustomerProperties([{name, value}])    several of them in one message
 *
 * and records a page view on load and whenever the address changes. README.md beside this folder says how a page
 * embeds it, what its messages look like and which bounds it keeps.
 *
 * How nothing is lost and nothing doubled: every message is an entry of its own in local storage, written before
 * the call returns and removed when the server has answered for it. A page sends what it wrote itself; so far tabs
 * need no agreement. What has become old was left by a page that was closed, or waits for a server that was away:
 * any page sends that, one at a time, under a lock. A page that goes away sends at once what it has; if the answer
 * no longer reaches it, a later page sends the same messages with the same ids, which the server takes once.
 */
(function () {
  'use strict';

  const VERSION = '0.1.0';
  const FILE = /\/build\/eventsWidget\.bundle\.js(?=$|[?#])/;

  /* Bounds. Bytes are of UTF-8, characters are UTF-16 units (what browsers count in local storage). */
  const BATCH = 20; // messages of one request
  const REQUEST = 60000; // bytes of messages in flight at once; browsers refuse 64 KB on a page that closes
  const MESSAGE = 32000; // bytes of one message; the server refuses 32 KB
  const KEPT = 500; // messages waiting in storage, the oldest are dropped
  const KEPT_CHARACTERS = 1e6; // characters waiting in storage
  const KEPT_DAYS = 7; // days a message waits
  const TEXT = 2048; // characters of an address or a title

  /* Times, in milliseconds. */
  const GATHER = 100; // after a call, for others to join its batch
  const PAUSE = 500; // between two batches while the page makes calls
  const PATIENCE = 30000; // for an answer
  const FRESH = 20000; // a page sends its own messages without a lock, so long
  const ORPHANED = 60000; // any page sends a message from then on: more than FRESH and PATIENCE
  const SETTLE = 100; // for what a tab removed from storage to be gone in the others
  const LONGEST_WAIT = 3600000; // of a Retry-After
  const BACKOFF = 1000; // after the first failure, then doubled
  const LONGEST_BACKOFF = 300000;

  const warn = (...what) => window.console && console.warn('Strata:', ...what);

  /* What the page calls, and what the browser calls, must never throw into either. */
  const quietly = (work) => (...given) => {
    try {
      return work(...given);
    } catch (error) {
      warn(error);
    }
  };

  const script = [document.currentScript, ...document.scripts].find((element) => element && FILE.test(element.src));
  const before = window.Erxes || window.Strata || {};
  if ((window.Strata || {}).version) return; // a second loader on the same page
  if (!script) return warn('no script element loads /build/eventsWidget.bundle.js');

  const server = script.src.split(FILE)[0];
  const writeKey = script.dataset.writeKey || new URL(script.src).searchParams.get('writeKey') || undefined;
  const silent = 'honorDnt' in script.dataset && script.dataset.honorDnt !== 'false' &&
    (navigator.doNotTrack || window.doNotTrack) === '1';

  const uuid = () => '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) =>
    (digit ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> digit / 4).toString(16));
  const sleep = (time) => new Promise((done) => setTimeout(done, time));
  const byteLength = (text) => new Blob([text]).size;

  /* What is in storage may have been damaged by others. */
  const parse = (text) => {
    try {
      return JSON.parse(text);
    } catch (error) {
      return null;
    }
  };

  /* ---- Storage: the browser's, and this page's memory where that is blocked or full ---- */

  const memory = {};
  const prefix = `strata ${server} ${writeKey || ''} `;
  const waiting = prefix + 'message ';

  const write = (key, text) => {
    delete memory[key];
    try {
      localStorage.setItem(key, text);
    } catch (error) {
      memory[key] = text;
    }
  };

  const read = (key) => {
    try {
      return memory[key] || localStorage.getItem(key);
    } catch (error) {
      return null;
    }
  };

  const remove = (key) => {
    delete memory[key];
    try {
      localStorage.removeItem(key);
    } catch (error) {
      // Blocked: there was nothing but memory.
    }
  };

  /* What begins with `start`, in order. */
  const stored = (start) => {
    const keys = Object.keys(memory);
    try {
      keys.push(...Object.keys(localStorage));
    } catch (error) {
      // Blocked: there is nothing but memory.
    }
    return keys.filter((key) => key.startsWith(start)).sort();
  };

  /* Keys of the messages that wait, oldest first, whichever page wrote them. */
  const pending = () => stored(waiting);

  /* Milliseconds since it was written, or until: clocks are set back as well. */
  const age = (key) => Math.abs(Date.now() - key.split(' message ')[1].slice(0, 13));
  const isOutdated = (key) => / message /.test(key) && !(age(key) < KEPT_DAYS * 864e5);

  /* Drops what is beyond the bounds, oldest first, and what is too old for any other write key as well. */
  const trim = () => {
    let count = 0;
    let characters = 0;
    for (const key of pending().reverse()) {
      count += 1;
      characters += (read(key) || '').length;
      if (count > KEPT || characters > KEPT_CHARACTERS) remove(key);
    }
    stored('strata ').filter(isOutdated).forEach(remove);
  };

  /* Read at the moment of sending, so that tabs which met for the first time agree on one. */
  const anonymousId = () => {
    const key = 'strata anonymousId';
    if (!read(key)) write(key, uuid());
    return read(key);
  };

  /* ---- Sending ---- */

  const own = new Set(); // keys that this page wrote and has not seen answered
  const flying = new Map(); // key to bytes, of the requests that this page waits for
  let size = BATCH; // messages of the next request: halved by a 400 or 413, then grown one by one
  let calls = 0;
  let gathered = 0; // calls since the last flush
  let busy = false;
  let timer = 0;
  let due = Infinity; // when it flushes next, by performance.now(), which nobody sets back
  let flushed = -Infinity; // when it did last

  /* All tabs wait together: `until` is a time, `tries` the failures in a row, `told` whether the server named it. */
  const backoff = () => {
    const kept = parse(read(prefix + 'backoff'));
    return kept && kept.until - Date.now() <= LONGEST_WAIT ? kept : { until: 0, tries: 0 };
  };

  const failed = (retryAfter) => {
    const now = Date.now();
    const tries = backoff().tries + 1;
    const told = retryAfter && (retryAfter * 1000 || Date.parse(retryAfter) - now);
    const delay = told > 0
      ? Math.min(told, LONGEST_WAIT)
      : Math.min(BACKOFF * 2 ** tries, LONGEST_BACKOFF) * (0.5 + Math.random() / 2);
    write(prefix + 'backoff', JSON.stringify({ until: now + delay, tries, told: told > 0 }));
  };

  /* The first of `keys`, as many as one request may hold: [key, message, bytes]. */
  const take = (keys, count) => {
    const taken = [];
    let room = REQUEST;
    flying.forEach((bytes) => { room -= bytes; });
    for (const key of keys) {
      if (taken.length >= count) break;
      const message = parse(read(key));
      if (!isRecord(message)) {
        remove(key); // answered for in another tab meanwhile, or damaged
        own.delete(key);
        continue;
      }
      message.anonymousId = anonymousId();
      const bytes = byteLength(JSON.stringify(message));
      room -= bytes;
      if (room < 0) break;
      taken.push([key, message, bytes]);
    }
    return taken;
  };

  /* Sends one batch; true when the server has answered for it, be it with a refusal that no repetition would change. */
  const deliver = async (taken, leaving) => {
    const body = JSON.stringify({ batch: taken.map(([, message]) => message), writeKey, sentAt: new Date() });
    const address = server + '/v1/batch';
    if (leaving && !('keepalive' in Request.prototype)) {
      taken.forEach(([key]) => own.delete(key)); // not on the next sign of leaving as well
      return navigator.sendBeacon(address, body);
    }
    taken.forEach(([key, , bytes]) => flying.set(key, bytes));
    const abort = new AbortController();
    const alarm = setTimeout(() => abort.abort(), PATIENCE);
    let answer = { status: 0 };
    let said = {};
    try {
      // A string goes as text/plain, which another origin may send without asking first (no CORS preflight).
      const options = { method: 'POST', body, keepalive: true, credentials: 'omit', signal: abort.signal };
      answer = await fetch(address, options);
      said = (await answer.json()) || said;
    } catch (error) {
      // No answer, or one without JSON: its status says what to do.
    }
    clearTimeout(alarm);
    // A page that goes away sees its requests fail, though they do arrive. It does not see the end of this.
    if (!answer.status) await sleep(GATHER);
    taken.forEach(([key]) => flying.delete(key));

    const { status } = answer;
    if (!status || [408, 429].includes(status) || status >= 500) return failed(status && answer.headers.get('Retry-After'));
    remove(prefix + 'backoff');
    // Too large, or one of them makes the whole unreadable: in halves, until that one stands alone.
    if ([400, 413].includes(status) && taken.length > 1) {
      size = Math.min(BATCH, taken.length >> 1);
      return true;
    }
    size = Math.min(BATCH, size + 1);
    for (const [key] of taken) {
      own.delete(key);
      remove(key);
    }
    if (status >= 400) warn(`${taken.length} message(s) refused`, status, said.code, said.message);
    else if (said.rejected && said.rejected[0]) warn('messages rejected', said.rejected);
    return true;
  };

  const isFresh = (key) => own.has(key) && age(key) < FRESH;
  const isOld = (key) => !isFresh(key) && (own.has(key) || age(key) > ORPHANED);

  /* The next batch of the messages that are `wanted`; true when there may be another. */
  const next = async (wanted) => {
    trim();
    if (backoff().until > Date.now()) return false;
    const taken = take(pending().filter((key) => wanted(key) && !flying.has(key)), size);
    return taken.length > 0 && deliver(taken);
  };

  const nextOld = async () => {
    const more = await next(isOld);
    await sleep(SETTLE);
    return more;
  };

  /* Runs `work` in one tab at a time. Where a page may not have locks (plain http), a lease in storage stands in. */
  const tab = uuid();
  const alone = async (work) => {
    if (navigator.locks) {
      let ran = false;
      try {
        return await navigator.locks.request(prefix, () => {
          ran = true;
          return work();
        });
      } catch (error) {
        if (ran) throw error;
      }
    }
    const key = prefix + 'lease';
    const [, until] = (read(key) || '').split(' ');
    if (until > Date.now() && until - Date.now() <= PATIENCE + PAUSE) return false;
    write(key, `${tab} ${Date.now() + PATIENCE + PAUSE}`);
    // Two tabs that saw no lease both wrote one: the last of them has it, once the other's can no longer come.
    await sleep(SETTLE * (1 + Math.random()));
    if (!(read(key) || '').startsWith(tab)) return false;
    try {
      return await work();
    } finally {
      remove(key);
    }
  };

  const flush = async () => {
    clearTimeout(timer);
    due = Infinity;
    if (busy || silent) return;
    busy = true;
    gathered = 0;
    flushed = performance.now();
    try {
      while (await next(isFresh)) continue;
      while (pending().some(isOld) && await alone(nextOld)) continue;
    } catch (error) {
      warn(error);
    }
    busy = false;
    schedule();
  };

  /* Flushes after `delay`, or when the pause between batches or the backoff is over; earlier if that is agreed on. */
  const flushIn = (delay) => {
    const now = performance.now();
    const at = Math.max(now + delay, flushed + PAUSE, now + backoff().until - Date.now());
    if (busy || at >= due) return;
    clearTimeout(timer);
    timer = setTimeout(flush, at - now);
    due = at;
  };

  const schedule = () =>
    flushIn(Math.min(...pending().map((key) => Math.max(GATHER, own.has(key) ? 0 : ORPHANED - age(key)))));

  /* The page may be gone in a moment: send at once what it wrote. In storage it stays until it is answered for. */
  const leave = () => {
    if ((read(prefix + 'lease') || '').startsWith(tab)) remove(prefix + 'lease');
    const kept = (key) => !(key in memory);
    const keys = [...own].filter((key) => !flying.has(key));
    if (backoff().until > Date.now() && keys.every(kept)) return;
    const taken = take(keys, KEPT);
    if (taken.length) deliver(taken, true).then(schedule).catch(warn);
  };

  /* ---- Messages ---- */

  let referrer = document.referrer;

  /* Without the fragment, unless it is a route: an anchor is no other page, and other fragments hold secrets. */
  const address = () => location.href.replace(/#(?![/!]).*/, '');

  const cut = (text) => String(text).slice(0, TEXT);
  const place = () => ({
    url: cut(address()),
    path: cut(location.pathname),
    title: cut(document.title),
    referrer: cut(referrer),
  });

  /* `utm_source=...` of the address as {source: ...}; `utm_campaign` is its name. */
  const campaign = () => {
    const found = [...new URLSearchParams(location.search)].filter(([key]) => /^utm_/.test(key))
      .map(([key, value]) => [key === 'utm_campaign' ? 'name' : key.slice(4), cut(value)]);
    return found[0] && Object.fromEntries(found);
  };

  /* JSON without halves of surrogate pairs, which are left where a text is cut; a server cannot read them. */
  const json = (value) => JSON.stringify(value).replace(/(\\\\)|\\ud[89a-f]../g, (half, slashes) => slashes || '\ufffd');

  const send = (at, type, fields) => {
    if (silent) return;
    const text = json({
      type,
      messageId: uuid(),
      timestamp: new Date(at),
      ...fields,
      context: {
        page: place(),
        campaign: campaign(),
        locale: navigator.language,
        timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        userAgent: navigator.userAgent,
        library: { name: 'strata-widget', version: VERSION },
        proof: script.dataset.proof,
      },
    });
    if (byteLength(text) > MESSAGE) return warn('a message over 32 KB is not sent');
    calls += 1;
    gathered += 1;
    const key = `${waiting}${Date.now()} ${1e6 + calls} ${uuid()}`; // sorts by time
    own.add(key);
    write(key, text);
    if (gathered % BATCH) return flushIn(GATHER);
    trim();
    flush();
  };

  let viewed;
  const view = () => {
    if (address() === viewed) return;
    referrer = viewed || referrer;
    viewed = address();
    send(Date.now(), 'page', { properties: place() });
  };

  /* ---- What a page calls; `at` is when it did ---- */

  const TRAITS = new Map([
    ['firstName', 'firstName'], ['lastName', 'lastName'], ['code', 'code'],
    ['primaryEmail', 'email'], ['primaryPhone', 'phone'],
  ]);

  const isRecord = (value) => value && typeof value === 'object' && !Array.isArray(value);
  const isName = (value) => value && typeof value === 'string';

  /* What JSON can say as it is: not undefined, a function, NaN. */
  const isValue = (value) => {
    const text = JSON.stringify(value);
    return text && (text !== 'null' || value === null);
  };

  const calling = {
    sendEvent(at, event) {
      const { name, attributes } = event || {};
      if (!isName(name) || (attributes && !isRecord(attributes))) {
        return warn('sendEvent takes {name: "...", attributes: {...}}, not', event);
      }
      send(at, 'track', { event: name, properties: attributes || {} });
    },

    identifyCustomer(at, customer) {
      if (!isRecord(customer)) return warn('identifyCustomer takes {email, phone, code, ...}, not', customer);
      const { userId, ...named } = customer;
      const traits = Object.entries(named).map(([name, value]) => [TRAITS.get(name) || name, value]);
      send(at, 'identify', { userId: userId ? String(userId) : undefined, traits: Object.fromEntries(traits) });
    },

    updateCustomerProperty(at, name, value) {
      calling.updateCustomerProperties(at, [{ name, value }]);
    },

    updateCustomerProperties(at, list) {
      const good = Array.isArray(list) ? list.filter((item) => item && isName(item.name) && isValue(item.value)) : [];
      if (!good.length || good.length < list.length) warn('a property takes a name and a value, not', list);
      if (!good.length) return;
      const pairs = (known) => good.filter(({ name }) => TRAITS.has(name) === known)
        .map(({ name, value }) => [known ? TRAITS.get(name) : name, value]);
      const tracked = pairs(false);
      send(at, 'identify', {
        traits: Object.fromEntries(pairs(true)),
        tracked: tracked.length ? Object.fromEntries(tracked) : undefined,
      });
    },
  };

  const call = quietly((name, given, at) => calling[name](at || Date.now(), ...given));

  quietly(() => {
    // Written into the stub, where there is one: the page may have kept a reference to it.
    const calls = before.queue || [];
    window.Erxes = window.Strata = before;
    before.version = VERSION;
    Object.keys(calling).forEach((name) => { before[name] = (...given) => call(name, given); });

    const soon = () => setTimeout(quietly(view)); // routers set the title after the address
    for (const name of ['pushState', 'replaceState']) {
      const original = history[name];
      history[name] = function () {
        const result = original.apply(this, arguments);
        soon();
        return result;
      };
    }
    addEventListener('popstate', soon);
    addEventListener('pageshow', quietly((event) => {
      if (!event.persisted) return;
      viewed = undefined; // back from the browser's cache: looked at again
      view();
    }));
    addEventListener('pagehide', quietly(leave));
    document.addEventListener('visibilitychange', quietly(() => document.visibilityState === 'hidden' && leave()));
    addEventListener('online', quietly(() => {
      if (!backoff().told) remove(prefix + 'backoff');
      flush();
    }));

    if (document.prerendering) document.addEventListener('prerenderingchange', quietly(view), { once: true });
    else view();
    before.queue = { push: (entry) => call(...entry) };
    calls.forEach((entry) => call(...entry));
  })();
})();
