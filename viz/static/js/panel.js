// The panel: an overview, one actor, or one relation with its sentences.
import {at, fetchJson, h, replace} from './dom.js';
import {duel, monthBars} from './charts.js';
import {sentences} from './evidence.js';
import {partnersOf} from './model.js';
import {filterQuery} from './state.js';
import {KIND_WORDS, glyph, number, percent, plural, signed, tone, toneClass} from './words.js';

/** @typedef {import('./model.js').View} View */
/** @typedef {import('./model.js').Seen} Seen */
/** @typedef {import('./state.js').State} State */
/** @typedef {{actor: (id: string) => void, line: (source: string, target: string) => void, expand: (id: string) => void, focus: (id: string) => void, hide: (id: string) => void, pathFrom: (id: string) => void, clear: () => void}} Act */

const figure = (term, value, style = '') => h('div', {}, h('dt', {}, term), h('dd', {class: style}, value));
const heading = (text, side) => h('div', {class: 'heading'}, h('h3', {}, text), side);

/** A row that leads to a relation. @param {View} view @param {{from: string, to: string, events: number, good: number, bad: number}} item @param {number} most @param {() => void} go @param {string} [name] */
export function relationRow(view, item, most, go, name) {
  const label = name ? h('span', {class: 'name'}, name)
    : h('span', {class: 'name'}, view.name(item.from), h('span', {class: 'arrow'}, ' → '), view.name(item.to));
  return h('li', {}, h('button', {type: 'button', on: {click: go}}, glyph(view.kind(name ? item.to : item.from)), label,
    duel(item.good, item.bad, most), h('span', {class: 'number'}, number(item.events))));
}

/** What is in the picture, before anything is chosen. @param {View} view @param {Seen} seen @param {Act} act */
export function overviewPanel(view, seen, act) {
  const most = seen.lines[0]?.events || 1;
  return [
    h('header', {}, h('h2', {}, 'Who acts on whom, and how'),
      h('p', {class: 'soft'}, 'Each line is a relationship. Blue is cooperation, orange is conflict, dashes repeat the difference without colour. Thicker lines carry more events.')),
    h('ol', {class: 'steps'},
      h('li', {}, h('span', {}, 'Click an actor or a line to read the sentences behind it.')),
      h('li', {}, h('span', {}, 'Double-click an actor to bring in its neighbours.')),
      h('li', {}, h('span', {}, 'Drag across the timeline, or press play.'))),
    h('section', {}, heading('Most active relationships'),
      seen.lines.length ? h('ul', {class: 'relations'}, seen.lines.slice(0, 10).map((item) => relationRow(view, {from: item.line.from, to: item.line.to, events: item.events,
        good: item.quads[0] + item.quads[1], bad: item.quads[2] + item.quads[3]}, most, () => act.line(item.line.from, item.line.to))))
        : h('p', {class: 'soft'}, 'No relations match the filters.')),
  ];
}

/** One actor. @param {View} view @param {Seen} seen @param {State} state @param {Act} act */
export function actorPanel(view, seen, state, act) {
  const id = state.actor, actor = view.byId.get(id);
  const partners = partnersOf(seen, id);
  const touching = seen.lines.filter((item) => item.line.from === id || item.line.to === id);
  const events = touching.reduce((sum, item) => sum + item.events, 0);
  const score = events ? touching.reduce((sum, item) => sum + item.events * item.score, 0) / events : 0;
  const more = actor ? Math.max(0, actor.partners - new Set(view.lines.flatMap((line) => line.from === id ? [line.to] : line.to === id ? [line.from] : [])).size) : 0;
  const query = filterQuery(state, new URLSearchParams({actor: id}));
  query.set('rollup', state.rollup ? '1' : '0');
  const outside = h('span', {});
  identify(id, outside);
  const list = h('ul', {class: 'relations'});
  const all = h('button', {type: 'button', class: 'link', hidden: partners.length <= 8}, `all ${number(partners.length)}`);
  const rows = (shown) => replace(list, ...shown.map((row) => relationRow(view, {...row, from: id, to: row.partner}, partners[0].events, () => act.line(id, row.partner), view.name(row.partner))));
  all.addEventListener('click', () => { rows(partners); all.hidden = true; });
  rows(partners.slice(0, 8));
  return [
    h('header', {}, h('p', {class: 'kicker'}, glyph(view.kind(id)), KIND_WORDS[view.kind(id)], outside),
      h('h2', {}, view.name(id)),
      h('div', {class: 'actions'},
        h('button', {type: 'button', class: 'button', on: {click: () => act.expand(id)}}, more ? `Expand ${number(more)}` : 'Expand'),
        state.focus !== id && h('button', {type: 'button', class: 'button', title: 'Show only its partners', on: {click: () => act.focus(id)}}, 'Focus'),
        h('button', {type: 'button', class: 'button', on: {click: () => act.pathFrom(id)}}, 'Path'),
        h('button', {type: 'button', class: 'button', on: {click: () => act.hide(id)}}, 'Hide'),
        h('a', {class: 'button', href: `/actor/${encodeURIComponent(id)}${state.rollup ? '' : '?rollup=0'}`}, 'Open'))),
    h('dl', {class: 'figures'}, figure('Events', number(events)), figure('Partners', number(partners.length)),
      figure('Mean score', events ? signed(score) : '–', events ? toneClass(tone(score)) : '')),
    h('section', {}, heading('Events per month'), monthBars(view.months, view.monthsOf(state, (line) => (line.from === id || line.to === id) && seen.byId.has(line.id)))),
    partners.length > 0 && h('section', {}, heading('Closest relations', all), list),
    sentences(query.toString(), {heading: 'Latest evidence'}),
  ];
}

