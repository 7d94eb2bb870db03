// The one state of the explorer, as an address and back, with exact undo.
import {KINDS, QUADS} from './words.js';

/**
 * @typedef {object} State
 * @property {string} since first day, or empty @property {string} until day after the last, or empty
 * @property {string[]} quads codes of the classes that are on @property {string[]} kinds codes of kinds that are on
 * @property {number} least events of a line @property {number} confidence 0 to 1 @property {boolean} rollup
 * @property {string} focus actor the view is around @property {string[]} expand actors whose neighbours were added
 * @property {string[]} hide hidden actors @property {Record<string, [number, number]>} pins places of moved actors
 * @property {number} limit @property {'network' | 'circle' | 'matrix'} layout @property {'graph' | 'table'} view
 * @property {string} actor selected actor @property {string} source @property {string} target selected line
 * @property {string} from @property {string} to path @property {number} path which of the best paths, from 0
 * @property {string} compare `since..middle..until` of two windows, or empty @property {string} camera `x,y,scale`
 */

const LIMIT = 70;
const WIDER = [150, 300, 1000];

/** The actors of the next larger picture, 0 for none. @param {number} limit */
export const wider = (limit) => WIDER.find((more) => more > limit) || 0;

/** @returns {State} */
export const blank = () => ({
  since: '', until: '', quads: [...QUADS], kinds: Object.keys(KINDS), least: 1, confidence: 0, rollup: true, focus: '',
  expand: [], hide: [], pins: {}, limit: LIMIT, layout: 'network', view: 'graph', actor: '', source: '', target: '',
  from: '', to: '', path: 0, compare: '', camera: '',
});

const WORDS = ['since', 'until', 'focus', 'actor', 'source', 'target', 'from', 'to', 'compare', 'camera'];

/** @param {string} search @returns {State} */
export function readState(search) {
  const given = new URLSearchParams(search);
  const state = blank();
  for (const key of WORDS) state[key] = given.get(key) || '';
  const codes = (key, all) => {
    const wanted = given.getAll(key).flatMap((value) => value.split(','));
    return wanted.length ? all.filter((code) => wanted.includes(code)) : all;
  };
  state.quads = codes('quad', state.quads);
  state.kinds = codes('kind', state.kinds);
  state.least = Math.max(1, Number(given.get('min')) || 1);
  state.confidence = Math.min(1, Math.max(0, Number(given.get('confidence')) || 0));
  // Without a word in the address the server has looked: an address that names a part is read narrowly.
  const asked = given.getAll('rollup').pop(), box = /** @type {HTMLInputElement | null} */ (document.getElementById('rollup'));
  state.rollup = asked ? !['0', 'false', 'off'].includes(asked) : box?.defaultChecked ?? true;
  state.expand = given.getAll('expand');
  state.hide = given.getAll('hide');
  for (const pin of given.getAll('pin')) {
    const cut = pin.lastIndexOf('@');
    const [x, y] = pin.slice(cut + 1).split(',').map(Number);
    if (cut > 0 && Number.isFinite(x) && Number.isFinite(y)) state.pins[pin.slice(0, cut)] = [x, y];
  }
  state.limit = Number(given.get('limit')) || LIMIT;
  if (['circle', 'matrix'].includes(given.get('layout') || '')) state.layout = /** @type {any} */ (given.get('layout'));
  if (given.get('view') === 'table') state.view = 'table';
  state.path = Math.max(0, Number(given.get('path')) || 0);
  return state;
}

/** The filters as the server reads them. @param {State} state @param {URLSearchParams} [into] */
export function filterQuery(state, into = new URLSearchParams()) {
  if (state.since) into.set('since', state.since);
  if (state.until) into.set('until', state.until);
  const codes = (key, on, all) => {
    if (on.length < all) for (const code of on.length ? on : ['none']) into.append(key, code);
  };
  codes('quad', state.quads, QUADS.length);
  codes('kind', state.kinds, Object.keys(KINDS).length);
  if (state.least > 1) into.set('min', String(state.least));
  if (state.confidence) into.set('confidence', String(state.confidence));
  return into;
}

/** What decides which actors the server sends. @param {State} state @param {URLSearchParams} [into] */
export function baseQuery(state, into = new URLSearchParams()) {
  if (!state.rollup) into.set('rollup', '0');
  if (state.focus) into.set('focus', state.focus);
  for (const actor of state.expand) into.append('expand', actor);
  if (state.limit !== LIMIT) into.set('limit', String(state.limit));
  return into;
}

/** Everything that is seen, for exports. @param {State} state */
export function seenQuery(state) {
  const query = filterQuery(state, baseQuery(state));
  for (const actor of state.hide) query.append('hide', actor);
  for (const [actor, [x, y]] of Object.entries(state.pins)) query.append('pin', `${actor}@${x},${y}`);
  return query;
}

/** The whole state as the part of an address after `?`. @param {State} state */
export function writeState(state) {
  const query = seenQuery(state);
  if (state.layout !== 'network') query.set('layout', state.layout);
  if (state.view !== 'graph') query.set('view', state.view);
  for (const key of ['actor', 'source', 'target', 'from', 'to', 'compare', 'camera']) if (state[key]) query.set(key, state[key]);
  if (state.rollup && state.from) query.set('rollup', '1'); // the words of a path may name a part
  if (state.path) query.set('path', String(state.path));
  return query.toString();
}

/** @typedef {(state: State, before: State) => void} Listener */

/** Holds the state; what is recorded can be undone and redone exactly. */
export class Store {
  /** @param {State} initial */
  constructor(initial) {
    this.state = initial;
    /** @type {State[]} */ this.past = [];
    /** @type {State[]} */ this.future = [];
    /** @type {Listener[]} */ this.listeners = [];
  }

  /** @param {Partial<State>} change @param {{record?: boolean}} [how] */
  set(change, {record = true} = {}) {
    const before = this.state;
    const after = {...before, ...change};
    if (JSON.stringify(after) === JSON.stringify(before)) return;
    if (record) {
      this.past.push(before);
      if (this.past.length > 100) this.past.shift();
      this.future = [];
    }
    this.move(after);
  }

  /** Back to the state before the last recorded change. */
  undo() {
    const before = this.past.pop();
    if (before) {
      this.future.push(this.state);
      this.move(before);
    }
  }

  /** Forward again. */
  redo() {
    const after = this.future.pop();
    if (after) {
      this.past.push(this.state);
      this.move(after);
    }
  }

  /** @param {State} after */
  move(after) {
    const before = this.state;
    this.state = after;
    for (const listener of this.listeners) listener(after, before);
  }

  /** @param {Listener} listener */
  listen(listener) { this.listeners.push(listener); }
}
