// What the board shows, as its address has it, and the bar to choose it.

import { addDays, monday, plainShortDay, wallDate } from '../../lib/club.js';
import { el, field } from '../../lib/dom.js';
import { dayOf } from '../../lib/weeks.js';
import { t } from '../../lib/words.js';
import { newClass, newSession } from './create.js';
import { paint } from './grid.js';

export const ALL = 'all';
export const narrow = window.matchMedia('(width <= 44rem)');

// From what stands after the view's name in the address.
export function state([date, across, trainer = ALL, room = ALL]) {
  return { date: dayOf(date), across: across === 'rooms' && !narrow.matches ? across : 'days', trainer, room };
}

export function href({ date, across, trainer, room }) {
  return `#board/${date}/${across}/${trainer}/${room}`;
}

// From which date on the board shows how many days.
export function shownDays({ date, across }) {
  return across === 'rooms' || narrow.matches ? [date, 1] : [monday(date), 7];
}

function steps(shown) {
  const days = shownDays(shown)[1];
  const to = (further) => href({ ...shown, date: addDays(shown.date, further) });
  const unit = days === 7 ? 'week' : 'day';
  return el('div', { class: 'buttons steps' },
    el('a', { class: 'button quiet', id: 'before', href: to(-days), 'aria-label': t(`board.${unit}_before`) }, '←'),
    el('a', { class: 'button quiet', id: 'today', href: href({ ...shown, date: wallDate() }) }, t('board.today')),
    el('a', { class: 'button quiet', id: 'after', href: to(days), 'aria-label': t(`board.${unit}_after`) }, '→'));
}

function chooser(name, list, key, shown) {
  return field(t(`board.${name}`), [[ALL, t(`board.all_${name}s`)], ...list.map((one) => [one[key], one.name])], {
    id: `choose-${name}`, value: shown[name],
    onchange: ({ target }) => { window.location.hash = href({ ...shown, [name]: target.value }); } });
}

// create(newSession or newClass) opens the form.
export function bar(shown, known, create) {
  const across = (one) => el('a', { class: 'button quiet', id: `across-${one}`, href: href({ ...shown, across: one }),
    'aria-current': shown.across === one ? 'true' : null }, t(`board.${one}`));
  return el('div', { class: 'bar' },
    steps(shown),
    narrow.matches ? null : el('div', { class: 'buttons switch', role: 'group', 'aria-label': t('board.across') },
      across('days'), across('rooms')),
    chooser('trainer', known.trainers, 'trainerId', shown),
    chooser('room', known.rooms, 'roomId', shown),
    el('div', { class: 'buttons create' },
      el('button', { type: 'button', id: 'new-session', onclick: () => create(newSession) }, t('board.new_session')),
      el('button', { type: 'button', id: 'new-class', class: 'quiet', onclick: () => create(newClass) }, t('board.new_class'))));
}

// The days of the week, of which a telephone shows one.
export function dayStrip(shown) {
  const first = monday(shown.date);
  return el('nav', { class: 'day-strip', 'aria-label': t('board.days') }, Array.from({ length: 7 }, (_, i) => addDays(first, i))
    .map((date) => el('a', { href: href({ ...shown, date }), id: `to-${date}`,
      'aria-current': date === shown.date ? 'date' : null }, plainShortDay(date))));
}

// The trainers who are shown, in their colours; a click shows only one of them, or all again.
export function legend(rows, shown) {
  const trainers = new Map(rows.filter((row) => row.trainerId).map((row) => [row.trainerId, row.trainer]));
  return el('ul', { class: 'legend', 'aria-label': t('board.trainer') }, [...trainers].map(([id, name]) => el('li', {},
    paint(el('a', { href: href({ ...shown, trainer: shown.trainer === id ? ALL : id }) }, name), id))));
}
