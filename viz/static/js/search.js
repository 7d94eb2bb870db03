// The combobox that finds actors and relationships as you type.
import {fetchJson, h, later, replace} from './dom.js';
import {glyph, plural} from './words.js';

/** @typedef {{id: string, label: string, kind: string, events: number, matched: string, source?: string, target?: string}} Hit */

let serial = 0;

/**
 * @param {HTMLInputElement} input
 * @param {{choose: (hit: Hit) => void, relations?: boolean, keepText?: boolean}} how
 */
export function wireSearch(input, {choose, relations = true, keepText = false}) {
  const id = `options-${serial += 1}`;
  const list = h('div', {class: 'options', role: 'listbox', id, 'aria-label': 'Matches', hidden: true});
  input.parentElement.append(list);
  for (const [key, value] of Object.entries({role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': id, autocomplete: 'off'})) input.setAttribute(key, value);
  /** @type {Hit[]} */ let hits = [];
  let active = -1, asked = 0;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const mark = (index) => {
    active = index;
    [...list.querySelectorAll('[role=option]')].forEach((option, place) => {
      option.setAttribute('aria-selected', String(place === index));
      if (place === index) {
        input.setAttribute('aria-activedescendant', option.id);
        option.scrollIntoView({block: 'nearest'});
      }
    });
  };
  const take = (index) => {
    const hit = hits[index];
    if (!hit) return;
    input.value = keepText ? hit.label : '';
    input.dataset.chosen = hit.id;
    close();
    choose(hit);
  };
  const show = () => {
    replace(list, ...(hits.length ? hits.map((hit, index) => h('div', {role: 'option', id: `${id}-${index}`, 'aria-selected': 'false',
      on: {pointerdown: (event) => { event.preventDefault(); take(index); }}},
    glyph(hit.kind), h('span', {}, hit.label, hit.matched && hit.matched !== hit.label && h('span', {class: 'small'}, ` ${hit.matched}`)),
    h('span', {class: 'small number'}, plural(hit.events, 'event')))) : [h('div', {class: 'none', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false'}, `Nobody called “${input.value.trim()}”.`)]));
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    if (hits.length) mark(0);
  };
  const ask = later(async () => {
    const text = input.value.trim();
    if (!text) return close();
    const turn = asked += 1;
    try {
      const found = await fetchJson(`/graph/search?q=${encodeURIComponent(text)}${relations ? '' : '&relations=0'}`);
      if (turn !== asked || document.activeElement !== input) return;
      hits = found.hits;
      show();
    } catch { close(); }
  }, 90);

  input.addEventListener('input', () => { delete input.dataset.chosen; ask(); });
  input.addEventListener('blur', () => setTimeout(close, 120));
  input.addEventListener('keydown', (event) => {
    const open = !list.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) return ask();
      if (hits.length) mark((active + (event.key === 'ArrowDown' ? 1 : hits.length - 1)) % hits.length);
    } else if (event.key === 'Enter' && open && active >= 0) {
      event.preventDefault();
      take(active);
    } else if (event.key === 'Escape') {
      if (open) event.stopPropagation();
      close();
    }
  });
}
