// Files that the API answers.
import { h } from './dom.js';
import { href } from './paths.js';
import { get } from './api.js';

export const exportPath = (id, format) => href(`/api/v1/segments/${id}/export?format=${format}`);

/**
 * Saves the members of a segment as a file. The browser says of a download that was refused no more than that it failed:
 * so that a sign-in that has run out is asked for, something else is read first.
 */
export async function exportMembers(segment, format) {
  await get(`segments/${segment.id}/count`);
  const link = h('a', { href: exportPath(segment.id, format), download: `${segment.name}.${format}` });
  document.body.append(link);
  link.click();
  link.remove();
}
