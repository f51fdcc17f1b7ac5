import { tokenForm } from '../components/token-form.js';

// The page at any path is shown once the cookie is there.
const start = location.pathname.endsWith('/sign-in') ? './' : location.href;
document.querySelector('#token-form').append(tokenForm(() => location.replace(start)));
