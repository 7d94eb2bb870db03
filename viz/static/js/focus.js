// What stands out: the selection, its lines and partners; the rest fades.

/** The lit part of the picture. */
export class Focus {
  constructor() {
    /** @type {Set<string>} */ this.actors = new Set();
    /** @type {Set<string>} */ this.lines = new Set();
    /** @type {Set<string>} */ this.strong = new Set();
    this.any = false;
  }

  /**
   * @param {import('./model.js').View} view @param {import('./model.js').Seen} seen @param {import('./state.js').State} state
   * @param {any} paths @param {any} compared
   */
  choose(view, seen, state, paths, compared) {
    this.actors = new Set();
    this.lines = new Set();
    this.strong = new Set();
    const light = (line) => { this.lines.add(line.id); this.actors.add(line.from).add(line.to); };
    if (state.from && state.to) {
      const path = paths?.paths[Math.min(state.path, paths.paths.length - 1)];
      const hops = path && paths.from ? path.hops : [];
      for (const {source, target} of hops) {
        for (const id of [`${source.id}>${target.id}`, `${target.id}>${source.id}`]) if (seen.byId.has(id)) light(seen.byId.get(id).line);
      }
      for (const id of path?.actors || []) if (view.byId.has(id)) { this.strong.add(id); this.actors.add(id); }
    } else if (compared) {
      for (const change of [...compared.turned, ...compared.grew, ...compared.shrank]) if (seen.byId.has(change.line.id)) light(change.line);
    } else if (state.source && state.target) {
      const line = view.lineById.get(`${state.source}>${state.target}`);
      if (line) light(line);
      for (const id of [state.source, state.target]) if (view.byId.has(id)) { this.strong.add(id); this.actors.add(id); }
    } else if (state.actor && view.byId.has(state.actor)) {
      this.strong.add(state.actor);
      this.actors.add(state.actor);
      for (const {line} of seen.lines) if (line.from === state.actor || line.to === state.actor) light(line);
    }
    this.any = this.strong.size > 0 || this.lines.size > 0;
  }
}
