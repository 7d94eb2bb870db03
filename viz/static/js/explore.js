// The explorer: one state, one view from the server, and what they become on the page.
import {at, block, fetchJson, later, replace, toast, h} from './dom.js';
import {wireExports} from './exports.js';
import {showFilters, wireFilters} from './filters.js';
import {Focus} from './focus.js';
import {Graph} from './graph.js';
import {showHover} from './hover.js';
import {wireKeys} from './keys.js';
import {showMatrix} from './matrix.js';
import {View} from './model.js';
import {actorPanel, overviewPanel, relationPanel, showPanel} from './panel.js';
import {baseQuery, blank, filterQuery, readState, Store, wider, writeState} from './state.js';
import {comparePanel, compareWindows, failed, fetchPaths, pathPanel, proposeWindows} from './story.js';
import {showTable} from './table.js';
import {Timeline} from './timeline.js';
import {number, plural} from './words.js';

const GUARD = 25;
const store = new Store(readState(location.search));
/** @type {Map<string, Promise<View>>} */ const views = new Map();
/** @type {Set<string>} */ const whole = new Set();
const focus = new Focus();
/** @type {View} */ let view;
/** @type {import('./model.js').Seen} */ let seen;
let panelKey = '', paths = null, turn = 0;
/** @type {string | null} */ let shownKey = null;
const timeline = new Timeline(store);
const graph = new Graph(at('canvas'), {
  select: (what) => {
    if (!what) return act.clear();
    if (what.actor) return act.actor(what.actor);
    const line = view.lineById.get(what.line);
    if (line) act.line(line.from, line.to);
  },
  expand: (id) => act.expand(id),
  hover: (what, place) => showHover(view, seen, what, place),
  move: (places) => store.set({pins: {...store.state.pins, ...places}}),
  look: (camera) => { store.set({camera}, {record: false}); },
});

const nothingChosen = {actor: '', source: '', target: '', from: '', to: '', path: 0, compare: ''};
const act = {
  actor: (id) => {
    const change = {...nothingChosen, actor: id};
    store.set(view.byId.has(id) ? change : {...change, expand: [...store.state.expand, id]});
  },
  line: (source, target) => {
    const missing = [source, target].filter((id) => !view.byId.has(id)).map((id) => `${id}+`);
    store.set({...nothingChosen, source, target, expand: [...store.state.expand, ...missing]});
  },
  clear: () => store.set(nothingChosen),
  hide: (id) => {
    store.set({...nothingChosen, hide: [...store.state.hide, id]});
    toast(`${view.name(id)} is hidden.`, 'Undo', () => store.undo());
  },
  expand: (id) => {
    const shown = new Set(view.lines.flatMap((line) => line.from === id ? [line.to] : line.to === id ? [line.from] : []));
    const more = (view.byId.get(id)?.partners || 0) - shown.size;
    if (more <= 0) toast(`All partners of ${view.name(id)} are in the picture.`);
    else if (more <= GUARD) add(id, '');
    else guard(id, more);
  },
  focus: (id) => store.set({...nothingChosen, actor: id, focus: id, expand: [], pins: {}, camera: ''}),
  pathFrom: (id) => {
    const from = /** @type {HTMLInputElement} */ (at('from'));
    [from.value, from.dataset.chosen] = [view.name(id), id];
    if (matchMedia('(max-width: 1180px)').matches) at('filters-button').click();
    at('to').focus();
  },
  path: (from, to) => store.set({...nothingChosen, from, to}),
};

const add = (id, how) => store.set({...nothingChosen, actor: id, expand: [...store.state.expand, id + how]});

function guard(id, more) {
  const close = () => { at('guard').hidden = true; };
  const choice = (text, go, style = '') => h('button', {type: 'button', class: `button ${style}`, on: {click: () => { close(); go(); }}}, text);
  replace(at('guard'), h('span', {}, `${view.name(id)} has ${number(more)} more ${more === 1 ? 'partner' : 'partners'}.`),
    choice(`Add the busiest ${GUARD}`, () => add(id, ''), 'strong'), choice(`Add all ${number(more)}`, () => add(id, '*')), choice('Cancel', close));
  at('guard').hidden = false;
  /** @type {HTMLElement} */ (at('guard').querySelector('button')).focus();
}

/** What tells one view from another: a view that holds everything is the same under all filters. @param {import('./state.js').State} state */
function keyOf(state) {
  const base = baseQuery(state).toString();
  return whole.has(base) ? base : `${base}&${filterQuery(state)}`;
}

/** Remember a view under its key. */
function keep(state, found) {
  if (!found.totals.truncated) whole.add(baseQuery(state).toString());
  views.set(keyOf(state), Promise.resolve(found));
  return found;
}

/** The view for a state: from memory, or in one request. @param {import('./state.js').State} state @returns {Promise<View>} */
function viewOf(state) {
  const key = keyOf(state);
  if (!views.has(key)) {
    const asked = fetchJson(`/graph?${filterQuery(state, baseQuery(state))}`).then((sent) => keep(state, new View(sent)));
    asked.catch(() => views.delete(key));
    views.set(key, asked);
    if (views.size > 60) views.delete(views.keys().next().value);
  }
  return views.get(key);
}

