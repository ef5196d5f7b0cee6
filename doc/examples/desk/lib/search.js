// Finding as one types.

import { el, field } from './dom.js';
import { explain } from './problems.js';

const PAUSE = 200; // milliseconds after the last key

// A field, and below it what find(text) makes of the text. What is typed
// meanwhile counts: an answer that comes too late is not shown.
export function search(label, find, attributes = {}) {
  const rows = el('div', { class: 'found' });
  const status = el('p', { class: 'visually-hidden', role: 'status' });
  const found = el('div', {}, status, rows);
  let turn = 0;
  const look = async (text, pause) => {
    const mine = ++turn;
    if (pause) await new Promise((resolve) => { setTimeout(resolve, pause); });
    if (mine !== turn) return;
    let content;
    try {
      content = await find(text);
    } catch (error) {
      content = el('p', { class: 'problem', role: 'alert' }, explain(error));
    }
    if (mine !== turn) return;
    rows.replaceChildren(...[content].flat());
    status.textContent = rows.querySelector('caption, .empty')?.textContent ?? '';
  };
  const box = field(label, 'search', {
    autocomplete: 'off', ...attributes, oninput: ({ target }) => look(target.value.trim(), PAUSE) });
  return { box, found, ready: look(attributes.value ?? '') };
}
