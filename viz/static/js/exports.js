// The view as files and as a query.
import {at, copy, save, toast} from './dom.js';
import {seenQuery} from './state.js';

/** @param {import('./state.js').Store} store @param {{graph: () => import('./graph.js').Graph}} world */
export function wireExports(store, world) {
  for (const link of /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll('a[data-export]')])) {
    link.addEventListener('click', () => { link.href = `/graph.${link.dataset.export}?${seenQuery(store.state)}`; });
  }
  at('save-png').addEventListener('click', async () => {
    if (store.state.view === 'table' || store.state.layout === 'matrix') store.set({view: 'graph', layout: 'network'});
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    save('eventgraph.png', await world.graph().picture());
  });
  for (const id of ['copy-sparql', 'copy-sparql-too']) {
    at(id)?.addEventListener('click', async () => {
      const response = await fetch(`/graph/sparql?${seenQuery(store.state)}`);
      const query = await response.text();
      if (!response.ok) return toast('The query could not be written.');
      document.body.dataset.sparql = query;
      const done = await copy(query);
      toast(done ? 'SPARQL of this view copied: one row an event.' : 'The browser did not allow copying.', 'Open in the workbench', () => location.assign(`/sparql#${new URLSearchParams({query})}`));
    });
  }
}
