// Elements. Text from the database becomes text, never markup.

import { t } from './words.js';
import { explain } from './problems.js';

// el('td', { class: 'late', onclick: f }, 'text', child, [more children])
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

// The same for pictures.
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value') element.value = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

// The address of a view: address('classes', '3', 'spin') -> '#classes/3/spin'
export function address(...parts) {
  return `#${parts.map((part) => encodeURIComponent(part ?? '')).join('/')}`;
}

// A table with a head, whose rows are lists of cells: texts or elements. On a
// telephone each row becomes a card, with its heads beside the cells.
export function table(caption, heads, rows) {
  if (rows.length === 0) return el('section', { class: 'empty-table' }, el('h3', {}, caption), el('p', { class: 'empty' }, t('nothing')));
  return el('table', {},
    el('caption', {}, caption),
    el('thead', {}, el('tr', {}, heads.map((head) => el('th', { scope: 'col' }, head)))),
    el('tbody', {}, rows.map((cells) => el('tr', {},
      cells.map((cell, i) => el('td', { 'data-head': heads[i] }, cell))))));
}

let fields = 0;

// A labelled input. kind: the type of an input, 'textarea', or a list of
// [value, text] to choose from. attributes.name is what form() calls it.
export function field(label, kind, attributes = {}) {
  const { value, id = `field-${++fields}`, ...others } = attributes;
  let input;
  if (Array.isArray(kind)) {
    input = el('select', { id, ...others }, kind.map(([one, text]) => el('option', { value: one }, text)));
    if (value !== undefined && value !== null) input.value = value;
  } else if (kind === 'textarea') {
    input = el('textarea', { id, ...others, value });
  } else if (kind === 'checkbox') {
    input = el('input', { id, type: kind, ...others, checked: Boolean(value) });
  } else {
    input = el('input', { id, type: kind, ...others, value });
  }
  return el('div', { class: 'field' }, el('label', { for: id }, label), input);
}

// What is filled in, by the names of the fields.
export function values(element) {
  return Object.fromEntries([...element.elements]
    .filter(({ name, type, checked }) => name && (type !== 'radio' || checked))
    .map((input) => [input.name, input.type === 'checkbox' ? input.checked : input.value.trim()]));
}

// While a button works it does nothing more. It keeps the focus, which one that
// is disabled would lose.
async function once(button, work) {
  if (button.hasAttribute('aria-disabled')) return;
  button.setAttribute('aria-disabled', 'true');
  try {
    await work();
  } finally {
    button.removeAttribute('aria-disabled');
  }
}

// A form. send(values) may throw a Refusal, which is explained in the form and
// marks the field of the column that is concerned.
export function form(parts, button, send) {
  const problem = el('p', { class: 'problem', role: 'alert' });
  const submit = el('button', { type: 'submit' }, button);
  const element = el('form', {
    onsubmit: (event) => {
      event.preventDefault();
      once(submit, async () => {
        problem.replaceChildren();
        for (const input of element.elements) input.removeAttribute('aria-invalid');
        try {
          await send(values(element));
        } catch (error) {
          problem.replaceChildren(explain(error));
          [...element.elements].find(({ dataset }) => error.column && dataset.column === error.column)
            ?.setAttribute('aria-invalid', 'true');
        }
      });
    },
  }, parts, problem, el('div', { class: 'buttons' }, submit));
  return element;
}

// A button whose action may be refused: what is refused is told as a notice.
export function action(text, act, attributes = {}) {
  const button = el('button', {
    type: 'button',
    ...attributes,
    onclick: () => once(button, async () => {
      try {
        await act(button);
      } catch (error) {
        notice(explain(error), 'problem');
      }
    }),
  }, text);
  return button;
}

// A dialog with a title. content(close) makes what is in it; resolves when it
// is closed, with what was given to close(). Escape closes it with undefined.
export function dialog(title, content) {
  return new Promise((resolve) => {
    let answer;
    const id = `dialog-${++fields}`;
    const before = document.activeElement;
    const closed = () => {
      element.remove();
      // What had the focus may have been drawn again in the meantime.
      if (!before.isConnected && before.id) document.getElementById(before.id)?.focus();
      resolve(answer);
    };
    const element = el('dialog', { 'aria-labelledby': id, onclose: closed });
    const close = (value) => { answer = value; element.close(); };
    element.append(
      el('div', { class: 'dialog-head' }, el('h2', { id }, title),
        el('button', { type: 'button', class: 'quiet', 'aria-label': t('close'), onclick: () => close() }, '×')),
      ...[content(close)].flat());
    document.body.append(element);
    element.showModal();
  });
}

// Asks before something is done that costs or cannot be undone. text: what is
// said, or an element.
export function confirm(title, text, yes) {
  return dialog(title, (close) => [typeof text === 'string' ? el('p', {}, text) : text,
    el('div', { class: 'buttons' },
      el('button', { type: 'button', class: 'quiet', onclick: () => close(false) }, t('back')),
      el('button', { type: 'button', onclick: () => close(true) }, yes))]);
}

// A line that is read out by screen readers and goes by itself.
export function notice(text, kind = 'done') {
  const line = el('p', { class: kind }, text,
    el('button', { type: 'button', class: 'quiet', 'aria-label': t('close'), onclick: () => line.remove() }, '×'));
  document.getElementById('notices').append(line);
  setTimeout(() => line.remove(), 10000);
}
