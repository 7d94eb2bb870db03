// The data page: jobs as they go, and a pasted article read at once.
import {at, fetchJson, h, replace, toast} from './dom.js';
import {why} from './evidence.js';
import {pastedGraph} from './pasted.js';
import {percent, plural, signed} from './words.js';

const RUNNING = ['queued', 'running'];

async function jobs() {
  let again = 0;
  try {
    const {items} = await fetchJson('/api/v1/jobs');
    at('no-jobs').hidden = items.length > 0;
    replace(at('jobs'), ...items.slice(0, 20).map((job) => h('li', {}, h('div', {class: 'job-head'}, h('b', {}, job.kind), h('span', {class: 'soft small'}, job.state)),
      job.total && h('progress', {value: job.articles, max: job.total, 'aria-label': `Articles of job ${job.id}`}),
      h('p', {class: 'small soft'}, [plural(job.articles, 'article'), plural(job.events, 'event'), job.detail].filter(Boolean).join(' · ')))));
    again = items.some((job) => RUNNING.includes(job.state)) ? 1000 : 15000;
  } catch { /* the list that came with the page stays */ }
  if (again) setTimeout(jobs, again);
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
  } catch (error) {
    at('paste-told').textContent = error.message;
  }
});

function result(article, coded) {
  return [h('div', {class: 'columns wide-left'}, h('section', {class: 'story', 'aria-label': 'Text with its marks'}, paragraphs(article.text, coded.events)),
    h('div', {class: 'stack'}, coded.events.length > 0 && h('section', {}, h('div', {class: 'heading'}, h('h3', {}, 'As a graph')), pastedGraph(coded.events)),
      h('section', {}, h('div', {class: 'heading'}, h('h3', {}, plural(coded.events.length, 'event'))), h('ol', {class: 'triples'}, coded.events.map(triple))),
      h('p', {class: 'actions'}, h('button', {type: 'button', class: 'button', on: {click: () => keep(article)}}, 'Store this article'))))];
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

async function keep(article, token = '') {
  try {
    await fetchJson('/api/v1/articles', {method: 'POST', headers: {'Content-Type': 'application/json', Accept: 'application/json', ...(token && {Authorization: `Bearer ${token}`})}, body: JSON.stringify({articles: [article]})});
    toast('The article is being stored.');
    jobs();
  } catch (error) {
    askToken(error.message, (given) => keep(article, given));
  }
}

function askToken(reason, go) {
  const input = h('input', {type: 'password', 'aria-label': 'Token', autocomplete: 'off'});
  const form = h('form', {class: 'paste', on: {submit: (event) => { event.preventDefault(); form.remove(); go(input.value); }}}, h('p', {class: 'note'}, `${reason} Storing needs the server's token.`),
    h('div', {class: 'end'}, h('label', {class: 'field'}, h('span', {}, 'Token'), input), h('button', {class: 'button strong'}, 'Store')));
  at('paste-result').append(form);
  input.focus();
}


jobs();
