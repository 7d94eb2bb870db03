// The card that follows the pointer over an actor or a line.
import {at, h, replace} from './dom.js';
import {fetchEvidence} from './evidence.js';
import {KIND_WORDS, number, plural, signed} from './words.js';

let turn = 0;

/**
 * @param {import('./model.js').View} view @param {import('./model.js').Seen} seen
 * @param {{actor?: string, line?: string} | null} what @param {{x: number, y: number}} [place]
 */
export function showHover(view, seen, what, place) {
  const card = at('hover');
  const mine = turn += 1;
  if (!what || !place) {
    card.hidden = true;
    return;
  }
  if (what.actor) {
    const actor = view.byId.get(what.actor);
    if (!actor) return;
    replace(card, h('b', {}, actor.name), h('div', {class: 'soft'}, `${KIND_WORDS[actor.kind]} · ${plural(seen.busy.get(actor.id) || 0, 'event')} · ${plural(actor.partners, 'partner')}`));
  } else {
    const item = seen.byId.get(what.line || '');
    if (!item) return;
    replace(card, h('b', {}, view.name(item.line.from), ' → ', view.name(item.line.to)),
      h('div', {class: 'soft'}, `${plural(item.events, 'event')} · mean score ${signed(item.score)} · ${number(item.quads[2] + item.quads[3])} of conflict`));
    if (item.line.best) {
      setTimeout(async () => {
        if (mine !== turn) return;
        try {
          const {items} = await fetchEvidence(`event=${encodeURIComponent(item.line.best)}`);
          if (mine !== turn || !items.length) return;
          card.append(h('p', {class: 'quote'}, items[0].parts.map((part) => part.text)));
          put(card, place);
        } catch { /* the figures stay */ }
      }, 90);
    }
  }
  card.hidden = false;
  put(card, place);
}

function put(card, {x, y}) {
  const room = card.parentElement.getBoundingClientRect();
  card.style.left = `${Math.max(8, Math.min(x + 14, room.width - card.offsetWidth - 8))}px`;
  card.style.top = `${y + 18 + card.offsetHeight > room.height - 8 ? Math.max(8, y - card.offsetHeight - 14) : y + 18}px`;
}
