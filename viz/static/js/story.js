// Stories in the panel: a path told hop by hop, and what changed between two windows.
import {fetchJson, h, replace} from './dom.js';
import {marked, why} from './evidence.js';
import {windowOf} from './model.js';
import {filterQuery} from './state.js';
import {dayAfter, firstDay, glyph, month, number, percent, plural, signed, tone} from './words.js';

/** @typedef {import('./model.js').View} View */
/** @typedef {import('./state.js').State} State */

/** The best paths between two actors. @param {State} state */
export function fetchPaths(state) {
  const query = filterQuery(state, new URLSearchParams({from: state.from, to: state.to}));
  query.set('rollup', state.rollup ? '1' : '0');
  return fetchJson(`/graph/path?${query}`);
}

/**
 * @param {any} found @param {State} state @param {{next: (place: number) => void, clear: () => void, actor: (id: string) => void, line: (a: string, b: string) => void}} act
 */
export function pathPanel(found, state, act) {
  const paths = found.paths, place = Math.min(state.path, Math.max(0, paths.length - 1)), path = paths[place];
  const ends = h('h2', {}, found.from.label, h('span', {class: 'arrow'}, ' ··· '), found.to.label);
  const clear = h('button', {type: 'button', class: 'button', on: {click: act.clear}}, 'Clear');
  if (!path) {
    return [h('header', {}, h('p', {class: 'kicker'}, 'Connection'), ends, h('div', {class: 'actions'}, clear)),
      h('p', {class: 'soft'}, 'No chain of up to six relations connects these two under the filters. Widen the time range or switch a filter back on.')];
  }
  return [
    h('header', {}, h('p', {class: 'kicker'}, `Connection · ${plural(path.hops.length, 'step')}`), ends,
      h('div', {class: 'actions'}, paths.length > 1 && h('button', {type: 'button', class: 'button', on: {click: () => act.next((place + 1) % paths.length)}}, `Next best path ${place + 1}/${paths.length}`), clear)),
    h('ol', {class: 'hops'}, path.hops.map((hop) => h('li', {},
      h('h3', {}, h('button', {type: 'button', class: 'link', on: {click: () => act.line(hop.source.id, hop.target.id)}}, `${hop.source.label} — ${hop.target.label}`)),
      hop.passage ? [h('p', {class: 'quote'}, marked(hop.passage.parts)),
        h('div', {class: 'source'}, h('span', {class: 'type'}, hop.passage.type), h('span', {}, hop.passage.when),
          h('a', {href: `/article/${hop.passage.article}#${hop.passage.id}`}, hop.passage.publisher || 'Article'), h('span', {}, `conf. ${percent(hop.passage.confidence)}`), why(hop.passage))] : h('p', {class: 'soft'}, plural(hop.events, 'event'))))),
  ];
}

/** The month so many before another. @param {string} name @param {number} back */
function monthBefore(name, back) {
  const at = Number(name.slice(0, 4)) * 12 + Number(name.slice(5)) - 1 - back;
  return `${Math.floor(at / 12)}-${String(at % 12 + 1).padStart(2, '0')}`;
}

/** Two windows to compare: the one on the timeline with the one before it, else the last two years, else halves. @param {View} view @param {State} state */
export function proposeWindows(view, state) {
  const count = view.months.length;
  if (count < 2) return '';
  const [low, high] = windowOf(view.months, state.since, state.until);
  const [first, second] = [23, 11].map((back) => view.months.findIndex((name) => name >= monthBefore(view.months[count - 1], back)));
  if (high - low === count && second - first > 2) return [firstDay(view.months[first]), firstDay(view.months[second]), dayAfter(view.months[count - 1])].join('..');
  if (low === 0 || high - low === count) {
    const middle = low === 0 && high < count ? high : Math.floor(count / 2);
    return [firstDay(view.months[0]), firstDay(view.months[middle]), dayAfter(view.months[count - 1])].join('..');
  }
  const before = Math.max(0, low - (high - low));
  return [firstDay(view.months[before]), firstDay(view.months[low]), dayAfter(view.months[high - 1])].join('..');
}

