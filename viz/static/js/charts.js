// Small drawings: months above and below a line, and the duel of cooperation and conflict.
import {Axis} from './axis.js';
import {svg} from './dom.js';

/**
 * Bars by month: cooperation above, conflict below one line.
 * @param {string[]} names @param {number[][]} months classes by month @param {{width?: number, height?: number, label?: string, window?: [number, number]}} [how]
 */
export function monthBars(names, months, {width = 332, height = 76, label = 'Events per month', window} = {}) {
  const chart = svg('svg', {class: 'months', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': describe(label, names, months)});
  const axis = new Axis(names, width);
  drawBars(chart, axis, months, {height: height - 16, window});
  let last = -99;
  names.forEach((name, place) => {
    const x = axis.left(place);
    if (!(place === 0 || name.endsWith('-01') || axis.gaps.has(place)) || x - last < 30 || x > width - 24) return;
    last = x;
    chart.append(svg('text', {x, y: height - 3}, name.slice(0, 4)));
  });
  return chart;
}

/** The bars alone, into a drawing. @param {Element} chart @param {Axis} axis @param {number[][]} months @param {{height: number, window?: [number, number]}} how */
export function drawBars(chart, axis, months, {height, window}) {
  const up = Math.max(...months.map((row) => row[0] + row[1]), 0);
  const down = Math.max(...months.map((row) => row[2] + row[3]), 0);
  const scale = (height - 2) / Math.max(1, up + down);
  const zero = Math.round(1 + (up || down ? up * scale : height / 2));
  const {step} = axis;
  const gap = step > 5 ? 1.5 : step > 2.5 ? 0.7 : 0;
  months.forEach((row, index) => {
    const out = window && (index < window[0] || index >= window[1]) ? ' out' : '';
    const x = axis.left(index) + gap / 2;
    const bar = (name, y, size) => size > 0 && chart.append(svg('rect', {class: name + out, x: x.toFixed(2), y: y.toFixed(2),
      width: Math.max(0.6, step - gap).toFixed(2), height: size.toFixed(2)}));
    const mild = row[0] * scale, strong = row[1] * scale, bad = row[2] * scale, worse = row[3] * scale;
    bar('up', zero - mild - strong, mild + strong);
    bar('down', zero, bad + worse);
  });
  axis.draw(chart, zero, window);
}

/** Conflict to the left, cooperation to the right. @param {number} good @param {number} bad @param {number} most */
export function duel(good, bad, most) {
  const size = (count) => Math.min(30, count ? Math.max(2, 30 * Math.sqrt(count / Math.max(1, most))) : 0);
  const left = size(bad), right = size(good);
  return svg('svg', {class: 'duel', viewBox: '0 0 62 10', 'aria-hidden': 'true'},
    svg('rect', {class: 'down', x: 31 - left, y: 1, width: left, height: 8}),
    svg('rect', {class: 'up', x: 31, y: 1, width: right, height: 8}), svg('path', {class: 'axis', d: 'M31 0V10'}));
}

/** A drawing in words. @param {string} label @param {string[]} names @param {number[][]} months */
export function describe(label, names, months) {
  if (!names.length) return `${label}: no dated events`;
  const good = months.reduce((sum, row) => sum + row[0] + row[1], 0);
  const bad = months.reduce((sum, row) => sum + row[2] + row[3], 0);
  return `${label}, ${names[0]} to ${names[names.length - 1]}: ${good} of cooperation, ${bad} of conflict`;
}
