// What happens when the sign-in has run out: a dialog over what was being done, and then it goes on.
import { h } from './dom.js';
import { href } from './paths.js';
import { tokenForm } from '../components/token-form.js';

let waiting = null;

/** Resolves when the browser is signed in again. All calls that were refused wait for the same dialog. */
export function signedOut() {
  waiting ??= ask().finally(() => { waiting = null; });
  return waiting;
}

async function isSignedIn() {
  try {
    return (await fetch(href('api/v1/settings'), { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

function ask() {
  return new Promise((resolve) => {
    const trouble = h('p', { class: 'mistake', role: 'alert' });
    const look = async () => {
      if (await isSignedIn()) done();
      else trouble.textContent = 'You are not signed in yet.';
    };
    const quietly = async () => { if (!document.hidden && await isSignedIn()) done(); };
    const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': 'signed-out-title' },
      h('h2', { id: 'signed-out-title' }, 'You have been signed out'),
      h('p', {}, 'What you typed is still here. Sign in again and go on where you were: open a sign-in link in another '
        + 'tab and come back, or paste an API token.'),
      tokenForm(() => done()),
      trouble,
      h('div', { class: 'actions' }, h('button', { type: 'button', onclick: look }, 'I have signed in')));
    const done = () => {
      document.removeEventListener('visibilitychange', quietly);
      if (dialog.isConnected) dialog.close();
      dialog.remove();
      resolve();
    };
    dialog.addEventListener('cancel', (event) => event.preventDefault());
    document.addEventListener('visibilitychange', quietly);
    document.body.append(dialog);
    dialog.showModal();
  });
}
