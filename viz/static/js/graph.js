// The canvas: vis-network draws what the state shows; it never moves an actor on its own.
import {drawLabels, drawRing} from './labels.js';
import {token} from './theme.js';

/** @typedef {import('./model.js').View} View */
/** @typedef {import('./model.js').Seen} Seen */
/** @typedef {import('./state.js').State} State */

/** The most names by the number of lines: each costs time in every frame. @param {number} lines */
const mostNames = (lines) => lines > 900 ? 40 : lines > 450 ? 80 : Infinity;

/** The network on the canvas. */
export class Graph {
  /**
   * @param {HTMLElement} element
   * @param {{select: (what: {actor?: string, line?: string} | null) => void, expand: (actor: string) => void, hover: (what: {actor?: string, line?: string} | null, place?: {x: number, y: number}) => void, move: (places: Record<string, [number, number]>) => void, look: (camera: string) => void}} act
   */
  constructor(element, act) {
    this.element = element;
    this.act = act;
    this.network = null;
    this.labels = [];
    this.order = [];
    this.focus = {actors: new Set(), lines: new Set(), strong: new Set(), any: false};
    this.hovered = '';
    this.drawnActors = new Map();
    this.drawnLines = new Map();
    this.places = new Map();
  }

  /** Start, or change to another view. @param {View} view */
  open(view) {
    this.view = view;
    if (this.network) return;
    const vis = /** @type {any} */ (globalThis).vis;
    this.nodes = new vis.DataSet();
    this.edges = new vis.DataSet();
    this.network = new vis.Network(this.element, {nodes: this.nodes, edges: this.edges}, {...view.sent.options, autoResize: false});
    const network = this.network;
    this.element.querySelector('.vis-network').removeAttribute('tabindex'); // our own element takes the keys
    network.on('click', (event) => {
      const actor = network.getNodeAt(event.pointer.DOM);
      const line = actor === undefined ? network.getEdgeAt(event.pointer.DOM) : undefined;
      this.act.select(actor !== undefined ? {actor} : line !== undefined ? {line} : null);
    });
    network.on('doubleClick', (event) => {
      const actor = network.getNodeAt(event.pointer.DOM);
      if (actor !== undefined) this.act.expand(actor);
    });
    network.on('hoverNode', (event) => this.point({actor: event.node}, event));
    network.on('hoverEdge', (event) => { if (network.getNodeAt(event.pointer?.DOM ?? event.event) === undefined) this.point({line: event.edge}, event); });
    network.on('blurNode', () => this.point(null));
    network.on('blurEdge', () => this.point(null));
    network.on('dragStart', () => this.act.hover(null));
    network.on('dragEnd', (event) => {
      if (event.nodes.length) {
        const places = network.getPositions(event.nodes);
        this.act.move(Object.fromEntries(Object.entries(places).map(([id, {x, y}]) => [id, [Math.round(x), Math.round(y)]])));
      } else this.look();
    });
    network.on('zoom', () => this.look());
    network.on('afterDrawing', (context) => this.name(context));
    new ResizeObserver(() => {
      const {clientWidth, clientHeight} = this.element;
      if (!clientWidth || (clientWidth === this.width && clientHeight === this.height)) return;
      const first = !this.width;
      [this.width, this.height] = [clientWidth, clientHeight];
      network.setSize(`${clientWidth}px`, `${clientHeight}px`);
      network.redraw();
      if (!first && !this.looked) this.fit(false);
    }).observe(this.element);
  }

  point(what, event) {
    this.hovered = what?.actor || '';
    this.element.style.cursor = what ? 'pointer' : 'default';
    this.act.hover(what, event?.pointer?.DOM);
    this.network.redraw();
  }

  look() {
    this.looked = true;
    clearTimeout(this.lookTimer);
    this.lookTimer = setTimeout(() => this.act.look(this.camera()), 200);
  }

  /** Where the view looks: `x,y,scale`. */
  camera() {
    const {x, y} = this.network.getViewPosition();
    return `${Math.round(x)},${Math.round(y)},${this.network.getScale().toFixed(3)}`;
  }

