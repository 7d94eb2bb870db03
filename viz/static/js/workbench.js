// The SPARQL workbench: editor, ready and saved queries, running, errors in place, downloads.
import {at, block, copy, h, replace, save, toast} from './dom.js';
import {makeEditor} from './editor.js';
import {showResult} from './results.js';
import {number} from './words.js';

const FORMS = {csv: ['text/csv', 'csv'], json: ['application/sparql-results+json', 'json'], xml: ['application/sparql-results+xml', 'xml'], ttl: ['text/turtle', 'ttl']};
const GRAPH_FORMS = {csv: ['application/n-triples', 'nt'], json: ['application/ld+json', 'jsonld'], xml: ['application/rdf+xml', 'rdf'], ttl: ['text/turtle', 'ttl']};
const queries = block('queries');
const editor = makeEditor(/** @type {HTMLTextAreaElement} */ (at('query')), block('vocabulary'), () => run());
let show = 'table';
/** @type {any} */ let answer = null;

/** Does the query make triples? */
const isGraph = (text) => /^\s*(construct|describe)\b/i.test(text.replace(/#[^\n<>]*$/gm, '').replace(/^\s*((prefix\s+\S*\s*<[^>]*>|base\s*<[^>]*>)\s*)*/i, ''));

async function ask(text, accept) {
  return fetch('/sparql', {method: 'POST', headers: {'Content-Type': 'application/x-www-form-urlencoded', Accept: accept}, body: new URLSearchParams({query: text})});
}

async function run() {
  const text = editor.value();
  complain(null);
  at('told').textContent = 'Running …';
  at('run').setAttribute('aria-disabled', 'true');
  const began = performance.now();
  try {
    const graph = isGraph(text);
    const response = await ask(text, graph ? 'application/n-triples' : 'application/sparql-results+json');
    if (!response.ok) {
      const problem = await response.json().catch(() => ({detail: `The server answered ${response.status}.`}));
      complain(problem);
      at('told').textContent = 'No answer.';
      return;
    }
    answer = graph ? {triples: await response.text()} : await response.json();
    const spent = performance.now() - began;
    const cut = response.headers.get('Eventgraph-Truncated');
    const rows = showResult(at('result'), answer, show);
    at('told').textContent = `${rows} in ${number(Math.max(1, spent))} ms${cut ? ' · cut at the limit' : ''}`;
    history.replaceState(null, '', `#${new URLSearchParams({query: text})}`);
    mark('');
  } catch (error) {
    complain({detail: `The server could not be reached: ${error.message}`});
    at('told').textContent = 'No answer.';
  } finally { at('run').removeAttribute('aria-disabled'); }
}

function complain(problem) {
  at('complaint').hidden = !problem;
  editor.mark(problem?.line || 0, problem?.column || 0);
  if (problem) at('complaint').textContent = (problem.line ? `Line ${problem.line}${problem.column ? `, column ${problem.column}` : ''}: ` : '') + (problem.detail || problem.title || 'The query failed.');
}

function mark(id) {
  for (const link of document.querySelectorAll('[data-ready]')) {
    if (link.getAttribute('data-ready') === id) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

function read() {
  const given = new URLSearchParams(location.hash.slice(1));
  const asked = new URLSearchParams(location.search).get('query');
  const ready = given.get('ready');
  const text = given.get('query') || (ready && queries[ready]) || asked;
  if (!text) return;
  editor.put(text);
  if (ready) mark(ready);
  run();
}

const stored = () => { try { return JSON.parse(localStorage.getItem('queries') || '[]'); } catch { return []; } };
const store = (list) => { try { localStorage.setItem('queries', JSON.stringify(list)); } catch { toast('This browser keeps nothing for this page.'); } };
function showSaved() {
  const list = stored();
  at('nothing-saved').hidden = list.length > 0;
  replace(at('saved'), ...list.map((item, index) => h('li', {}, h('button', {type: 'button', class: 'link', on: {click: () => { editor.put(item.text); run(); }}}, item.name),
    h('button', {type: 'button', class: 'plain', 'aria-label': `Forget ${item.name}`, on: {click: () => { store(list.filter((_, place) => place !== index)); showSaved(); }}}, '×'))));
}

at('query-form').addEventListener('submit', (event) => { event.preventDefault(); run(); });
at('save').addEventListener('click', () => {
  const text = editor.value();
  const name = (text.match(/^#\s*(.+)$/m)?.[1] || text.replace(/\s+/g, ' ').replace(/^(prefix \S+ <[^>]*> ?)*/i, '')).slice(0, 60);
  store([{name, text}, ...stored().filter((item) => item.name !== name)].slice(0, 30));
  showSaved();
  toast('Saved in this browser. A comment on the first line names it.');
});
at('share').addEventListener('click', async () => {
  history.replaceState(null, '', `#${new URLSearchParams({query: editor.value()})}`);
  toast(await copy(location.href) ? 'Link with this query copied.' : 'The address bar has the link.');
});
at('download').addEventListener('click', async () => {
  const text = editor.value();
  const [accept, ending] = (isGraph(text) ? GRAPH_FORMS : FORMS)[/** @type {HTMLSelectElement} */ (at('as')).value];
  if (!isGraph(text) && ending === 'ttl') return toast('Turtle is for CONSTRUCT and DESCRIBE; this query gives a table.');
  const response = await ask(text, accept);
  if (!response.ok) return complain(await response.json().catch(() => ({})));
  save(`answer.${ending}`, await response.blob());
});
for (const button of document.querySelectorAll('[data-show]')) {
  button.addEventListener('click', () => {
    show = button.getAttribute('data-show');
    for (const other of document.querySelectorAll('[data-show]')) other.setAttribute('aria-pressed', String(other === button));
    if (answer) showResult(at('result'), answer, show);
  });
}
addEventListener('hashchange', read);
showSaved();
read();
