// A small picture of who acts on whom in one text: actors on a circle, one curve an event's direction.
import {svg} from './dom.js';
import {tone} from './words.js';

/** @param {any[]} events */
export function pastedGraph(events) {
  const pairs = new Map(), names = new Map();
  for (const event of events) {
    for (const end of [event.source, event.target]) if (end) names.set(end.id, end.label);
    if (!event.source || !event.target || event.source.id === event.target.id) continue;
    const key = `${event.source.id}>${event.target.id}`;
    const row = pairs.get(key) || {from: event.source.id, to: event.target.id, events: 0, score: 0};
    row.events += 1;
    row.score += event.score;
    pairs.set(key, row);
  }
  const ids = [...names.keys()];
  const place = new Map(ids.map((id, index) => {
    const angle = 2 * Math.PI * index / ids.length - Math.PI / 2;
    return [id, [200 + 128 * Math.cos(angle), 130 + 96 * Math.sin(angle)]];
  }));
  const lines = [...pairs.values()].map((row) => {
    const [x, y] = place.get(row.from), [u, v] = place.get(row.to);
    const name = tone(row.score / row.events);
    return svg('path', {class: `line line-${name}${name.startsWith('conflict') ? ' dashed' : ''}`, 'stroke-width': 1 + Math.log2(1 + row.events),
      d: `M${x} ${y}Q${(x + u) / 2 + (y - v) * 0.12} ${(y + v) / 2 + (u - x) * 0.12} ${u} ${v}`});
  });
  const nodes = ids.map((id) => {
    const [x, y] = place.get(id), name = names.get(id);
    return svg('g', {}, svg('circle', {class: 'node', cx: x, cy: y, r: 6}), svg('text', {x, y: y + 20, 'text-anchor': 'middle'}, name.length > 20 ? `${name.slice(0, 19)}…` : name));
  });
  return svg('svg', {class: 'ego', viewBox: '0 0 400 280', role: 'img', 'aria-label': `${ids.length} actors, ${pairs.size} relations`}, lines, nodes);
}
