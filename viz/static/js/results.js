// Answers of the workbench as table, chart or graph.
import {block, h, replace, svg} from './dom.js';
import {token} from './theme.js';
import {number, plural} from './words.js';

const MOST_ROWS = 500;
const ACTOR = /\/(actor|article|event|type)\/([^/#]+)$/;

/**
 * Show an answer; returns how many rows or triples it has, in words.
 * @param {HTMLElement} into @param {any} answer @param {string} how
 */
export function showResult(into, answer, how) {
  if (answer.triples !== undefined) {
    const triples = readTriples(answer.triples);
    replace(into, how === 'graph' ? network(triples.filter((row) => row[2].startsWith('<')).map(([s, p, o]) => ({from: bare(s), to: bare(o)})))
      : table(['subject', 'predicate', 'object'], triples.map((row) => row.map((term) => cell({type: term.startsWith('<') ? 'uri' : 'literal', value: bare(term)})))));
    return plural(triples.length, 'triple');
  }
  if (typeof answer.boolean === 'boolean') {
    replace(into, h('p', {class: 'empty'}, h('b', {}, answer.boolean ? 'Yes' : 'No')));
    return 'Answered';
  }
  const columns = answer.head.vars, rows = answer.results.bindings;
  const fractions = new Set(columns.filter((name) => rows.some((row) => isNumber(row[name]) && row[name].value.includes('.'))));
  if (!rows.length) replace(into, h('p', {class: 'empty'}, 'No row fits this pattern.'));
  else if (how === 'chart') replace(into, chart(columns, rows));
  else if (how === 'graph') replace(into, pairs(columns, rows));
  else replace(into, table(columns, rows.slice(0, MOST_ROWS).map((row) => columns.map((name) => cell(row[name], fractions.has(name)))), columns.map((name) => isNumber(rows[0][name]))),
    rows.length > MOST_ROWS && h('p', {class: 'soft small'}, `The first ${number(MOST_ROWS)} of ${number(rows.length)} rows. Download has all.`));
  return plural(rows.length, 'row');
}

/** Names of actors by their IRI, for cells that would show an id. */
const names = new Map((block('vocabulary')?.actors || []).map((actor) => [actor.iri, actor.label]));
const bare = (term) => term.startsWith('<') ? term.slice(1, -1) : term.replace(/^"(.*)"(\^\^<[^>]*>|@[\w-]+)?$/s, '$1');
const last = (iri) => names.get(iri) || decodeURIComponent(iri.replace(/[/#]$/, '').split(/[/#]/).pop() || iri);
const isNumber = (value) => Boolean(value && value.type !== 'uri' && value.value !== '' && Number.isFinite(Number(value.value)));

function readTriples(text) {
  return text.split('\n').filter((line) => line.trim() && !line.startsWith('#')).map((line) => {
    const found = line.match(/^(\S+) (\S+) (.*) \.\s*$/s);
    return found ? [found[1], found[2], found[3]] : ['', '', line];
  });
}

/** @param {any} value @param {boolean} [isFraction] numbers of the column have decimals */
function cell(value, isFraction = false) {
  if (!value) return '';
  if (value.type === 'uri') {
    const own = value.value.match(ACTOR);
    if (own && (own[1] === 'actor' || own[1] === 'article')) return h('a', {href: `/${own[1]}/${own[2]}`}, own[1] === 'actor' ? last(value.value) : decodeURIComponent(own[2]));
    return h('span', {title: value.value}, last(value.value));
  }
  if (!isNumber(value)) return value.value;
  return (isFraction ? Number(value.value).toFixed(2) : value.value).replace('-', '−');
}

const table = (columns, rows, numeric = []) => h('table', {class: 'table'}, h('caption', {class: 'away'}, 'Answer'),
  h('thead', {}, h('tr', {}, columns.map((name, index) => h('th', {scope: 'col', class: numeric[index] ? 'number' : ''}, name)))),
  h('tbody', {}, rows.map((row) => h('tr', {}, row.map((item, index) => h('td', {class: numeric[index] ? 'number' : ''}, item))))));

function chart(columns, rows) {
  const value = columns.find((name) => isNumber(rows[0][name]) && !/year|month|date/.test(name));
  const labels = columns.filter((name) => rows[0][name] && !isNumber(rows[0][name])).slice(0, 2);
  if (!value || !labels.length) return h('p', {class: 'empty'}, 'A chart needs a column of numbers and one of names. Count something, and group by a variable.');
  const shown = rows.slice(0, 60), step = 24;
  const most = Math.max(...shown.map((row) => Math.abs(Number(row[value]?.value || 0))), 1e-9);
  const drawing = svg('svg', {class: 'bars', viewBox: `0 0 860 ${shown.length * step + 6}`, role: 'img', 'aria-label': `${value} by ${labels.join(' and ')}`});
  shown.forEach((row, index) => {
    const text = labels.map((name) => row[name] ? (row[name].type === 'uri' ? last(row[name].value) : row[name].value) : '').join(' → ');
    const amount = Number(row[value]?.value || 0), y = index * step;
    drawing.append(svg('text', {x: 290, y: y + 16, 'text-anchor': 'end'}, text.length > 40 ? `${text.slice(0, 39)}…` : text),
      svg('rect', {class: amount < 0 ? 'fill-conflict-mild' : '', x: 300, y: y + 4, width: Math.max(1, Math.abs(amount) / most * 480), height: step - 8, rx: 2}),
      svg('text', {class: 'value', x: 306 + Math.abs(amount) / most * 480, y: y + 16}, Number.isInteger(amount) ? number(amount) : amount.toFixed(2).replace('-', '−')));
  });
  return drawing;
}

function pairs(columns, rows) {
  const ends = columns.filter((name) => rows.some((row) => row[name]?.type === 'uri' && /\/actor\//.test(row[name].value))).slice(0, 2);
  if (ends.length < 2) return h('p', {class: 'empty'}, 'A graph needs two columns of actors, such as ?source and ?target, or a CONSTRUCT query.');
  return network(rows.filter((row) => row[ends[0]] && row[ends[1]]).slice(0, 400).map((row) => ({from: row[ends[0]].value, to: row[ends[1]].value})));
}

function network(links) {
  const box = h('div', {class: 'graph', role: 'img', 'aria-label': `Graph of ${links.length} links`});
  const draw = () => {
    const vis = /** @type {any} */ (globalThis).vis;
    const ids = [...new Set(links.flatMap((link) => [link.from, link.to]))];
    new vis.Network(box, {nodes: ids.map((id) => ({id, label: last(id), shape: 'dot', size: 9, color: token('node'), font: {color: token('ink'), strokeWidth: 4, strokeColor: token('canvas'), face: 'Inter, sans-serif', size: 13}})),
      edges: links.map((link, id) => ({id, from: link.from, to: link.to, arrows: 'to', color: {color: token('mixed')}, width: 1}))},
    {interaction: {keyboard: false, hover: false}, edges: {smooth: {enabled: true, type: 'curvedCW', roundness: 0.12}}, physics: {stabilization: {iterations: 200}, barnesHut: {springLength: 130}}, layout: {randomSeed: 7}});
  };
  if (/** @type {any} */ (globalThis).vis) requestAnimationFrame(draw);
  else {
    const script = h('script', {src: new URL('../vis-network.js', import.meta.url).href, on: {load: draw}});
    document.head.append(script);
  }
  return box;
}
