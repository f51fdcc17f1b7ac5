// Questions and forms over the page. The browser's own dialog keeps the focus inside and closes by Escape.
import { h, show, uniqueID } from '../lib/dom.js';

const openOnes = new Set();

/** Another view is shown: what was asked over the one before is asked no more. */
export function closeDialogs() { for (const dialog of openOnes) dialog.close(); }

/**
 * Opens a dialog and resolves when it is closed.
 * @param {function} build gets close(result) and gives what is inside.
 */
export function openDialog(title, build, { wide = false } = {}) {
  return new Promise((resolve) => {
    const id = uniqueID('dialog');
    const dialog = h('dialog', { class: wide ? 'dialog wide' : 'dialog', 'aria-labelledby': id });
    let result;
    const close = (value) => {
      result = value;
      dialog.close();
    };
    dialog.addEventListener('close', () => {
      openOnes.delete(dialog);
      dialog.remove();
      resolve(result);
    });
    dialog.addEventListener('click', (event) => { if (event.target === dialog) close(); });
    show(dialog, h('h2', { id }, title), build(close));
    document.body.append(dialog);
    openOnes.add(dialog);
    dialog.showModal();
  });
}

/** Whether the person says yes. */
export const confirm = async (title, text, yes, { danger = false } = {}) => Boolean(
  await openDialog(title, (close) => [
    [].concat(text).map((part) => (part instanceof Node ? part : h('p', {}, part))),
    h('div', { class: 'actions' },
      h('button', { type: 'button', onclick: () => close(false) }, 'Cancel'),
      h('button', { type: 'button', class: danger ? 'primary danger' : 'primary', onclick: () => close(true) }, yes)),
  ]),
);

/** Something that went wrong, with a button to close it. */
export const tell = (title, text, more) => openDialog(title, (close) => [
  h('p', {}, text), more,
  h('div', { class: 'actions' }, h('button', { type: 'button', class: 'primary', onclick: () => close() }, 'Close')),
]);

let lines = null;

/** A line that says what was done, and goes by itself; screen readers say it. */
export function toast(text) {
  lines ??= document.body.appendChild(h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' }));
  const line = h('p', {}, text);
  lines.append(line);
  setTimeout(() => line.remove(), 5000);
}