  /** Look where a link says. @param {string} camera */
  aim(camera) {
    const [x, y, scale] = camera.split(',').map(Number);
    if (![x, y, scale].every(Number.isFinite)) return this.fit(false);
    this.looked = true;
    this.network.moveTo({position: {x, y}, scale, animation: false});
  }

  /** Show what is seen. @param {Seen} seen @param {State} state @param {{actors: Set<string>, lines: Set<string>, strong: Set<string>, any: boolean}} focus */
  draw(seen, state, focus) {
    this.focus = focus;
    const circle = this.circle = state.layout === 'circle';
    const colours = Object.fromEntries(['node', 'canvas', 'selection', 'conflict-strong', 'conflict-mild', 'mixed', 'cooperation-mild', 'cooperation-strong'].map((name) => [name, token(name)]));
    const shown = this.view.actors.filter((actor) => seen.busy.has(actor.id) || focus.strong.has(actor.id));
    this.order = shown.map((actor) => ({id: actor.id, name: actor.name, size: sizeOf(seen.busy.get(actor.id) || 1), events: seen.busy.get(actor.id) || 0}))
      .sort((a, b) => b.events - a.events || (a.id < b.id ? -1 : 1));
    const nodes = new Map(shown.map((actor) => {
      const strong = focus.strong.has(actor.id);
      const [x, y] = state.pins[actor.id] || (circle ? actor.ring : [actor.x, actor.y]);
      const faded = focus.any && !focus.actors.has(actor.id);
      return [actor.id, {id: actor.id, shape: actor.shape, size: sizeOf(seen.busy.get(actor.id) || 1), x, y, fixed: false,
        opacity: faded ? 0.13 : 1, ...skin(actor, seen.busy.get(actor.id) || 1, strong, colours)}];
    }));
    const many = seen.lines.length > 900;
    const lines = new Map(seen.lines.map((item) => {
      const width = widthOf(item.events);
      const faded = focus.any && !focus.lines.has(item.line.id);
      const conflict = item.tone.startsWith('conflict');
      return [item.line.id, {id: item.line.id, from: item.line.from, to: item.line.to, width,
        dashes: conflict && !many ? [round(4 + 1.6 * width), round(3 + 1.5 * width)] : false,
        color: {color: colours[item.tone], highlight: colours[item.tone], hover: colours[item.tone], opacity: faded ? 0.08 : 0.85}}];
    }));
    this.sync(this.nodes, this.drawnActors, nodes);
    this.sync(this.edges, this.drawnLines, lines);
    this.network.redraw();
  }

  sync(set, drawn, wanted) {
    const gone = [...drawn.keys()].filter((id) => !wanted.has(id));
    const changed = [];
    for (const [id, item] of wanted) {
      const text = JSON.stringify(item);
      if (drawn.get(id) !== text) {
        changed.push(item);
        drawn.set(id, text);
      }
    }
    for (const id of gone) drawn.delete(id);
    if (gone.length) set.remove(gone);
    if (changed.length) set.update(changed);
  }

  name(context) {
    const {focus} = this;
    // A redraw may come between the new order and the nodes it names.
    const drawn = this.order.filter(({id}) => this.nodes.get(id));
    const order = focus.any || this.hovered
      ? drawn.sort((a, b) => rank(a, focus, this.hovered) - rank(b, focus, this.hovered)) : drawn;
    const strong = new Set([...focus.strong, this.hovered]), faded = (id) => focus.any && !focus.actors.has(id) && id !== this.hovered;
    const place = (id) => this.network.canvasToDOM(this.network.getPosition(id)), scale = this.network.getScale();
    this.labels = this.circle ? drawRing(context, order, place, scale, this.network.canvasToDOM({x: 0, y: 0}), {strong, faded, longest: this.element.clientWidth < 500 ? 14 : 22})
      : drawLabels(context, order, place, scale, {strong, faded, width: this.element.clientWidth, height: this.element.clientHeight, most: mostNames(this.drawnLines.size)});
  }