async function update(state, before) {
  const mine = turn += 1;
  const hadFocus = before && (state.actor !== before.actor || state.source !== before.source || state.target !== before.target);
  if (keyOf(state) !== shownKey) {
    at('stage').setAttribute('aria-busy', 'true');
    try {
      const next = await viewOf(state);
      if (mine !== turn) return;
      const fresh = view && next !== view && (state.rollup !== before?.rollup || state.limit !== before?.limit || state.focus !== before?.focus);
      [view, shownKey] = [next, keyOf(state)];
      graph.open(view);
      if (fresh) setTimeout(() => graph.fit(), 0);
    } catch (error) {
      if (mine !== turn) return;
      toast(error.message, 'Undo', () => store.undo());
      return;
    } finally { at('stage').removeAttribute('aria-busy'); }
  }
  render();
  remember();
  if (hadFocus) revealChosen(state);
}

/** How much of the canvas the sheet of a phone covers. */
const covered = () => matchMedia('(max-width: 760px)').matches && !at('panel').classList.contains('closed') ? at('panel').offsetHeight - 84 : 0;

/** Bring what is chosen into sight, above the sheet that covers the bottom of a phone. */
function revealChosen(state) {
  const chosen = state.actor ? [state.actor] : [state.source, state.target].filter(Boolean);
  if (state.view === 'graph' && state.layout !== 'matrix') graph.reveal(chosen, covered());
}

const remember = later(() => history.replaceState(null, '', `/explore${writeState(store.state) ? `?${writeState(store.state)}` : ''}`), 60);

function render() {
  const {state} = store;
  seen = view.see(state);
  const compared = state.compare ? compareWindows(view, state) : null;
  focus.choose(view, seen, state, paths, compared);
  const drawn = state.view === 'graph' && state.layout !== 'matrix';
  at('canvas-view').hidden = !drawn;
  at('matrix').hidden = state.view !== 'graph' || state.layout !== 'matrix';
  at('rows').hidden = state.view !== 'table';
  if (drawn) graph.draw(seen, state, focus);
  else if (state.view === 'table') showTable(view, seen, state, {actor: act.actor, line: (id) => { const line = view.lineById.get(id); act.line(line.from, line.to); }});
  else showMatrix(view, seen, state, {line: (id) => { const line = view.lineById.get(id); act.line(line.from, line.to); }});
  showFilters(state, seen, view);
  timeline.show(view, seen.months);
  const {actors, relations, truncated} = view.totals;
  const shown = `${number(seen.busy.size)}${truncated ? ` of ${number(actors)}` : ''} ${seen.busy.size === 1 ? 'actor' : 'actors'}`;
  const text = [shown, plural(seen.lines.length, 'relation'), plural(seen.events, 'event')].join(' · ');
  if (at('status').textContent !== text) at('status').textContent = text;
  at('status').title = truncated ? `The busiest of ${number(actors)} actors and ${number(relations)} relations` : '';
  at('cut').hidden = !truncated && !state.focus;
  at('cut-told').textContent = state.focus ? `Around ${view.name(state.focus)}.` : 'The busiest are shown.';
  at('unfocus').hidden = !state.focus;
  at('more').hidden = !truncated || !wider(state.limit);
  at('more').textContent = `Show ${number(wider(state.limit))}`;
  at('weights').hidden = !drawn;
  at('nothing').hidden = seen.lines.length > 0;
  for (const [id, on] of [['as-graph', state.view === 'graph'], ['as-table', state.view === 'table'], ['compare', Boolean(state.compare)]]) at(id).setAttribute('aria-pressed', String(on));
  const layout = /** @type {HTMLSelectElement} */ (at('layout'));
  [layout.value, layout.disabled] = [state.layout, state.view === 'table'];
  /** @type {HTMLButtonElement} */ (at('undo')).disabled = !store.past.length;
  /** @type {HTMLButtonElement} */ (at('redo')).disabled = !store.future.length;
  at('unhide').hidden = !state.hide.length;
  at('unhide').textContent = `Show ${number(state.hide.length)} hidden`;
  panel(state, compared);
}

function panel(state, compared) {
  const chosen = state.actor || state.source || state.from || state.compare;
  at('panel').classList.toggle('closed', !chosen);
  const what = JSON.stringify([state.actor, state.source, state.target, state.from, state.to, state.path, state.compare]);
  const key = what + filterQuery(state) + state.hide + view.lines.length;
  if (key === panelKey) return;
  const keep = panelKey.startsWith(what);
  panelKey = key;
  if (state.from && state.to) return path(state);
  if (compared) {
    showPanel(comparePanel(view, compared, {windows: (text) => store.set({compare: text}), clear: act.clear, line: (a, b) => store.set({...nothingChosen, compare: '', source: a, target: b})}), {keep});
  } else if (state.source && state.target) showPanel(relationPanel(view, seen, state, act), {keep});
  else if (state.actor) showPanel(actorPanel(view, seen, state, act), {keep});
  else showPanel(overviewPanel(view, seen, act), {keep});
}

