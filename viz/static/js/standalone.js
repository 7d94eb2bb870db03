// The page that works offline: the network, and the best sentence of each line. Text nodes only.
(() => {
  const {nodes, edges, tones, ...sent} = JSON.parse(document.getElementById('data').textContent);
  const options = JSON.parse(sent.options); // pyvis hands its options over as text
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const panel = document.getElementById('panel');
  const make = (tag, style, ...children) => {
    const element = document.createElement(tag);
    if (style) element.className = style;
    element.append(...children);
    return element;
  };
  const paint = () => ({
    nodes: nodes.map((node) => ({id: node.id, shape: node.shape, size: node.size, x: node.x, y: node.y, label: node.name, borderWidth: node.kind === 'sector' ? Math.max(2.5, node.size * 0.42) : 1.5,
      color: node.kind === 'sector' ? {background: token('canvas'), border: token('node')} : {background: token('node'), border: token('canvas')}, font: {color: token('ink'), size: 13, face: 'Inter, ui-sans-serif, system-ui, sans-serif', strokeWidth: 4, strokeColor: token('canvas'), vadjust: -2}})),
    edges: edges.map((edge) => ({id: edge.id, from: edge.from, to: edge.to, width: edge.width, dashes: edge.dashes, color: {color: token(edge.tone), opacity: 0.85}})),
  });
  const first = paint();
  const vis = globalThis.vis;
  const data = {nodes: new vis.DataSet(first.nodes), edges: new vis.DataSet(first.edges)};
  const network = new vis.Network(document.getElementById('network'), data, options);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { const next = paint(); data.nodes.update(next.nodes); data.edges.update(next.edges); });
  const line = (edge) => {
    const item = make('li', '', make('b', '', `${byId.get(edge.from).name} → ${byId.get(edge.to).name}`), ` ${edge.events} · ${tones[edge.tone]}`);
    if (edge.passage) {
      const quote = make('p', 'quote');
      for (const [text, roles] of edge.passage.parts) quote.append(roles ? make('mark', roles, text) : text);
      const told = make('p', '', edge.passage.told);
      if (edge.passage.url) {
        const link = make('a', '', 'read');
        link.href = edge.passage.url;
        link.rel = 'noopener noreferrer';
        told.append(' · ', link);
      }
      item.append(quote, told);
    }
    return item;
  };
  network.on('click', (event) => {
    const node = network.getNodeAt(event.pointer.DOM);
    const edge = node === undefined ? network.getEdgeAt(event.pointer.DOM) : undefined;
    const chosen = node !== undefined ? edges.filter((item) => item.from === node || item.to === node) : edges.filter((item) => item.id === edge);
    if (!chosen.length) return;
    panel.replaceChildren(make('h2', '', node !== undefined ? byId.get(node).name : `${byId.get(chosen[0].from).name} → ${byId.get(chosen[0].to).name}`), make('ul', '', ...chosen.map(line)));
  });
  network.once('afterDrawing', () => { document.documentElement.dataset.ready = 'graph'; });
  network.fit({animation: false});
})();
