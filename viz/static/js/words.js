// Numbers, dates and names in words; the same as viz/words.py.
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'June', 'July', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/** `1,586` @param {number} value */
export const number = (value) => Math.round(value).toLocaleString('en-GB').replace('-', '−');

/** `−7.7`, `+3.2`, `0.0` @param {number} value */
export function signed(value) {
  const rounded = Math.round(value * 10) / 10;
  if (!rounded) return '0.0';
  return (rounded > 0 ? '+' : '−') + Math.abs(rounded).toFixed(1);
}

/** `1 actor`, `2 actors` @param {number} count @param {string} one @param {string} [many] */
export const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;

/** `Oct 2024` of `2024-10` @param {string} name */
export const month = (name) => `${MONTHS[Number(name.slice(5, 7)) - 1]} ${name.slice(0, 4)}`;

/** `Oct` of `2024-10` @param {string} name */
export const shortMonth = (name) => MONTHS[Number(name.slice(5, 7)) - 1];

/** `93 %` @param {number} share */
export const percent = (share) => `${Math.round(share * 100)}\u202f%`;

/** The first day of a month. @param {string} name */
export const firstDay = (name) => `${name}-01`;

/** The first day after a month. @param {string} name */
export function dayAfter(name) {
  const year = Number(name.slice(0, 4));
  const next = Number(name.slice(5, 7)) % 12 + 1;
  return `${String(next === 1 ? year + 1 : year).padStart(4, '0')}-${String(next).padStart(2, '0')}-01`;
}

/** The colour bin of a mean score. @param {number} score */
export function tone(score) {
  if (score <= -5) return 'conflict-strong';
  if (score <= -1) return 'conflict-mild';
  if (score < 1) return 'mixed';
  return score < 4 ? 'cooperation-mild' : 'cooperation-strong';
}

/** The class that colours a figure of this tone; mixed stays ink. @param {string} name */
export const toneClass = (name) => name.startsWith('conflict') ? 'tone-conflict' : name.startsWith('coop') ? 'tone-cooperation' : '';

export const TONES = {
  'conflict-strong': 'Strong conflict', 'conflict-mild': 'Conflict', mixed: 'Mixed',
  'cooperation-mild': 'Cooperation', 'cooperation-strong': 'Strong cooperation',
};
export const QUADS = ['vc', 'mc', 'vx', 'mx'];
export const QUAD_WORDS = ['Verbal cooperation', 'Material cooperation', 'Verbal conflict', 'Material conflict'];
export const KINDS = {
  state: 'state', sector: 'sector', body: 'international body', group: 'armed group', person: 'person',
  society: 'civil society', company: 'company', media: 'media',
};
export const KIND_WORDS = {
  state: 'State', sector: 'Part of a state', 'international body': 'International body', 'armed group': 'Armed group',
  person: 'Person', 'civil society': 'Civil society', company: 'Company', media: 'Media',
};

const GLYPHS = {
  state: 'M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12z',
  sector: 'M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12zM8 5.4a2.6 2.6 0 1 0 0 5.2a2.6 2.6 0 1 0 0-5.2z',
  'international body': 'M4.4 2.2h7.2L15 8l-3.4 5.8H4.4L1 8z',
  'armed group': 'M8 1.8l6.6 11.6H1.4z',
  person: 'M8 1l6.2 7L8 15L1.8 8z',
  'civil society': 'M2.6 2.6h10.8v10.8H2.6z',
  company: 'M8 14.2L1.4 2.6h13.2z',
  media: 'M8 .8l2 4.9l5.3.4l-4 3.4l1.2 5.2L8 11.9l-4.5 2.8l1.2-5.2l-4-3.4l5.3-.4z',
};

import {svg} from './dom.js';

/** The shape of a kind of actor. @param {string} kind */
export const glyph = (kind) => svg('svg', {class: 'glyph', viewBox: '0 0 16 16', 'aria-hidden': 'true'},
  svg('path', {d: GLYPHS[kind] || GLYPHS.state, 'fill-rule': 'evenodd'}));
