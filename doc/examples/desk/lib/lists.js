// Lists that come in pages, and what is shown by day.

import { plainDay, wallDate } from './club.js';
import { address, el } from './dom.js';
import { t } from './words.js';

export const PAGE = 20;

// Of PAGE + 1 rows asked for, those to show, and the last of them if there are more.
export function page(rows) {
  const shown = rows.slice(0, PAGE);
  return { shown, last: rows.length > PAGE ? shown.at(-1) : undefined };
}

// Links to the first page, unless it is shown, and to the next, if there is one.
export function pager(first, next) {
  if (!first && !next) return null;
  return el('div', { class: 'buttons' },
    first ? el('a', { class: 'button quiet', href: first }, t('page.first')) : null,
    next ? el('a', { class: 'button quiet', href: next }, t('page.next')) : null);
}

// Links to versions of a view, [[param, text], ...], of which one is shown.
export function choice(view, shown, versions) {
  return el('div', { class: 'buttons' }, versions.map(([param, text]) => el('a', {
    class: 'button quiet', href: address(view, param), 'aria-current': param === (shown ?? '') ? 'true' : null }, text)));
}

// [[date, rows], ...] by the day on the club's wall on which each row starts.
export function byDay(rows) {
  const days = new Map();
  for (const row of rows) {
    const date = wallDate(row.startTime);
    if (!days.has(date)) days.set(date, []);
    days.get(date).push(row);
  }
  return [...days];
}

// A table of rows by day. row(one) are the cells of a row.
export function dayTable(caption, heads, rows, row) {
  return el('table', { class: 'by-day' },
    el('caption', { class: 'visually-hidden' }, caption),
    el('thead', {}, el('tr', {}, heads.map((head) => el('th', { scope: 'col' }, head)))),
    byDay(rows).map(([date, ofDay]) => el('tbody', {},
      el('tr', { class: 'date' }, el('th', { scope: 'rowgroup', colspan: heads.length }, plainDay(date))),
      ofDay.map((one) => el('tr', {}, row(one).map((cell, i) => el('td', { 'data-head': heads[i] }, cell)))))));
}
