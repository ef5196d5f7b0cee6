// Weeks of the club's calendar, from Monday on.

import { addDays, monday, plainDates, wallDate } from './club.js';
import { el } from './dom.js';
import { t } from './words.js';

function isDate(text) {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

// The Monday of the week that an address names, or of this week.
export function weekOf(param = '') {
  return monday(isDate(param) ? param : wallDate());
}

// The day that an address names, or today.
export function dayOf(param = '') {
  return isDate(param) ? param : wallDate();
}

// To the week before, this week and the next; and others beside them.
export function weekBar(view, start, ...others) {
  return el('div', { class: 'bar' },
    el('div', { class: 'buttons' },
      el('a', { class: 'button quiet', href: `#${view}/${addDays(start, -7)}`, 'aria-label': t('week.before') }, '←'),
      el('a', { class: 'button quiet', href: `#${view}/${wallDate()}` }, t('week.this')),
      el('a', { class: 'button quiet', href: `#${view}/${addDays(start, 7)}`, 'aria-label': t('week.after') }, '→')),
    el('strong', {}, plainDates(start, addDays(start, 6))), ...others);
}
