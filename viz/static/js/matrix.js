// Who acts on whom as a matrix: rows act, columns are acted on, communities beside one another.
import {at, replace, svg} from './dom.js';

const MOST = 60;

/**
 * @param {import('./model.js').View} view @param {import('./model.js').Seen} seen @param {import('./state.js').State} state
 * @param {{line: (id: string) => void}} act
 */
export function showMatrix(view, seen, state, act) {
  const busiest = [...seen.busy.entries()].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST).map(([id]) => view.byId.get(id));
  const order = busiest.sort((a, b) => a.community - b.community || seen.busy.get(b.id) - seen.busy.get(a.id));
  const row = new Map(order.map((actor, index) => [actor.id, index]));
  const cell = 15, left = 168, top = 132, size = order.length * cell;
  const short = (name) => name.length > 24 ? `${name.slice(0, 23)}…` : name;
  const chart = svg('svg', {width: left + size + 60, height: top + size + 8, role: 'img',
    'aria-label': `Matrix of the ${order.length} busiest actors; rows act, columns are acted on. The table has the same relations.`});
  order.forEach((actor, index) => {
    chart.append(svg('text', {x: left - 8, y: top + index * cell + 11, 'text-anchor': 'end'}, short(actor.name)),
      svg('text', {transform: `translate(${left + index * cell + 11} ${top - 8}) rotate(-60)`}, short(actor.name)));
    if (index && order[index - 1].community !== actor.community) {
      const border = index * cell;
      chart.append(svg('path', {class: 'grid', d: `M${left + border} ${top}v${size}M${left} ${top + border}h${size}`}));
    }
  });
  chart.append(svg('path', {class: 'grid', d: `M${left} ${top}h${size}v${size}h${-size}z`}));
  const most = Math.log2(1 + Math.max(1, ...seen.lines.map((item) => item.events)));
  for (const item of seen.lines) {
    const y = row.get(item.line.from), x = row.get(item.line.to);
    if (x === undefined || y === undefined) continue;
    const edge = 5 + (cell - 6) * Math.log2(1 + item.events) / most, gap = (cell - edge) / 2;
    const picked = item.line.id === `${state.source}>${state.target}`;
    chart.append(svg('rect', {class: `cell fill-${item.tone}${picked ? ' picked' : ''}`, x: left + x * cell + gap, y: top + y * cell + gap, width: edge, height: edge, rx: 1.5,
      on: {click: () => act.line(item.line.id)}}, svg('title', {}, `${view.name(item.line.from)} → ${view.name(item.line.to)}: ${item.events}`)));
  }
  replace(at('matrix'), chart);
}
