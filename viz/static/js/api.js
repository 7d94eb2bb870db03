// The description of the API: fills in the commands, and sends what is asked.
import {at, copy, toast} from './dom.js';

const MOST = 40_000; // signs of an answer that are shown

/** @param {HTMLFormElement} form */
function read(form) {
  const method = form.dataset.method || 'GET';
  const query = new URLSearchParams();
  let path = form.dataset.path || '';
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll('[data-in]'))) {
    const value = field.value.trim();
    if (field.dataset.in === 'path') path = path.replace(`{${field.name}}`, value ? encodeURIComponent(value) : `{${field.name}}`);
    else if (value) for (const one of 'many' in field.dataset ? value.split(',') : [value]) query.append(field.name, one.trim());
  }
  const body = /** @type {HTMLTextAreaElement | null} */ (form.querySelector('textarea'))?.value;
  return {method, url: `${path}${query.size ? `?${query}` : ''}`, body, token: 'token' in form.dataset};
}

function command({method, url, body, token}) {
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  return ['curl -s', !['GET', 'POST'].includes(method) && `-X ${method}`, token && '-H "Authorization: Bearer $TOKEN"',
    body && `-H 'Content-Type: application/json' -d ${quoted(body.replace(/\s*\n\s*/g, ' '))}`, quoted(location.origin + url)].filter(Boolean).join(' ');
}

async function send(form) {
  const {method, url, body} = read(form);
  const told = form.querySelector('[role=status]'), answer = form.querySelector('.answer');
  const token = /** @type {HTMLInputElement} */ (at('token')).value.trim();
  const headers = {Accept: 'application/json', ...(body && {'Content-Type': 'application/json'}), ...(token && {Authorization: `Bearer ${token}`})};
  told.textContent = 'Asking …';
  const began = performance.now();
  try {
    const response = await fetch(url, {method, headers, body});
    const text = await response.text();
    told.textContent = `${response.status} ${response.statusText} in ${Math.round(performance.now() - began)} ms`;
    const shown = (response.headers.get('Content-Type') || '').includes('json') ? JSON.stringify(JSON.parse(text), null, 2) : text;
    answer.textContent = shown.length > MOST ? `${shown.slice(0, MOST)}\n… ${(shown.length - MOST).toLocaleString('en-GB')} more signs` : shown;
    answer.hidden = !shown;
  } catch (error) {
    told.textContent = error.message;
  }
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('.operation form'))) {
  const line = form.querySelector('.command');
  form.addEventListener('input', () => { line.textContent = command(read(form)); });
  form.addEventListener('submit', (event) => { event.preventDefault(); send(form); });
  form.querySelector('[data-copy]').addEventListener('click', async () => {
    toast(await copy(line.textContent) ? 'Command copied.' : 'The browser did not allow copying.');
  });
}

/** A link to an operation or a shape opens it. */
function open() {
  const found = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (found instanceof HTMLDetailsElement) found.open = true;
}
addEventListener('hashchange', open);
open();
