// Sentences with their marked parts, where they stand, and why they were coded.
import {fetchJson, h, replace} from './dom.js';
import {percent} from './words.js';

/** @typedef {{id: string, parts: {text: string, roles: string[]}[], type: string, quad: string, side: string, when: string, publisher: string, url: string, article: string, title: string, confidence: number, counted: boolean, caution: string, attributed: string, place: string, why: string[], source: any, target: any}} Passage */

const cache = new Map();

/** A page of sentences from the server, kept for going back. @param {string} query @returns {Promise<{items: Passage[], total: number}>} */
export function fetchEvidence(query) {
  const url = `/graph/evidence?${query}`;
  if (!cache.has(url)) {
    const asked = fetchJson(url);
    asked.catch(() => cache.delete(url));
    cache.set(url, asked);
    if (cache.size > 200) cache.delete(cache.keys().next().value);
  }
  return cache.get(url);
}

/** The text with its marks. @param {Passage['parts']} parts */
export const marked = (parts) => parts.map((part) => part.roles.length ? h('mark', {class: part.roles.join(' ')}, part.text) : part.text);

/** One sentence as a list item. @param {Passage} item */
export function sentence(item) {
  return h('li', {data: {event: item.id}},
    h('p', {class: 'quote'}, marked(item.parts)),
    h('div', {class: 'source'},
      h('span', {class: 'type'}, item.type), h('span', {}, item.when),
      h('a', {href: `/article/${item.article}#${item.id}`}, item.publisher || 'Article'),
      h('span', {title: 'How sure the coder is'}, `conf. ${percent(item.confidence)}`),
      item.attributed && h('span', {}, `said by ${item.attributed}`),
      !item.counted && h('span', {class: 'caution'}, item.caution || 'not counted'),
      cite(item), why(item)));
}

/** Copies a sentence with where it stands; `page.js` does it on every page. @param {Passage} item */
const cite = (item) => h('button', {type: 'button', class: 'link', data: {cite: [item.publisher, item.when].filter(Boolean).join(', '), url: item.url}, title: 'Copy the sentence with its source'}, 'Copy');

/** Why an event was coded, folded. @param {Passage} item */
export const why = (item) => h('details', {class: 'why'}, h('summary', {}, 'Why'),
  h('ul', {}, item.why.map((step) => h('li', {}, step)), item.url && h('li', {}, h('a', {href: item.url, rel: 'noopener noreferrer', target: '_blank'}, 'Read it at the publisher'))));

/**
 * A list of sentences that grows on demand.
 * @param {string} query @param {{size?: number, heading?: string}} [how]
 */
export function sentences(query, {size = 12, heading = 'Sentences'} = {}) {
  const list = h('ol', {class: 'sentences'});
  const note = h('p', {class: 'busy', role: 'status'}, 'Reading …');
  const count = h('span', {class: 'small soft'});
  const more = h('button', {type: 'button', class: 'button', hidden: true}, 'Show more');
  let offset = 0;
  const load = async () => {
    more.setAttribute('aria-disabled', 'true');
    try {
      const page = await fetchEvidence(`${query}&limit=${size}&offset=${offset}`);
      list.append(...page.items.map(sentence));
      offset += page.items.length;
      count.textContent = page.total > offset ? `${offset} of ${page.total}` : `${page.total}`;
      more.hidden = offset >= page.total;
      replace(note, page.total ? '' : 'No sentence in this window. Widen the time range or switch a filter back on.');
      note.hidden = page.total > 0;
    } catch (error) {
      note.hidden = false;
      replace(note, `The sentences could not be read: ${error.message} `, h('button', {type: 'button', class: 'link', on: {click: load}}, 'Try again'));
    }
    more.removeAttribute('aria-disabled');
  };
  more.addEventListener('click', load);
  load();
  return h('section', {}, h('div', {class: 'heading'}, h('h3', {}, heading), count), list, note, more);
}
