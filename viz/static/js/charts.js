// Small drawings: months above and below a line, and the duel of cooperation and conflict.
import {svg} from './dom.js';

/**
 * Bars by month: cooperation above, conflict below one line.
 * @param {string[]} names @param {number[][]} months classes by month @param {{width?: number, height?: number, label?: string, window?: [number, number]}} [how]
 */
export function monthBars(names, months, {width = 332, height = 76, label = 'Events per month', window} = {}) {
  const chart = svg('svg', {class: 'months', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': describe(label, names, months)});
  drawBars(chart, names, months, {width, height: height - 16, window});
  const every = names.length > 60 ? 24 : 12;
  names.forEach((name, index) => {
    const year = Number(name.slice(0, 4));
    if ((index === 0 && names.length < 12) || (name.endsWith('-01') && year % (every / 12) === 0)) {
      chart.append(svg('text', {x: Math.min(width - 26, index * width / names.length), y: height - 3}, name.slice(0, 4)));
    }
  });
  return chart;
}

/** The bars alone, into a drawing. @param {Element} chart @param {string[]} names @param {number[][]} months @param {{width: number, height: number, window?: [number, number], top?: number}} how */
export function drawBars(chart, names, months, {width, height, window, top = 0}) {
  const up = Math.max(...months.map((row) => row[0] + row[1]), 0);
  const down = Math.max(...months.map((row) => row[2] + row[3]), 0);
  const scale = (height - 2) / Math.max(1, up + down);
  const zero = Math.round(top + 1 + (up || down ? up * scale : height / 2));
  const step = width / Math.max(1, names.length);
  const gap = step > 5 ? 1.5 : step > 2.5 ? 0.7 : 0;
  months.forEach((row, index) => {
    const out = window && (index < window[0] || index >= window[1]) ? ' out' : '';
    const x = index * step + gap / 2;
    const bar = (name, y, size) => size > 0 && chart.append(svg('rect', {class: name + out, x: x.toFixed(2), y: y.toFixed(2),
      width: Math.max(0.6, step - gap).toFixed(2), height: size.toFixed(2)}));
    const mild = row[0] * scale, strong = row[1] * scale, bad = row[2] * scale, worse = row[3] * scale;
    bar('up', zero - mild - strong, mild + strong);
    bar('down', zero, bad + worse);
  });
  chart.append(svg('path', {class: 'axis', d: `M0 ${zero + 0.5}H${width}`}));
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
