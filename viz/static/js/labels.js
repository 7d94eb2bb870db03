// Names below the actors: constant size on the screen at any zoom, culled so that no two overlap.
import {token} from './theme.js';

/** @typedef {{id: string, name: string, size: number, events: number}} Named */

const HUBS = 15;
const widths = new Map();

function width(context, font, text) {
  const key = font + text;
  let value = widths.get(key);
  if (value === undefined) {
    context.font = font;
    value = context.measureText(text).width;
    widths.set(key, value);
  }
  return value;
}

const touch = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

/** A long name cut for the canvas; the panel has it whole. @param {string} name */
const short = (name) => name.length > 34 ? `${name.slice(0, 32)}…` : name;

/**
 * Draw names, most important first, and return their boxes on the screen.
 * @param {CanvasRenderingContext2D} context
 * @param {Named[]} actors in order of importance @param {(id: string) => {x: number, y: number}} place on the screen
 * @param {number} scale @param {{strong: Set<string>, faded: (id: string) => boolean, width: number, height: number, most: number}} how
 */
export function drawLabels(context, actors, place, scale, how) {
  const ratio = window.devicePixelRatio || 1;
  const ink = token('ink'), canvas = token('canvas');
  const boxes = [];
  // No actor is written over, so that each name is read with its own.
  const taken = actors.map((actor) => {
    const {x, y} = place(actor.id), reach = actor.size * scale * (actor.size > 8 ? 0.8 : 0.55);
    return [x - reach, y - reach, x + reach, y + reach];
  });
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.textAlign = 'center';
  context.textBaseline = 'top';
  context.lineJoin = 'round';
  const hubs = new Set([...actors].sort((a, b) => b.events - a.events).slice(0, HUBS).map((actor) => actor.id));
  let drawn = 0;
  for (const actor of actors) {
    const faded = how.faded(actor.id);
    const strong = how.strong.has(actor.id);
    if (drawn >= how.most && !strong) continue;
    const {x, y} = place(actor.id);
    if (x < 0 || y < 0 || x > how.width || y > how.height) continue; // half a name beside the picture tells nothing
    const size = Math.min(14, Math.max(11.5, 10.4 + actor.size * 0.2));
    const font = `${strong ? 650 : 450} ${size}px Inter, ui-sans-serif, system-ui, sans-serif`;
    const text = short(actor.name);
    const half = width(context, font, text) / 2 + 2;
    const reach = Math.max(3, actor.size * scale) + 3;
    // Near an edge a name moves inwards, so that it is not cut.
    const inside = half * 2 < how.width - 8 ? Math.min(how.width - half - 3, Math.max(half + 3, x)) : x;
    const below = [[inside, y + reach], [inside, y - reach - size - 2]], beside = [[x + half + reach, y - size / 2 - 1], [x - half - reach, y - size / 2 - 1]];
    const slant = half + reach * 0.7, low = y + reach * 0.6, high = y - reach * 0.6 - size;
    const corners = [[x + slant, low], [x - slant, low], [x + slant, high], [x - slant, high]];
    const spots = [...below, ...beside, ...corners];
    const boxOf = ([middle, top]) => [middle - half, top, middle + half, top + size + 2];
    const whole = ([middle]) => middle !== inside ? middle - half > 0 && middle + half < how.width : true;
    const spot = spots.find((tried) => whole(tried) && !taken.some((other) => touch(boxOf(tried), other))) 
      // A hub is always named, over a small actor if need be, never over another name.
      || (hubs.has(actor.id) && spots.find((tried) => whole(tried) && !boxes.some((other) => touch(boxOf(tried), other.box)))) || (strong ? spots[0] : null);
    if (!spot) continue;
    const [middle, top] = spot, box = boxOf(spot);
    taken.push(box);
    boxes.push({id: actor.id, box, faded});
    drawn += 1;
    context.font = font;
    context.globalAlpha = faded ? 0.22 : 1;
    context.strokeStyle = canvas;
    context.lineWidth = 4;
    context.strokeText(text, middle, top);
    context.fillStyle = ink;
    context.fillText(text, middle, top);
  }
  context.restore();
  return boxes;
}

const RING_SIZE = 12, RING_GAP = 12.5;

/**
 * Names around a ring, each on its ray and readable from below; the busiest first where they would touch.
 * @param {CanvasRenderingContext2D} context @param {Named[]} actors in order of importance
 * @param {(id: string) => {x: number, y: number}} place on the screen @param {number} scale @param {{x: number, y: number}} centre
 * @param {{strong: Set<string>, faded: (id: string) => boolean, longest: number}} how
 */
export function drawRing(context, actors, place, scale, centre, how) {
  const ratio = window.devicePixelRatio || 1;
  const ink = token('ink'), canvas = token('canvas');
  /** @type {{id: string, box: number[], faded: boolean}[]} */ const boxes = [];
  /** @type {{x: number, y: number}[]} */ const taken = [];
  context.save();
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 4;
  for (const actor of actors) {
    const {x, y} = place(actor.id), faded = how.faded(actor.id), strong = how.strong.has(actor.id);
    const angle = Math.atan2(y - centre.y, x - centre.x), reach = actor.size * scale + 6;
    const at = {x: x + Math.cos(angle) * reach, y: y + Math.sin(angle) * reach};
    if (!strong && taken.some((other) => Math.hypot(other.x - at.x, other.y - at.y) < RING_GAP)) continue;
    taken.push(at);
    const turned = Math.cos(angle) < -1e-6;
    context.setTransform(ratio, 0, 0, ratio, at.x * ratio, at.y * ratio);
    context.rotate(turned ? angle + Math.PI : angle);
    context.textAlign = turned ? 'right' : 'left';
    context.font = `${strong ? 650 : 450} ${RING_SIZE}px Inter, ui-sans-serif, system-ui, sans-serif`;
    const text = actor.name.length > how.longest ? `${actor.name.slice(0, how.longest - 1).trimEnd()}…` : actor.name;
    context.globalAlpha = faded ? 0.22 : 1;
    context.strokeStyle = canvas;
    context.strokeText(text, 0, 0);
    context.fillStyle = ink;
    context.fillText(text, 0, 0);
    boxes.push({id: actor.id, box: [at.x, at.y, at.x, at.y], faded});
  }
  context.restore();
  return boxes;
}
