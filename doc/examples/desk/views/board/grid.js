// The board as elements: a column for each day or room, hours down.

import { hours as hoursBetween, plainHour, wallDate, wallTime } from '../../lib/club.js';
import { el } from '../../lib/dom.js';
import { t } from '../../lib/words.js';
import { hoursOf, minutes, part, sideBySide } from './layout.js';

const HALF_A_DAY = 720; // minutes
const MOST = 10; // columns beside each other; more are scrolled inside of the board

// The golden angle keeps the colours of neighbouring ids far apart.
export function hueOf(trainerId) {
  return (Number(trainerId) * 137.5 + 40) % 360;
}

export function paint(element, trainerId) {
  if (trainerId) element.style.setProperty('--hue', hueOf(trainerId));
  else element.classList.add('plain');
  return element;
}

function place(element, { from, to, lane = 0, lanes = 1 }) {
  for (const [name, value] of Object.entries({ from, to, lane, lanes })) element.style.setProperty(`--${name}`, value);
  return element;
}

export function titleOf(row) {
  if (row.kind === 'class') return row.title;
  if (row.kind === 'session') return row.member ?? row.title;
  const what = row.room ?? row.trainer ?? t('board.club');
  return row.trainer && !row.room ? t('board.away', { who: what }) : t('board.closed', { what });
}

// What a block says, line by line; seen as far as there is room, read out as a whole.
function lines(row) {
  if (row.kind === 'closure') return [row.title];
  return [
    row.kind === 'class' ? t('board.seats', row) : row.title,
    row.trainer,
    row.room ?? t('board.online'),
  ];
}

function block({ row, date, from, to, lane, lanes }, open) {
  const past = new Date(row.startTime) < new Date();
  const when = row.kind === 'closure' && to - from > HALF_A_DAY ? null : hoursBetween(row.startTime, row.endTime);
  const words = [...lines(row), when].filter(Boolean);
  const element = el('button', {
    type: 'button',
    class: `block ${row.kind}${past ? ' past' : ''}${to - from <= 30 ? ' short' : ''}`,
    id: `block-${row.kind}-${row.bookingId}-${date}`,
    title: [titleOf(row), ...words].join('\n'),
    onclick: () => open(row),
  },
  el('b', {}, titleOf(row)), words.map((word) => el('span', {}, word)),
  past ? el('span', { class: 'visually-hidden' }, t('board.begun')) : null);
  element.row = row;
  element.from = from;
  return place(paint(element, row.trainerId), { from, to, lane, lanes });
}

// Closed for as long as the board shows.
function lastsAllDay({ row, from, to }, [first, last]) {
  return row.kind === 'closure' && from <= first * 60 && to >= last * 60;
}

function column({ id, head, date, roomId, parts, today }, hours, open) {
  const allDay = parts.filter((one) => lastsAllDay(one, hours));
  const others = sideBySide(parts.filter((one) => !allDay.includes(one)));
  const lane = el('div', { class: 'lane', 'data-date': date, 'data-room': roomId },
    others.map((one) => block(one, open)));
  if (allDay.some(({ row }) => !row.roomId && !row.trainerId)) lane.classList.add('shut');
  if (today) lane.append(el('div', { class: 'now', 'aria-hidden': 'true' }));
  return el('section', { class: `column${today ? ' today' : ''}`, 'aria-labelledby': id },
    el('h3', { id }, head),
    el('div', { class: 'all-day' }, allDay.map((one) => block(one, open))),
    lane);
}

// The line of the present time, by the club's clock.
function tick(grid) {
  const wall = wallTime(new Date());
  const from = minutes(wall);
  const [first, last] = grid.hours;
  for (const line of grid.querySelectorAll('.now')) {
    line.hidden = line.parentElement.dataset.date !== wall.slice(0, 10) || from < first * 60 || from > last * 60;
    place(line, { from, to: from });
  }
}

// columns: [{ id, head, date, roomId, rows }]
export function grid(columns, open) {
  const shown = columns.map((one) => ({ ...one,
    today: one.date === wallDate(),
    parts: one.rows.map((row) => part(row, one.date)).filter(Boolean).sort((a, b) => a.from - b.from || b.to - a.to) }));
  const hours = hoursOf(shown.flatMap(({ parts }) => parts).filter(({ row, from, to }) => row.kind !== 'closure' || to - from < HALF_A_DAY));
  const [first, last] = hours;
  const element = el('div', { class: columns.length > MOST ? 'grid wide' : 'grid' },
    el('div', { class: 'hours', 'aria-hidden': 'true' }, Array.from({ length: last - first }, (_, i) => (
      el('span', {}, plainHour(first + i))))),
    shown.map((one) => column(one, hours, open)));
  for (const [name, value] of Object.entries({ first, last, columns: columns.length })) {
    element.style.setProperty(`--${name}`, value);
  }
  element.hours = hours;
  tick(element);
  const ticking = setInterval(() => (element.isConnected ? tick(element) : clearInterval(ticking)), 60000);
  return element;
}
