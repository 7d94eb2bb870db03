// The table: the full equal of the canvas for the keyboard and for screen readers.
import {at, h, replace} from './dom.js';
import {TONES, number, signed} from './words.js';

const COLUMNS = [
  ['From', (a, b, view) => view.name(a.line.from).localeCompare(view.name(b.line.from))],
  ['To', (a, b, view) => view.name(a.line.to).localeCompare(view.name(b.line.to))],
  ['Events', (a, b) => b.events - a.events],
  ['Tone', (a, b) => a.score - b.score],
  ['Mean score', (a, b) => a.score - b.score],
];
const FIRST_ROWS = 200;
let column = 2, down = true, all = false;

/**
 * @param {import('./model.js').View} view @param {import('./model.js').Seen} seen @param {import('./state.js').State} state
 * @param {{actor: (id: string) => void, line: (id: string) => void}} act
 */
export function showTable(view, seen, state, act) {
  const order = COLUMNS[column][1];
  const rows = [...seen.lines].sort((a, b) => (down ? 1 : -1) * order(a, b, view) || (a.line.id < b.line.id ? -1 : 1));
  const shown = all ? rows : rows.slice(0, FIRST_ROWS);
  const again = () => showTable(view, seen, state, act);
  const head = h('tr', {}, COLUMNS.map(([name], index) => h('th', {scope: 'col', class: index === 2 || index === 4 ? 'number' : '', 'aria-sort': index === column ? (down === (index !== 2) ? 'ascending' : 'descending') : null},
    h('button', {type: 'button', on: {click: () => {
      down = index === column ? !down : true;
      column = index;
      again();
      /** @type {HTMLElement} */ (at('rows').querySelectorAll('th button')[index]).focus();
    }}}, name))));
  const chosen = `${state.source}>${state.target}`;
  const body = shown.map((item) => h('tr', {'aria-current': item.line.id === chosen || state.actor === item.line.from || state.actor === item.line.to ? 'true' : null},
    h('td', {}, h('button', {type: 'button', class: 'link', on: {click: () => act.actor(item.line.from)}}, view.name(item.line.from))),
    h('td', {}, h('button', {type: 'button', class: 'link', on: {click: () => act.actor(item.line.to)}}, view.name(item.line.to))),
    h('td', {class: 'number'}, h('button', {type: 'button', class: 'link', 'aria-label': `${number(item.events)} events, ${view.name(item.line.from)} to ${view.name(item.line.to)}`, on: {click: () => act.line(item.line.id)}}, number(item.events))),
    h('td', {}, h('span', {class: 'tone-cell'}, h('span', {class: `dot ${item.tone}`}), TONES[item.tone])),
    h('td', {class: 'number'}, signed(item.score))));
  replace(at('rows'), h('table', {class: 'table'}, h('caption', {class: 'away'}, 'Relations that are seen, one row a direction'), h('thead', {}, head), h('tbody', {}, body)),
    shown.length < rows.length && h('p', {class: 'pages'}, h('button', {type: 'button', class: 'button', on: {click: () => { all = true; again(); }}}, `Show all ${number(rows.length)} rows`)));
}
