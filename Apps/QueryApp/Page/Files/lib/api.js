// Calls of the query server's API, by the cookie of this browser.
import { href } from './paths.js';
import { signedOut } from './session.js';
import { note } from './connection.js';
import { parse } from './json.js';

/** A refusal, or a server that cannot be reached (status 0). */
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem.detail ?? 'Something went wrong.');
    this.status = status;
    this.code = problem.code;
    /** Mistakes in what was sent: [{pointer, code, detail}]. */
    this.errors = problem.errors ?? [];
    this.problem = problem;
  }
}

/** How many calls that may change a definition this page has made. */
export const writes = { count: 0 };

const UNREACHABLE = { code: 'unreachable', detail: 'The server cannot be reached. Nothing is lost: try again.' };

/**
 * Answers {data, etag}. Where the sign-in has run out, the person is asked to sign in again, and the call is made then.
 * @throws {ApiError}; AbortError where `signal` says so.
 */
async function call(method, path, { body, etag, signal, accept } = {}) {
  const headers = accept ? { Accept: accept } : {};
  if (method !== 'GET' && method !== 'DELETE') headers['Content-Type'] = 'application/json';
  if (etag) headers['If-Match'] = etag;
  const request = { method, headers, signal, cache: 'no-store', credentials: 'same-origin' };
  if (method !== 'GET' && method !== 'DELETE') request.body = JSON.stringify(body ?? {});
  let answer;
  try {
    answer = await fetch(href(`api/v1/${path}`), request);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    note(false);
    throw new ApiError(0, UNREACHABLE);
  }
  note(true);
  if (method !== 'GET' && path !== 'segments/preview') writes.count += 1;
  if (answer.status === 401) {
    await signedOut();
    return call(method, path, { body, etag, signal, accept });
  }
  const text = await answer.text();
  const json = text ? parsed(text) : null;
  if (!answer.ok) throw new ApiError(answer.status, json ?? {});
  return { data: json, etag: answer.headers.get('ETag') };
}

function parsed(text) {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

/** `a=1&b=2` of what is there. */
export function query(values) {
  const pairs = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return new URLSearchParams(pairs).toString();
}

export const read = (path, options) => call('GET', path, options);
export const get = async (path, options) => (await call('GET', path, options)).data;
export const post = async (path, body, options) => (await call('POST', path, { ...options, body })).data;
export const put = (path, body, etag) => call('PUT', path, { body, etag });
export const patch = (path, body, etag) => call('PATCH', path, { body, etag });
export const remove = (path, etag) => call('DELETE', path, { etag });

/** Every item of a list, page by page, up to `most`. */
export async function all(path, { limit = 500, most = 20_000, signal } = {}) {
  const items = [];
  let cursor = null;
  do {
    const separator = path.includes('?') ? '&' : '?';
    const page = await get(`${path}${separator}${query({ limit, cursor })}`, { signal });
    items.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor && items.length < most);
  return items;
}

/** A list in one answer, for those that know no pages. */
export const list = async (path, options) => (await get(path, options)).data;