  /** All of it. @param {boolean} [moving] */
  fit(moving = true) {
    const bounds = this.bounds();
    if (!bounds) return;
    const {clientWidth, clientHeight} = this.element;
    const ring = clientWidth < 500 ? 96 : 140, room = this.circle ? ring : clientWidth < 500 ? 24 : 44;
    const scale = Math.min(1.6, (clientWidth - room * 2) / Math.max(1, bounds.right - bounds.left), (clientHeight - room * 2) / Math.max(1, bounds.bottom - bounds.top));
    // A phone shows the middle at a readable size rather than everything too small.
    const least = clientWidth < 500 && !this.circle ? Math.min(0.62, scale * 2) : 0.05;
    this.network.moveTo({position: {x: (bounds.left + bounds.right) / 2, y: (bounds.top + bounds.bottom) / 2 + 6 / scale}, scale: Math.max(least, scale), animation: this.motion(moving)});
    this.looked = false;
    this.act.look('');
  }

  bounds() {
    const places = Object.values(this.network.getPositions(this.order.map((actor) => actor.id)));
    if (!places.length) return null;
    const xs = places.map((place) => place.x), ys = places.map((place) => place.y);
    return {left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys)};
  }

  motion(wanted) {
    return wanted && !matchMedia('(prefers-reduced-motion: reduce)').matches ? {duration: 280, easingFunction: 'easeInOutQuad'} : false;
  }

  /** Closer or further by a factor. @param {number} factor */
  zoom(factor) {
    this.network.moveTo({scale: Math.min(4, Math.max(0.05, this.network.getScale() * factor)), animation: this.motion(true)});
    this.look();
  }

  /** Move the view by screen pixels. @param {number} right @param {number} down */
  pan(right, down) {
    const {x, y} = this.network.getViewPosition(), scale = this.network.getScale();
    this.network.moveTo({position: {x: x + right / scale, y: y + down / scale}});
    this.look();
  }

  /** Bring actors into sight when they are outside, or under what covers the bottom. @param {string[]} ids @param {number} covered */
  reveal(ids, covered = 0) {
    const known = ids.filter((id) => this.drawnActors.has(id));
    if (!known.length) return;
    const {clientWidth: wide, clientHeight: high} = this.element;
    const spots = known.map((id) => this.network.getPosition(id));
    const screen = spots.map((spot) => this.network.canvasToDOM(spot));
    if (screen.every(({x, y}) => x > 30 && y > 20 && x < wide - 30 && y < high - covered - 30)) return;
    const xs = spots.map(({x}) => x), ys = spots.map(({y}) => y);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const scale = Math.min(this.network.getScale(), (wide - 110) / Math.max(1, right - left), (high - covered - 90) / Math.max(1, bottom - top));
    this.network.moveTo({position: {x: (left + right) / 2, y: (top + bottom) / 2 + covered / 2 / scale}, scale, animation: this.motion(true)});
    this.look();
  }

  /** The picture as it is seen, with the page's background, as PNG. @returns {Promise<Blob>} */
  picture() {
    const from = this.element.querySelector('canvas');
    const copy = document.createElement('canvas');
    [copy.width, copy.height] = [from.width, from.height];
    const context = copy.getContext('2d');
    context.fillStyle = token('canvas');
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(from, 0, 0);
    return new Promise((resolve) => copy.toBlob((blob) => resolve(/** @type {Blob} */ (blob)), 'image/png'));
  }
}

/** Colours of an actor: filled, a ring for a part of a state, a golden border for the selection. */
function skin(actor, events, strong, colours) {
  const isPart = actor.kind === 'sector';
  const border = strong ? colours.selection : isPart ? colours.node : colours.canvas;
  return {borderWidth: isPart ? Math.max(2.5, sizeOf(events) * 0.42) : strong ? 3 : 1.5, color: {background: isPart ? colours.canvas : colours.node, border}};
}

const round = (value) => Math.round(value * 10) / 10;
const sizeOf = (events) => Math.round((5 + Math.min(13, 1.02 * Math.sqrt(events))) * 100) / 100;
const widthOf = (events) => Math.round((0.8 + 0.85 * Math.log2(Math.max(1, events))) * 100) / 100;
const rank = (actor, focus, hovered) => actor.id === hovered || focus.strong.has(actor.id) ? 0 : focus.actors.has(actor.id) ? 1 : 2;
