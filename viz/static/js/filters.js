// The filters: what they show follows the state, what the visitor does changes it.
import {at} from './dom.js';
import {KINDS, QUADS, number, percent, plural} from './words.js';
import {wireSearch} from './search.js';

/** @typedef {import('./state.js').Store} Store */

const form = () => /** @type {HTMLFormElement} */ (at('filter-form'));
const boxes = (name) => /** @type {HTMLInputElement[]} */ ([...form().querySelectorAll(`input[name=${name}]`)]);

/** @param {Store} store @param {{path: (from: string, to: string) => void}} act */
export function wireFilters(store, act) {
  const least = /** @type {HTMLInputElement} */ (at('least')), confidence = /** @type {HTMLInputElement} */ (at('confidence'));
  const rollup = /** @type {HTMLInputElement} */ (at('rollup'));
  form().addEventListener('submit', (event) => event.preventDefault());
  for (const box of [...boxes('quad'), ...boxes('kind')]) {
    box.addEventListener('change', () => store.set({
      quads: QUADS.filter((code) => boxes('quad').find((other) => other.value === code)?.checked),
      kinds: Object.keys(KINDS).filter((code) => boxes('kind').find((other) => other.value === code)?.checked),
    }));
  }
  const slide = (input, read) => {
    let before = store.state;
    input.addEventListener('pointerdown', () => { before = store.state; });
    input.addEventListener('input', () => store.set(read(), {record: false}));
    input.addEventListener('change', () => { // one step to undo for the whole slide
      const change = read();
      store.state = {...store.state, ...Object.fromEntries(Object.keys(change).map((key) => [key, before[key]]))};
      store.set(change);
      before = store.state;
    });
    input.addEventListener('keydown', () => { before = store.state; });
  };
  slide(least, () => ({least: steps(Number(least.value))}));
  slide(confidence, () => ({confidence: Number(confidence.value)}));
  rollup.addEventListener('change', () => store.set({rollup: rollup.checked, expand: [], hide: [], pins: {}, actor: '', source: '', target: '', from: '', to: '', focus: ''}));

  const ends = ['from', 'to'].map((id) => /** @type {HTMLInputElement} */ (at(id)));
  for (const input of ends) wireSearch(input, {relations: false, keepText: true, choose: (hit) => { input.dataset.chosen = hit.id; }});
  at('path-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const empty = ends.find((input) => !input.value.trim());
    if (empty) empty.focus();
    else act.path(ends[0].dataset.chosen || ends[0].value.trim(), ends[1].dataset.chosen || ends[1].value.trim());
  });
  const aside = at('filters');
  const toggle = (open) => {
    aside.classList.toggle('open', open);
    at('filters-button').setAttribute('aria-expanded', String(open));
    if (open) at('close-filters').focus();
    else at('filters-button').focus();
  };
  at('filters-button').addEventListener('click', () => toggle(!aside.classList.contains('open')));
  at('close-filters').addEventListener('click', () => toggle(false));
  at('scrim').addEventListener('click', () => toggle(false));
  aside.addEventListener('keydown', (event) => { if (event.key === 'Escape' && aside.classList.contains('open')) toggle(false); });
}

const STEPS = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 2000, 5000, 10000];
const steps = (place) => STEPS[Math.max(0, Math.min(STEPS.length - 1, place))];

/** @param {import('./state.js').State} state @param {import('./model.js').Seen} seen @param {import('./model.js').View} view */
export function showFilters(state, seen, view) {
  for (const box of boxes('quad')) {
    box.checked = state.quads.includes(box.value);
    box.parentElement.querySelector('.number').textContent = number(seen.quads[QUADS.indexOf(box.value)]);
  }
  const present = new Set(view.actors.map((actor) => actor.kind));
  for (const box of boxes('kind')) {
    box.checked = state.kinds.includes(box.value);
    box.parentElement.querySelector('.number').textContent = number(seen.kinds[KINDS[box.value]]);
    box.parentElement.hidden = !present.has(KINDS[box.value]) && box.checked;
  }
  const least = /** @type {HTMLInputElement} */ (at('least'));
  const most = Math.max(1, STEPS.findLastIndex((step) => step <= view.busiest));
  least.max = String(Math.max(most, STEPS.findIndex((step) => step >= state.least)));
  least.value = String(Math.max(0, STEPS.findIndex((step) => step >= state.least)));
  const told = plural(state.least, 'event');
  at('least-told').textContent = told;
  least.setAttribute('aria-valuetext', told);
  const confidence = /** @type {HTMLInputElement} */ (at('confidence'));
  confidence.value = String(state.confidence);
  at('confidence-told').textContent = state.confidence ? percent(state.confidence) : 'any';
  confidence.setAttribute('aria-valuetext', state.confidence ? percent(state.confidence) : 'any');
  /** @type {HTMLInputElement} */ (at('rollup')).checked = state.rollup;
}
