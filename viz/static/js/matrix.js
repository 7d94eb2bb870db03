// Who acts on whom as a matrix: rows act, columns are acted on, communities beside one another.
import {at, h, replace, svg} from './dom.js';

const MOST = 60, LEFT = 176, TOP = 136, LEAST = 12, MOST_CELL = 22;
const short = (name) => name.length > 26 ? `${name.slice(0, 25).trimEnd()}…` : name;

/**
 * @param {import('./model.js').View} view @param {import('./model.js').Seen} seen @param {import('./state.js').State} state
 * @param {{line: (id: string) => void}} act
 */
export function showMatrix(view, seen, state, act) {
  const busiest = [...seen.busy.entries()].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST).map(([id]) => view.byId.get(id));
  const order = busiest.sort((a, b) => a.community - b.community || seen.busy.get(b.id) - seen.busy.get(a.id));
  const row = new Map(order.map((actor, index) => [actor.id, index]));
  const box = at('matrix');
  const cell = Math.max(LEAST, Math.min(MOST_CELL, Math.floor((box.clientWidth - LEFT - 84) / Math.max(1, order.length))));
  const size = order.length * cell, middle = (index) => index * cell + cell / 2 + 4;
  const columns = svg('svg', {class: 'columns-of', width: size + 72, height: TOP, 'aria-hidden': 'true'},
    order.map((actor, index) => svg('text', {transform: `translate(${middle(index)} ${TOP - 7}) rotate(-60)`}, short(actor.name))));
  const rows = svg('svg', {class: 'rows-of', width: LEFT, height: size + 8, 'aria-hidden': 'true'},
    order.map((actor, index) => svg('text', {x: LEFT - 8, y: middle(index), 'text-anchor': 'end'}, short(actor.name))));
  const across = svg('rect', {class: 'cross', width: size, height: cell, visibility: 'hidden'}), down = svg('rect', {class: 'cross', width: cell, height: size, visibility: 'hidden'});
  const chart = svg('svg', {width: size + 72, height: size + 8, role: 'img',
    'aria-label': `Matrix of the ${order.length} busiest actors; rows act, columns are acted on. The table has the same relations.`}, across, down);
  const borders = order.flatMap((actor, index) => index && order[index - 1].community !== actor.community ? [`M${index * cell} 0v${size}M0 ${index * cell}h${size}`] : []);
  chart.append(svg('path', {class: 'grid', d: `M.5 .5h${size}v${size}h-${size}z${borders.join('')}`}));
  const most = Math.log2(1 + Math.max(1, ...seen.lines.map((item) => item.events)));
  for (const item of seen.lines) {
    const y = row.get(item.line.from), x = row.get(item.line.to);
    if (x === undefined || y === undefined) continue;
    const edge = Math.min(cell - 1, 5 + (cell - 6) * Math.log2(1 + item.events) / most), gap = (cell - edge) / 2;
    const picked = item.line.id === `${state.source}>${state.target}`;
    chart.append(svg('rect', {class: `cell fill-${item.tone}${picked ? ' picked' : ''}`, x: x * cell + gap, y: y * cell + gap, width: edge, height: edge, rx: 1.5,
      on: {click: () => act.line(item.line.id)}}, svg('title', {}, `${view.name(item.line.from)} → ${view.name(item.line.to)}: ${item.events}`)));
  }
  const point = (x, y) => {
    for (const [band, index, key] of /** @type {[Element, number, string][]} */ ([[across, y, 'y'], [down, x, 'x']])) {
      band.setAttribute('visibility', index < 0 || index >= order.length ? 'hidden' : 'visible');
      band.setAttribute(key, String(index * cell));
    }
    rows.querySelectorAll('text').forEach((text, index) => text.classList.toggle('at', index === y));
    columns.querySelectorAll('text').forEach((text, index) => text.classList.toggle('at', index === x));
  };
  chart.addEventListener('pointermove', (event) => {
    const {left, top} = chart.getBoundingClientRect();
    point(Math.floor((event.clientX - left) / cell), Math.floor((event.clientY - top) / cell));
  });
  chart.addEventListener('pointerleave', () => point(-1, -1));
  const {scrollLeft, scrollTop} = box;
  replace(box, h('div', {class: 'corner'}, h('span', {class: 'small soft'}, 'acts ↓   on →')), columns, rows, chart);
  box.scrollTo(scrollLeft, scrollTop);
}
