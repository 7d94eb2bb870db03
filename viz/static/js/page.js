// What every page has: search, theme, the link in the clipboard, and `/` to search.
import {at, copy, toast} from './dom.js';
import {wireSearch} from './search.js';
import {wireTheme} from './theme.js';

wireTheme(at('theme'));

const go = (hit) => {
  location.assign(hit.source ? `/relation/${encodeURIComponent(hit.source)}/${encodeURIComponent(hit.target)}` : `/actor/${encodeURIComponent(hit.id)}`);
};
for (const input of document.querySelectorAll('input[data-search]')) {
  wireSearch(/** @type {HTMLInputElement} */ (input), {
    choose: (hit) => { if (!document.dispatchEvent(new CustomEvent('searchchoice', {detail: hit, cancelable: true}))) return; go(hit); },
  });
}

at('copy-link')?.addEventListener('click', async () => {
  document.dispatchEvent(new CustomEvent('beforecopylink'));
  toast(await copy(location.href) ? 'Link copied. It opens exactly this view.' : 'The browser did not allow copying; the address bar has the link.');
});

document.addEventListener('keydown', (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  const typing = target.closest('input, textarea, select, [contenteditable]');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    /** @type {HTMLElement} */ (document.querySelector('input[data-search]'))?.focus();
  }
});
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.menu[open], details.drop[open]')) {
    if (!menu.contains(/** @type {Node} */ (event.target)) || /** @type {HTMLElement} */ (event.target).closest('.drop > div')) menu.removeAttribute('open');
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const menu of document.querySelectorAll('details.menu[open], details.drop[open]')) {
    menu.removeAttribute('open');
    /** @type {HTMLElement} */ (menu.querySelector('summary')).focus();
  }
});

// A sentence in the clipboard, as a report quotes it.
document.addEventListener('click', async (event) => {
  const button = /** @type {HTMLElement} */ (/** @type {HTMLElement} */ (event.target).closest('[data-cite]'));
  if (!button) return;
  const item = button.closest('li'), {cite, url} = button.dataset;
  const text = `“${item.querySelector('.quote').textContent.trim()}” (${cite}) ${url || item.querySelector('.source a').href}`;
  toast(await copy(text) ? 'Sentence copied with its source.' : 'The browser did not allow copying.');
});