/** Lines that grew, shrank or turned between the windows. @param {View} view @param {State} state */
export function compareWindows(view, state) {
  const [since, middle, until] = state.compare.split('..');
  const open = {...state, least: 1};
  const before = view.see({...open, since, until: middle}), after = view.see({...open, since: middle, until});
  const [low, cut] = windowOf(view.months, since, middle), [, high] = windowOf(view.months, middle, until);
  const spans = [Math.max(1, cut - low), Math.max(1, high - cut)];
  const changes = [];
  for (const line of view.lines) {
    const was = before.byId.get(line.id), is = after.byId.get(line.id);
    const a = was?.events || 0, b = is?.events || 0;
    if (a + b < 2) continue;
    const weight = (b / spans[1] - a / spans[0]) / Math.sqrt((a + 0.5) / spans[0] ** 2 + (b + 0.5) / spans[1] ** 2);
    const turned = a > 1 && b > 1 && Math.abs(is.score - was.score) >= 3 && Math.sign(is.score) !== Math.sign(was.score);
    changes.push({line, a, b, was, is, weight, turned});
  }
  const strong = changes.filter((change) => Math.abs(change.weight) >= 1);
  return {
    since, middle, until,
    turned: changes.filter((change) => change.turned).sort((x, y) => y.a + y.b - x.a - x.b).slice(0, 8),
    grew: strong.filter((change) => change.weight > 0).sort((x, y) => y.weight - x.weight).slice(0, 10),
    shrank: strong.filter((change) => change.weight < 0).sort((x, y) => x.weight - y.weight).slice(0, 10),
  };
}

/**
 * @param {View} view @param {ReturnType<typeof compareWindows>} found
 * @param {{windows: (text: string) => void, clear: () => void, line: (a: string, b: string) => void}} act
 */
export function comparePanel(view, found, act) {
  const days = [found.since, found.middle, found.until];
  const pick = (index, label) => h('label', {class: 'field'}, h('span', {}, label), h('select', {class: 'button', on: {change: (event) => {
    const chosen = [...days];
    chosen[index] = event.target.value;
    if (chosen[0] < chosen[1] && chosen[1] < chosen[2]) act.windows(chosen.join('..'));
  }}}, options(view, index, days)));
  const list = (title, changes, told) => changes.length > 0 && h('section', {}, h('div', {class: 'heading'}, h('h3', {}, title)),
    h('ul', {class: 'relations changes'}, changes.map((change) => h('li', {}, h('button', {type: 'button', on: {click: () => act.line(change.line.from, change.line.to)}},
      glyph(view.kind(change.line.from)), h('span', {class: 'name'}, view.name(change.line.from), h('span', {class: 'arrow'}, ' → '), view.name(change.line.to)),
      ...told(change))))));
  const counts = (change) => [h('span', {class: 'change number'}, `${number(change.a)} → ${number(change.b)}`), h('span', {class: `dot ${tone((change.is || change.was).score)}`})];
  const scores = (change) => [h('span', {class: 'change number'}, `${signed(change.was.score)} → ${signed(change.is.score)}`), h('span', {class: `dot ${tone(change.is.score)}`})];
  const none = !found.turned.length && !found.grew.length && !found.shrank.length;
  return [
    h('header', {}, h('p', {class: 'kicker'}, 'What changed'), h('h2', {}, `${span(found.since, found.middle)} against ${span(found.middle, found.until)}`),
      h('p', {class: 'soft'}, 'Lines that changed stay lit. Counts are compared by month, long empty stretches left out, so windows may differ in length.'),
      h('div', {class: 'actions windows'}, pick(0, 'From'), pick(1, 'Change at'), pick(2, 'Up to')),
      h('div', {class: 'actions'}, h('button', {type: 'button', class: 'button', on: {click: act.clear}}, 'Close comparison'))),
    none && h('p', {class: 'soft'}, 'Nothing changed enough to be told from chance.'),
    list('Turned', found.turned, scores), list('Grew', found.grew, counts), list('Shrank', found.shrank, counts),
  ];
}

function options(view, index, days) {
  const names = index === 2 ? view.months.map((name) => [dayAfter(name), month(name)]) : view.months.map((name) => [firstDay(name), month(name)]);
  return names.map(([value, label]) => h('option', {value, selected: value === days[index]}, label));
}

const span = (first, end) => {
  const last = new Date(`${end}T00:00:00Z`);
  last.setUTCDate(0);
  const name = last.toISOString().slice(0, 7);
  return first.slice(0, 7) === name ? month(name) : `${month(first)} – ${month(name)}`;
};

/** Say in place of a panel that something failed. @param {Element} into @param {Error} error @param {() => void} again */
export const failed = (into, error, again) => replace(into, h('p', {class: 'soft'}, `${error.message} `), h('button', {type: 'button', class: 'button', on: {click: again}}, 'Try again'));
