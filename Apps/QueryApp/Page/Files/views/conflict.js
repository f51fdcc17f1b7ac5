// Two people have edited one segment: what is different, and whose stands.
import { h } from '../lib/dom.js';
import { openDialog } from '../components/dialog.js';
import { differences } from '../components/differences.js';

/** Resolves to "mine", "theirs", or nothing where the person goes on editing. */
export const askAboutConflict = (theirs, mine) => openDialog('Somebody has saved this segment meanwhile', (close) => [
  h('p', {}, 'Below: what theirs has (−) and yours has instead (+). Nothing is lost until you choose.'),
  differences(theirs, mine),
  h('div', { class: 'actions' },
    h('button', { type: 'button', onclick: () => close() }, 'Go on editing'),
    h('button', { type: 'button', onclick: () => close('theirs') }, 'Take theirs'),
    h('button', { type: 'button', class: 'primary', onclick: () => close('mine') }, 'Save mine over theirs')),
], { wide: true });
