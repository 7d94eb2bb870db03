// Building pages from data: elements and text nodes only, never markup from strings.

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * An HTML element with attributes, listeners (`on: {click}`) and children; strings become text nodes.
 * @param {string} tag @param {Record<string, any>} [props] @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** An SVG element. @param {string} tag @param {Record<string, any>} [props] @param {...(Child | Child[])} children */
export function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), props, children);
}

function fill(element, props, children) {
  for (const [key, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === 'on') for (const [name, listener] of Object.entries(value)) element.addEventListener(name, listener);
    else if (key === 'data') Object.assign(element.dataset, value);
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Put new children in place of the old ones. @param {Element} element @param {...Child} children */
export function replace(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

/** The element with this id, which the template has. @param {string} id @returns {HTMLElement} */
export const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** The JSON that the page carries in a data block. @param {string} id */
export function block(id) {
  const element = document.getElementById(id);
  return element ? JSON.parse(element.textContent || 'null') : null;
}

/** An icon of the page's sprite. @param {string} name */
export const icon = (name) => svg('svg', {viewBox: '0 0 16 16', 'aria-hidden': 'true'},
  svg('use', {href: `#icon-${name}`}));

let toastTimer = 0;

/** Say something in passing, with one thing to do about it. @param {string} text @param {string} [action] @param {() => void} [act] */
export function toast(text, action, act) {
  document.querySelector('.toast')?.remove();
  const close = () => note.remove();
  const note = h('div', {class: 'toast', role: 'status'}, h('span', {}, text),
    action && h('button', {type: 'button', on: {click: () => { close(); act?.(); }}}, action));
  document.body.append(note);
  clearTimeout(toastTimer);
  toastTimer = window.setTimeout(close, action ? 9000 : 3500);
}

/** Copy text; true when it worked. @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = h('textarea', {class: 'away', 'aria-hidden': 'true'});
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

/** Hand a file to the visitor. @param {string} name @param {Blob} blob */
export function save(name, blob) {
  const url = URL.createObjectURL(blob);
  const link = h('a', {href: url, download: name});
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** JSON from our own server; a failure carries the server's words. @param {string} url @param {RequestInit} [options] */
export async function fetchJson(url, options) {
  const response = await fetch(url, {headers: {Accept: 'application/json'}, ...options});
  const type = response.headers.get('Content-Type') || '';
  const body = type.includes('json') ? await response.json() : null;
  if (!response.ok) throw new Error(body?.detail || body?.title || `The server answered ${response.status}.`);
  return body;
}

/** A function that waits until calls have stopped. @param {(...args: any[]) => void} act @param {number} pause */
export function later(act, pause) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => act(...args), pause);
  };
}
