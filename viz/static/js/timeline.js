// The histogram of months with a brush, and replay.
import {Axis} from './axis.js';
import {drawBars} from './charts.js';
import {at, h, replace, svg} from './dom.js';
import {windowOf} from './model.js';
import {dayAfter, firstDay, month, shortMonth} from './words.js';

/** @typedef {import('./model.js').View} View */
/** @typedef {import('./state.js').Store} Store */

/** The timeline below the graph. */
export class Timeline {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    this.brush = at('brush');
    this.hands = [this.hand('First month', 0), this.hand('Last month', 1)];
    this.timer = 0;
    at('play').addEventListener('click', () => this.timer ? this.stop() : this.play());
    at('all-time').addEventListener('click', () => { this.stop(); store.set({since: '', until: ''}); });
    this.brush.addEventListener('pointerdown', (event) => this.drag(event));
    new ResizeObserver(() => this.render()).observe(this.brush);
  }

  hand(label, end) {
    const hand = h('div', {class: 'hand', role: 'slider', tabindex: '0', 'aria-label': label, data: {end: String(end)}, on: {
      keydown: (event) => {
        const step = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12, Home: -999, End: 999}[event.key];
        if (!step) return;
        event.preventDefault();
        const [low, high] = this.window();
        this.choose(end ? low : Math.min(high - 1, low + step), end ? Math.max(low + 1, high + step) : high);
      },
    }});
    this.brush.append(hand);
    return hand;
  }

  /** The window as places. @returns {[number, number]} */
  window() {
    const {since, until} = this.store.state;
    return /** @type {[number, number]} */ (windowOf(this.view?.months || [], since, until));
  }

  /** Take a window of months. @param {number} low @param {number} high @param {boolean} [record] */
  choose(low, high, record = true) {
    const {months} = this.view;
    low = Math.max(0, Math.min(months.length - 1, low));
    high = Math.max(low + 1, Math.min(months.length, high));
    this.store.set({since: low > 0 ? firstDay(months[low]) : '', until: high < months.length ? dayAfter(months[high - 1]) : ''}, {record});
  }

  drag(event) {
    if (!this.view?.months.length || event.button) return;
    event.preventDefault();
    this.stop();
    const box = this.brush.getBoundingClientRect();
    const count = this.view.months.length;
    const place = (move) => this.axis.at(move.clientX - box.left);
    const [low, high] = this.window();
    const start = place(event), end = /** @type {HTMLElement} */ (event.target).closest('.hand')?.getAttribute('data-end');
    const whole = low === 0 && high === count;
    const inside = !end && !whole && start > low && start < high;
    const before = this.store.state;
    const move = (now) => {
      const here = place(now);
      if (end === '0') this.choose(Math.min(high - 1, Math.round(here)), high, false);
      else if (end === '1') this.choose(low, Math.max(low + 1, Math.round(here)), false);
      else if (inside) {
        const shift = Math.max(-low, Math.min(count - high, Math.round(here - start)));
        this.choose(low + shift, high + shift, false);
      } else if (Math.abs(now.clientX - event.clientX) > 4) this.choose(Math.floor(Math.min(start, here)), Math.ceil(Math.max(start, here)), false);
    };
    const up = () => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', up);
      if (!end && !inside && this.store.state === before) this.choose(Math.floor(start), Math.floor(start) + 1, false);
      const after = this.store.state;
      if (after !== before) { // one step to undo for the whole drag
        this.store.state = before;
        this.store.set({since: after.since, until: after.until});
      }
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', up);
    /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest('.hand'))?.focus();
  }

  /** Move the window through time; what was chosen before comes back at the end. */
  play() {
    const count = this.view?.months.length || 0;
    if (count < 2) return;
    const chosen = this.store.state;
    const [low, high] = this.window();
    const whole = high - low === count;
    const size = whole ? Math.max(1, Math.min(3, Math.round(count / 8))) : high - low;
    let place = whole || high >= count ? 0 : low;
    this.restore = () => this.store.set({since: chosen.since, until: chosen.until}, {record: false});
    const step = () => {
      if (place >= count) { this.stop(); return; }
      // No step holds months from both sides of a break, and the last of a run is not told again in pieces.
      const end = Math.min(place + size, this.axis.runEnd(place));
      this.choose(place, end, false);
      place = end === this.axis.runEnd(place) ? end : place + 1;
      this.timer = window.setTimeout(step, 650);
    };
    this.sayPlaying(true);
    step();
  }

  /** End the replay. */
  stop() {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = 0;
    this.restore?.();
    this.sayPlaying(false);
  }

  sayPlaying(on) {
    const button = at('play');
    button.setAttribute('aria-label', on ? 'Stop the replay' : 'Replay month by month');
    replace(button, svg('svg', {viewBox: '0 0 14 14', 'aria-hidden': 'true'}, svg('path', {d: on ? 'M2 1h3.6v12H2zM8.4 1H12v12H8.4z' : 'M2.5 1v12l10-6z'})));
  }

  /** @param {View} view @param {number[][]} months */
  show(view, months) {
    this.view = view;
    this.months = months;
    this.render();
  }

  render() {
    if (!this.view) return;
    const {months: names} = this.view;
    const width = this.brush.clientWidth, high = this.brush.clientHeight - 16;
    if (!width) return;
    const [low, end] = this.window();
    const axis = this.axis = new Axis(names, width);
    const chart = svg('svg', {class: 'months', viewBox: `0 0 ${width} ${high + 16}`, 'aria-hidden': 'true'});
    chart.append(svg('rect', {class: 'window', x: axis.left(low), y: 0, width: Math.max(0, axis.right(end) - axis.left(low)), height: high}));
    drawBars(chart, axis, this.months, {height: high, window: [low, end]});
    let last = -99;
    names.forEach((name, place) => {
      const year = name.endsWith('-01') || axis.gaps.has(place), x = axis.left(place);
      const quarter = ['04', '07', '10'].includes(name.slice(5, 7)) && axis.step * 3 > 44;
      if (!(year || quarter || place === 0) || x - last < 30 || x > width - 24) return;
      if (!year && place === 0 && x + 52 > axis.left(names.findIndex((other, index) => index && other.endsWith('-01')))) return;
      last = x + (year ? 0 : place ? 6 : 22);
      chart.append(svg('text', {x: x + 1, y: high + 13}, year ? name.slice(0, 4) : place ? shortMonth(name) : month(name)));
    });
    this.brush.querySelector('svg')?.remove();
    this.brush.prepend(chart);
    this.hands.forEach((hand, index) => {
      const place = index ? end : low;
      hand.style.left = `${index ? axis.right(place) : axis.left(place)}px`;
      hand.hidden = !names.length;
      const name = names[index ? end - 1 : low] || '';
      for (const [key, value] of Object.entries({'aria-valuemin': 0, 'aria-valuemax': Math.max(0, names.length - 1), 'aria-valuenow': Math.max(0, index ? end - 1 : low), 'aria-valuetext': name ? month(name) : 'no dates'})) hand.setAttribute(key, String(value));
    });
    at('window').textContent = !names.length ? 'No dated events' : end - low === 1 ? month(names[low])
      : end === low ? 'No events in this time' : `${month(names[low])} – ${month(names[end - 1])}`;
    at('all-time').hidden = !this.store.state.since && !this.store.state.until;
  }
}
