// Where the months of a timeline stand: a long stretch without events is folded into a narrow, labelled break.
import {svg} from './dom.js';
import {month} from './words.js';

const WIDEST = 24, SHARE = 0.3, LEAST_FOR_WORDS = 13;

/** The number of a month, `year * 12 + month - 1`. @param {string} name */
export const monthNumber = (name) => Number(name.slice(0, 4)) * 12 + Number(name.slice(5, 7)) - 1;
const nameOf = (value) => `${String(Math.floor(value / 12)).padStart(4, '0')}-${String(value % 12 + 1).padStart(2, '0')}`;

/** Months as places on a line; where the names are not consecutive is a break. */
export class Axis {
  /** @param {string[]} names @param {number} width */
  constructor(names, width) {
    this.names = names;
    this.width = width;
    /** @type {Map<number, number>} */ this.gaps = new Map(); // place after the break, months left out
    names.forEach((name, place) => {
      const left = place ? monthNumber(name) - monthNumber(names[place - 1]) - 1 : 0;
      if (left > 0) this.gaps.set(place, left);
    });
    this.gap = this.gaps.size ? Math.min(WIDEST, width * SHARE / this.gaps.size) : 0;
    this.step = (width - this.gap * this.gaps.size) / Math.max(1, names.length);
    let x = 0;
    this.starts = names.map((_, place) => {
      if (this.gaps.has(place)) x += this.gap;
      x += this.step;
      return x - this.step;
    });
  }

  /** Where a month begins. @param {number} place */
  left(place) { return place >= this.starts.length ? this.width : this.starts[place]; }

  /** Where the month before a place ends. @param {number} place */
  right(place) { return place <= 0 ? 0 : this.starts[place - 1] + this.step; }

  /** The place at a point, with its fraction; all of a break is the beginning of the month behind it. @param {number} x */
  at(x) {
    const place = this.starts.findIndex((start) => x < start + this.step);
    if (place < 0) return this.starts.length;
    return place + Math.max(0, Math.min(1, (x - this.starts[place]) / this.step));
  }

  /** The place past the last month that follows without a break. @param {number} place */
  runEnd(place) {
    for (let next = place + 1; next < this.names.length; next += 1) if (this.gaps.has(next)) return next;
    return this.names.length;
  }

  /** The line in pieces, and what the breaks say. @param {Element} chart @param {number} zero @param {[number, number]} [window] */
  draw(chart, zero, window) {
    const y = zero + 0.5;
    let from = 0, path = '';
    for (const [place, months] of this.gaps) {
      const end = this.right(place);
      path += `M${from.toFixed(1)} ${y}H${end.toFixed(1)}`;
      from = this.left(place);
      const first = monthNumber(this.names[place]) - months, told = `No events from ${month(nameOf(first))} to ${month(nameOf(first + months - 1))}`;
      const inside = window && place > window[0] && place < window[1] ? ' inside' : '';
      chart.append(svg('path', {class: 'fold', d: `M${end.toFixed(1)} ${y}H${from.toFixed(1)}`}), svg('text', {class: `gap${inside}`, x: ((end + from) / 2).toFixed(1), y: y + 3.5}, this.gap >= LEAST_FOR_WORDS ? `${Math.max(1, Math.round(months / 12))} y` : '⋯', svg('title', {}, told)));
    }
    chart.append(svg('path', {class: 'axis', d: `${path}M${from.toFixed(1)} ${y}H${this.width}`}));
  }
}
