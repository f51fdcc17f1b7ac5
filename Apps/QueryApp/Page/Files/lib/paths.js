// Where this server's root is, as the browser knows it: a proxy may serve it below a path.

/** Ends in "/". */
export const root = new URL('../../../', new URL('./', import.meta.url)).pathname;

/** The address of a place of the page: href('/segments/new'). */
export const href = (path) => root + path.replace(/^\//, '');

/** The place that an address of ours shows, from "/" on; null for another. */
export const placeOf = (url) => (
  url.origin === location.origin && url.pathname.startsWith(root) ? `/${url.pathname.slice(root.length)}` : null
);
