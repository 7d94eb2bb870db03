// The data page: jobs as they go, and a pasted article read at once.
import {at, fetchJson, h, replace} from './dom.js';
import {why} from './evidence.js';
import {pastedGraph} from './pasted.js';
import {number, percent, plural, signed} from './words.js';

const RUNNING = ['queued', 'running'];

const ENDS = {failed: 'Failed', interrupted: 'Interrupted'};
let timer = 0;
/** When a running job was first seen here, and with how many articles: for its rate. @type {Map<number, {at: number, articles: number}>} */
const first = new Map();

function row(job) {
  const stage = job.state === 'queued' ? 0 : job.state === 'running' ? 1 : 2;
  const words = ['Waiting', 'Reading', ENDS[job.state] || 'Stored'];
  return h('li', {}, h('div', {class: 'job-head'}, h('b', {}, job.kind[0].toUpperCase() + job.kind.slice(1)),
    h('span', {class: 'soft small'}, [job.total ? `${number(job.articles)} of ${plural(job.total, 'article')}` : plural(job.articles, 'article'), plural(job.events, 'event'), rate(job)].filter(Boolean).join(' · '))),
  h('ol', {class: `stages ${job.state}`, 'aria-label': `Stages of job ${job.id}`}, words.map((word, index) => h('li', {class: index <= stage && 'past', 'aria-current': index === stage && 'step'},
    index === 1 && stage === 1 && job.total && h('progress', {value: job.articles, max: job.total, 'aria-label': `Articles of job ${job.id}`}), word))),
  job.detail && h('p', {class: 'small soft'}, job.detail));
}

/** How fast a job goes, and how long it still takes; from what this page has seen of it. */
function rate(job) {
  if (job.state !== 'running') return '';
  const begun = first.get(job.id);
  if (!begun) first.set(job.id, {at: performance.now(), articles: job.articles});
  const done = begun ? job.articles - begun.articles : 0;
  if (!begun || done < 1) return '';
  const speed = done / (performance.now() - begun.at) * 1000, left = job.total ? (job.total - job.articles) / speed : 0;
  return `${speed.toFixed(1)} a second${left > 1 ? ` · ${left < 90 ? `${Math.round(left)} s` : `${Math.round(left / 60)} min`} left` : ''}`;
}

/** Show the jobs now and again later; one round at a time. */
async function jobs() {
  clearTimeout(timer);
  let items = [];
  try {
    ({items} = await fetchJson('/api/v1/jobs'));
    at('no-jobs').hidden = items.length > 0;
    replace(at('jobs'), ...items.slice(0, 20).map(row));
  } catch { /* the list that came with the page stays */ }
  clearTimeout(timer);
  timer = window.setTimeout(jobs, items.some((job) => RUNNING.includes(job.state)) ? 1000 : 15000);
}

const field = (id) => /** @type {HTMLInputElement} */ (at(id)).value.trim();

at('paste').addEventListener('submit', async (event) => {
  event.preventDefault();
  const text = /** @type {HTMLTextAreaElement} */ (at('paste-text')).value;
  if (!text.trim()) return at('paste-text').focus();
  const article = {text, title: field('paste-title'), publisher: field('paste-publisher'), ...(field('paste-date') && {date: field('paste-date')})};
  at('paste-told').textContent = 'Reading … the first text takes a few seconds while the model loads.';
  const began = performance.now();
  try {
    const coded = await fetchJson('/api/v1/code', {method: 'POST', headers: {'Content-Type': 'application/json', Accept: 'application/json'}, body: JSON.stringify(article)});
    at('paste-told').textContent = `${plural(coded.events.length, 'event')} in ${Math.round(performance.now() - began)} ms. Nothing is stored.`;
    at('paste-result').hidden = false;
    replace(at('paste-result'), ...result(article, coded));
    at('paste-store').hidden = false;
    at('paste-ask').hidden = true;
    read = {article, id: coded.id};
  } catch (error) {
    at('paste-told').textContent = error.message;
  }
});