async function identify(id, into) {
  try {
    const actor = await fetchJson(`/graph/actor/${encodeURIComponent(id)}`);
    const wikidata = actor.same_as.find((iri) => /^https?:\/\/www\.wikidata\.org\/entity\/Q\d+$/.test(iri));
    replace(into, actor.of && ['· ', h('a', {href: `/actor/${encodeURIComponent(actor.of.id)}`, class: 'quiet'}, actor.of.label), ' '],
      wikidata && ['· ', h('a', {class: 'quiet', href: wikidata, rel: 'noopener noreferrer', target: '_blank'}, wikidata.split('/').pop())]);
  } catch { /* the kind alone is enough here */ }
}

/** One relation: the direction that was chosen, with the other one in reach. @param {View} view @param {Seen} seen @param {State} state @param {Act} act */
export function relationPanel(view, seen, state, act) {
  const {source, target} = state;
  const there = seen.byId.get(`${source}>${target}`), back = seen.byId.get(`${target}>${source}`);
  const events = there?.events || 0;
  const bad = there ? (there.quads[2] + there.quads[3]) / events : 0;
  const query = filterQuery(state, new URLSearchParams({source, target}));
  query.set('rollup', state.rollup ? '1' : '0');
  const level = state.rollup ? '' : '?rollup=0';
  const kinds = h('div', {class: 'chips'});
  happened(query, kinds);
  return [
    h('header', {}, h('p', {class: 'kicker'}, 'Relationship'),
      h('h2', {}, view.name(source), h('span', {class: 'arrow'}, ' → '), view.name(target)),
      h('div', {class: 'actions'},
        h('a', {class: 'button', href: `/relation/${encodeURIComponent(source)}/${encodeURIComponent(target)}${level}`}, 'Timeline page'),
        h('button', {type: 'button', class: 'button', on: {click: () => act.line(target, source)}}, `Other direction${back ? ` ${number(back.events)}` : ''}`),
        h('a', {class: 'button', href: `/relation/${encodeURIComponent(source)}/${encodeURIComponent(target)}?format=csv${level.replace('?', '&')}`}, 'CSV'))),
    h('dl', {class: 'figures'}, figure('Events', number(events)), figure('Mean score', there ? signed(there.score) : '–', there ? toneClass(there.tone) : ''),
      figure('Conflict share', there ? percent(bad) : '–')),
    h('section', {}, heading('Events per month'), monthBars(view.months, view.monthsOf(state, (line) => line.id === `${source}>${target}`))),
    events > 0 && h('section', {}, heading('What happened'), kinds),
    !events && back && h('p', {class: 'soft'}, `Nothing in this direction under the filters; ${plural(back.events, 'event')} the other way.`),
    sentences(query.toString()),
  ];
}

async function happened(query, into) {
  try {
    const {types} = await fetchJson(`/graph/types?${query}`);
    replace(into, ...types.map(({type, word, events, tone: name}) => h('span', {class: 'chip', title: type}, h('span', {class: `dot ${name}`}), word, ' ', h('b', {}, number(events)))));
  } catch (error) { replace(into, error.message); }
}

/** Put a panel up, and bring its beginning into view. @param {(Node | false | null)[]} content @param {{keep?: boolean}} [how] */
export function showPanel(content, {keep = false} = {}) {
  const panel = at('panel');
  const top = panel.scrollTop;
  replace(at('panel-body'), ...content);
  panel.scrollTop = keep ? top : 0;
}
