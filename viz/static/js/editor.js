// The query editor: the vendored one with highlighting and completion, else the plain text field.
import {later} from './dom.js';

/**
 * @param {HTMLTextAreaElement} area @param {{prefixes: Record<string, string>, terms: string[], types: {label: string, iri: string}[], actors: {label: string, iri: string}[]}} vocabulary
 * @param {() => void} run
 */
export function makeEditor(area, vocabulary, run) {
  const Yasqe = /** @type {any} */ (globalThis).Yasqe;
  if (!Yasqe) return plainEditor(area, run);
  const host = area.parentElement;
  const text = area.value;
  try {
    localStorage.removeItem('yasqe__query');
  } catch { /* nothing was kept then */ }
  const editor = new Yasqe(host, {value: text, persistenceId: null, autocompleters: [], showQueryButton: false, createShareableLink: null, resizeable: false,
    lineWrapping: true, foldGutter: false, gutters: ['CodeMirror-linenumbers'],
    extraKeys: {'Ctrl-Enter': run, 'Cmd-Enter': run, 'Ctrl-Space': () => complete(editor, vocabulary), Tab: false, 'Shift-Tab': false}});
  area.remove();
  editor.setValue(text);
  editor.getInputField().setAttribute('aria-label', 'Query');
  const offer = later(() => complete(editor, vocabulary), 60); // the editor is not measured yet while it reads
  editor.on('inputRead', (_, change) => { if (/[:\w?]/.test(change.text[0] || '')) offer(); });
  let bad = null;
  return {
    value: () => editor.getValue(),
    put: (value) => editor.setValue(value),
    mark: (line, column) => {
      if (bad !== null) editor.removeLineClass(bad, 'background', 'bad-line');
      bad = line ? editor.addLineClass(line - 1, 'background', 'bad-line') : null;
      if (line) editor.setCursor({line: line - 1, ch: Math.max(0, column - 1)});
    },
  };
}

function plainEditor(area, run) {
  area.addEventListener('keydown', (event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); } });
  return {
    value: () => area.value,
    put: (value) => { area.value = value; },
    mark: (line, column) => {
      if (!line) return;
      const start = area.value.split('\n').slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0) + Math.max(0, column - 1);
      area.focus();
      area.setSelectionRange(start, start + 1);
    },
  };
}

const WORDS = ['SELECT', 'WHERE', 'FILTER', 'OPTIONAL', 'GRAPH', 'GROUP BY', 'ORDER BY', 'DESC(', 'LIMIT', 'COUNT(', 'AVG(', 'CONSTRUCT', 'DISTINCT', 'VALUES', 'BIND(', 'HAVING', 'UNION'];

/** Offer what this store knows: its terms, event types, classes and actors. */
function complete(editor, vocabulary) {
  const cursor = editor.getCursor();
  const before = editor.getLine(cursor.line).slice(0, cursor.ch);
  const word = before.match(/[?\w:<.-]*$/)[0];
  if (word.length < 2) return;
  const wanted = word.toLowerCase();
  const variables = [...new Set(editor.getValue().match(/\?\w+/g) || [])];
  const named = [...vocabulary.types, ...vocabulary.actors];
  const list = [
    ...vocabulary.terms.filter((term) => term.toLowerCase().startsWith(wanted) || term.slice(3).toLowerCase().startsWith(wanted)).map((term) => ({text: term, displayText: term})),
    ...variables.filter((name) => name.toLowerCase().startsWith(wanted) && name !== word).map((name) => ({text: name, displayText: name})),
    ...WORDS.filter((name) => name.toLowerCase().startsWith(wanted)).map((name) => ({text: name, displayText: name})),
    ...named.filter((item) => item.label.toLowerCase().startsWith(wanted)).map((item) => ({text: `<${item.iri}>`, displayText: item.label})),
    ...Object.entries(vocabulary.prefixes).filter(([name]) => name.startsWith(wanted)).map(([name, iri]) => ({text: `PREFIX ${name}: <${iri}>`, displayText: `PREFIX ${name}:`})),
  ].slice(0, 24);
  if (!list.length || (list.length === 1 && list[0].text === word)) return;
  editor.showHint({completeSingle: false, closeCharacters: /[\s(){}[\];>,]/, hint: () => ({list, from: {line: cursor.line, ch: cursor.ch - word.length}, to: cursor})});
}
