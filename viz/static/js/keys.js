// Keys of the explorer. vis-network's own would steal the focus from text fields.
import {at} from './dom.js';

const PAN = {ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60]};

/** @param {import('./state.js').Store} store @param {import('./graph.js').Graph} graph @param {{clear: () => void, hide: (id: string) => void, expand: (id: string) => void}} act */
export function wireKeys(store, graph, act) {
  document.addEventListener('keydown', (event) => {
    const typing = /** @type {HTMLElement} */ (event.target).closest('input:not([type=checkbox]):not([type=range]), textarea, select');
    if (event.key === 'Escape' && !event.defaultPrevented) {
      if (!at('guard').hidden) at('guard').hidden = true;
      else if (!typing) act.clear();
    }
    if (typing) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') {
      event.preventDefault();
      if (event.shiftKey) store.redo();
      else store.undo();
    }
  });
  at('canvas').addEventListener('keydown', (event) => {
    const {actor} = store.state;
    if (PAN[event.key]) graph.pan(PAN[event.key][0], PAN[event.key][1]);
    else if (event.key === '+' || event.key === '=') graph.zoom(1.3);
    else if (event.key === '-') graph.zoom(1 / 1.3);
    else if (event.key === '0') graph.fit();
    else if (event.key === 'h' && actor) act.hide(actor);
    else if (event.key === 'e' && actor) act.expand(actor);
    else return;
    event.preventDefault();
  });
}
