// The view the server sent, and what remains of it under filters; the same rules as viz/view.py.
import {KINDS, QUADS, tone} from './words.js';

/** @typedef {import('./state.js').State} State */
/** @typedef {{id: string, name: string, kind: string, x: number, y: number, ring: [number, number], shape: string, events: number, partners: number, community: number, country: string | null}} Actor */
/** @typedef {{id: string, from: string, to: string, events: number, best?: string}} Line */
/** @typedef {{line: Line, events: number, score: number, tone: string, quads: number[]}} SeenLine */
/** @typedef {{lines: SeenLine[], byId: Map<string, SeenLine>, busy: Map<string, number>, events: number, quads: number[], kinds: Record<string, number>, months: number[][]}} Seen */

/** The months between two days, as places; a month counts by its first day. @param {string[]} months @param {string} since @param {string} until */
export function windowOf(months, since, until) {
  // Names of months sort like days; `2024-10-02` is behind `2024-10`, whose first day is before it.
  const place = (day) => {
    const found = months.findIndex((name) => `${name}-01` >= day);
    return found < 0 ? months.length : found;
  };
  const low = since ? place(since) : 0;
  return [low, Math.max(low, until ? place(until) : months.length)];
}

/** A view model from the server. */
export class View {
  /** @param {any} sent */
  constructor(sent) {
    this.sent = sent;
    /** @type {Actor[]} */ this.actors = sent.nodes;
    /** @type {Line[]} */ this.lines = sent.edges.map((line) => ({...line, id: `${line.from}>${line.to}`}));
    /** @type {number[][]} */ this.counts = sent.counts;
    /** @type {string[]} */ this.months = sent.months; // without long empty stretches
    this.totals = sent.totals;
    this.byId = new Map(this.actors.map((actor) => [actor.id, actor]));
    this.lineById = new Map(this.lines.map((line) => [line.id, line]));
    this.busiest = Math.max(1, ...this.lines.map((line) => line.events));
  }

  /** What is seen under the filters of a state. @param {State} state @returns {Seen} */
  see(state) {
    const on = new Set(state.quads.map((code) => QUADS.indexOf(code)));
    const kinds = new Set(state.kinds.map((code) => KINDS[code]));
    const hidden = new Set(state.hide);
    const [first, last] = windowOf(this.months, state.since, state.until);
    const undated = !state.since && !state.until;
    const least = state.confidence * 10 - 1e-6;
    const quads = this.lines.map(() => [0, 0, 0, 0]);
    const scores = new Float64Array(this.lines.length);
    const months = this.months.map(() => [0, 0, 0, 0]);
    const byQuad = [0, 0, 0, 0];
    const ends = this.lines.map((line) => ({
      hidden: hidden.has(line.from) || hidden.has(line.to), from: this.byId.get(line.from).kind, to: this.byId.get(line.to).kind,
    }));
    const open = ends.map((end) => !end.hidden && kinds.has(end.from) && kinds.has(end.to));
    for (const [edge, month, quad, tenths, events, score] of this.counts) {
      if (tenths < least) continue;
      if (open[edge] && month >= 0 && on.has(quad)) months[month][quad] += events;
      if (month < 0 ? !undated : month < first || month >= last) continue;
      if (open[edge]) byQuad[quad] += events;
      if (on.has(quad)) {
        quads[edge][quad] += events;
        scores[edge] += score;
      }
    }
    const lines = [], busy = new Map();
    const byKind = Object.fromEntries(Object.values(KINDS).map((kind) => [kind, new Set()]));
    this.lines.forEach((line, index) => {
      const row = quads[index];
      const events = row[0] + row[1] + row[2] + row[3];
      if (events < state.least || !events) return;
      const end = ends[index];
      if (!end.hidden) {
        if (kinds.has(end.to) || end.to === end.from) byKind[end.from].add(line.from);
        if (kinds.has(end.from) || end.to === end.from) byKind[end.to].add(line.to);
      }
      if (!open[index]) return;
      const score = scores[index] / events;
      lines.push({line, events, score, tone: tone(score), quads: row});
      for (const actor of [line.from, line.to]) busy.set(actor, (busy.get(actor) || 0) + events);
    });
    lines.sort((a, b) => b.events - a.events || (a.line.id < b.line.id ? -1 : 1));
    return {
      lines, busy, months, quads: byQuad, byId: new Map(lines.map((item) => [item.line.id, item])),
      kinds: Object.fromEntries(Object.entries(byKind).map(([kind, set]) => [kind, set.size])),
      events: lines.reduce((sum, item) => sum + item.events, 0),
    };
  }

  /** Classes by month of some lines, inside all filters but the window. @param {State} state @param {(line: Line) => boolean} wanted */
  monthsOf(state, wanted) {
    const on = new Set(state.quads.map((code) => QUADS.indexOf(code)));
    const months = this.months.map(() => [0, 0, 0, 0]);
    const kept = this.lines.map(wanted);
    for (const [edge, month, quad, tenths, events] of this.counts) {
      if (kept[edge] && month >= 0 && on.has(quad) && tenths >= state.confidence * 10 - 1e-6) months[month][quad] += events;
    }
    return months;
  }

  /** The name of an actor. @param {string} id */
  name(id) { return this.byId.get(id)?.name || id; }

  /** The kind of an actor. @param {string} id */
  kind(id) { return this.byId.get(id)?.kind || 'state'; }
}

/** Lines that touch an actor, by partner, both directions together, busiest first. @param {Seen} seen @param {string} id */
export function partnersOf(seen, id) {
  /** @type {Map<string, {partner: string, events: number, good: number, bad: number}>} */
  const found = new Map();
  for (const item of seen.lines) {
    if (item.line.from !== id && item.line.to !== id) continue;
    const partner = item.line.from === id ? item.line.to : item.line.from;
    const row = found.get(partner) || {partner, events: 0, good: 0, bad: 0};
    row.events += item.events;
    row.good += item.quads[0] + item.quads[1];
    row.bad += item.quads[2] + item.quads[3];
    found.set(partner, row);
  }
  return [...found.values()].sort((a, b) => b.events - a.events || (a.partner < b.partner ? -1 : 1));
}