function result(article, coded) {
  return [h('div', {class: 'columns wide-left'}, h('section', {class: 'story', 'aria-label': 'Text with its marks'}, paragraphs(article.text, coded.events)),
    h('div', {class: 'stack'}, coded.events.length > 0 && h('section', {}, h('div', {class: 'heading'}, h('h3', {}, 'As a graph')), pastedGraph(coded.events)),
      h('section', {}, h('div', {class: 'heading'}, h('h3', {}, plural(coded.events.length, 'event'))), h('ol', {class: 'triples'}, coded.events.map(triple)))))];
}

/** The text by paragraphs with the spans of the events marked; offsets count code points. */
function paragraphs(text, events) {
  const signs = [...text];
  const roles = signs.map(() => '');
  for (const event of events) {
    const side = event.quad.endsWith('conflict') ? 'conflict' : 'cooperation';
    for (const [span, role] of [[event.source, 'actor'], [event.target, 'actor'], [event.action, side]]) {
      if (span) for (let place = span.start; place < span.end; place += 1) if (roles[place] !== 'conflict' && roles[place] !== 'cooperation') roles[place] = role;
    }
  }
  const parts = [];
  let run = '', role = '';
  const flush = () => { if (run) parts.push(role ? h('mark', {class: role}, run) : run); run = ''; };
  signs.forEach((sign, place) => {
    if (roles[place] !== role) { flush(); role = roles[place]; }
    run += sign;
  });
  flush();
  return h('p', {}, parts);
}

const triple = (event) => h('li', {}, h('p', {class: 'triple'}, event.source ? event.source.label : h('span', {class: 'soft'}, 'nobody named'),
  h('mark', {class: `does ${event.quad.endsWith('conflict') ? 'conflict' : 'cooperation'}`}, event.action.text || event.action.lemma), event.target && event.target.label),
h('div', {class: 'source'}, h('span', {class: 'type'}, event.plover), event.date && h('span', {}, event.date), h('span', {}, signed(event.score)), h('span', {}, `conf. ${percent(event.confidence)}`),
  event.attributed_to && h('span', {}, `said by ${event.attributed_to.label}`), (event.polarity !== 'affirmed' || !['asserted', 'reported', 'historic'].includes(event.modality)) && h('span', {class: 'caution'}, [event.polarity, event.modality].filter((word) => word !== 'affirmed' && word !== 'asserted').join(', ')),
why({why: [`Rule ${event.action.rule}.`, ...(event.source?.method ? [`Source “${event.source.text}” by ${event.source.method}.`] : []), ...(event.target?.method ? [`Target “${event.target.text}” by ${event.target.method}.`] : []), ...(event.why || [])], url: ''})));

/** What was read last: only that is stored. @type {{article: any, id: string} | null} */
let read = null;

async function keep() {
  const token = field('paste-token'), {article, id} = read;
  const told = at('paste-told');
  try {
    const job = await fetchJson('/api/v1/articles', {method: 'POST', headers: {'Content-Type': 'application/json', Accept: 'application/json', ...(token && {Authorization: `Bearer ${token}`})}, body: JSON.stringify({articles: [article]})});
    [at('paste-ask').hidden, at('paste-store').hidden] = [true, true];
    told.textContent = 'Storing …';
    jobs();
    follow(job.id, id);
  } catch (error) {
    at('paste-refused').textContent = token ? `The server said: ${error.message}.` : '';
    at('paste-ask').hidden = false;
    at('paste-token').focus();
  }
}

/** Say when a job has ended, and where its article is. @param {number} jobId @param {string} id */
async function follow(jobId, id) {
  const told = at('paste-told');
  try {
    const job = await fetchJson(`/api/v1/jobs/${jobId}`);
    if (RUNNING.includes(job.state)) return void setTimeout(() => follow(jobId, id), 400);
    jobs();
    if (job.state === 'done' && !job.detail) replace(told, `Stored, with ${plural(job.events, 'event')}. `, h('a', {href: `/article/${encodeURIComponent(id)}`}, 'Open the article'));
    else told.textContent = `Not stored: ${job.detail || job.state}.`;
  } catch (error) { told.textContent = error.message; }
}

at('paste-store').addEventListener('click', keep);
at('paste-ask').addEventListener('submit', (event) => { event.preventDefault(); keep(); });
jobs();