async function path(state) {
  const key = panelKey;
  try {
    const found = await fetchPaths(state);
    if (key !== panelKey) return;
    paths = found;
    const best = found.paths[Math.min(state.path, found.paths.length - 1)];
    const missing = (best?.actors || []).filter((id) => !view.byId.has(id)).map((id) => `${id}+`);
    showPanel(pathPanel(found, state, {next: (place) => store.set({path: place}), clear: act.clear, actor: act.actor, line: act.line}));
    if (missing.length) return store.set({expand: [...store.state.expand, ...missing]}, {record: false});
    focus.choose(view, seen, state, paths, null);
    if (state.view === 'graph' && state.layout !== 'matrix') {
      graph.draw(seen, state, focus);
      graph.reveal([...focus.strong], covered());
    } else render();
    for (const [id, actor] of /** @type {[string, any][]} */ ([['from', found.from], ['to', found.to]])) {
      const input = /** @type {HTMLInputElement} */ (at(id));
      [input.value, input.dataset.chosen] = [actor.label, actor.id];
    }
  } catch (error) {
    failed(at('panel-body'), error, () => { panelKey = ''; render(); });
  }
}

function wire() {
  wireFilters(store, act);
  wireExports(store, {graph: () => graph});
  wireKeys(store, graph, act);
  at('as-graph').addEventListener('click', () => store.set({view: 'graph'}));
  at('as-table').addEventListener('click', () => store.set({view: 'table'}));
  at('layout').addEventListener('change', (event) => {
    store.set({layout: /** @type {any} */ (event.target).value, pins: {}});
    if (store.state.layout !== 'matrix') setTimeout(() => graph.fit(), 0);
  });
  at('more').addEventListener('click', (event) => { event.preventDefault(); store.set({limit: wider(store.state.limit)}); });
  at('unfocus').addEventListener('click', () => store.set({focus: '', expand: [], pins: {}, camera: ''}));
  at('undo').addEventListener('click', () => store.undo());
  at('redo').addEventListener('click', () => store.redo());
  at('unhide').addEventListener('click', () => store.set({hide: []}));
  at('compare').addEventListener('click', () => store.set(store.state.compare ? {compare: ''} : {...nothingChosen, compare: proposeWindows(view, store.state)}));
  at('reset').addEventListener('click', () => {
    const {since, until, quads, kinds, least, confidence, hide} = blank();
    store.set({since, until, quads, kinds, least, confidence, hide});
  });
  at('closer').addEventListener('click', () => graph.zoom(1.3));
  at('further').addEventListener('click', () => graph.zoom(1 / 1.3));
  at('fit').addEventListener('click', () => graph.fit());
  at('grip').addEventListener('click', () => act.clear());
  document.addEventListener('searchchoice', (event) => {
    const hit = /** @type {CustomEvent} */ (event).detail;
    event.preventDefault();
    if (hit.part && store.state.rollup) { // parts are only seen one by one
      const parts = hit.source ? [`${hit.source}+`, `${hit.target}+`] : [hit.id];
      store.set({...nothingChosen, rollup: false, focus: '', hide: [], pins: {}, expand: parts, ...(hit.source ? {source: hit.source, target: hit.target} : {actor: hit.id})});
    } else if (hit.source) act.line(hit.source, hit.target);
    else act.actor(hit.id);
    at('panel').focus({preventScroll: true});
  });
  document.addEventListener('beforecopylink', () => {
    store.set({camera: graph.camera()}, {record: false});
    history.replaceState(null, '', `/explore?${writeState(store.state)}`);
  });
  document.addEventListener('themechange', () => { if (view) render(); });
  hint();
  store.listen((state, before) => update(state, before));
}

function hint() {
  try {
    if (localStorage.getItem('hinted')) return;
    at('hint').hidden = false;
    const done = () => { at('hint').hidden = true; localStorage.setItem('hinted', '1'); };
    at('hint').querySelector('button').addEventListener('click', done);
    at('canvas').addEventListener('pointerdown', done, {once: true});
  } catch { /* without storage a hint would come back each time */ }
}

async function start() {
  const sent = block('view');
  wire();
  if (!sent) return;
  keep(store.state, new View(sent));
  await update(store.state);
  const {camera} = store.state;
  await new Promise((resolve) => requestAnimationFrame(resolve));
  if (camera) graph.aim(camera);
  else {
    graph.fit(false);
    revealChosen(store.state);
  }
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  performance.mark('graph-ready');
  document.documentElement.dataset.ready = 'graph';
  // The console and the tests look in here.
  Object.assign(globalThis, {eventgraph: {store, graph, act, get view() { return view; }, get seen() { return seen; }}});
}
start();
