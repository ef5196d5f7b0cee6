// A trainer's week: what is booked, day by day, and when the trainer works.

import { ask } from '../lib/api.js';
import { addDays, atClub, hours, plainDay, plainShortDay, plainTime, time, wallDate, wallTime } from '../lib/club.js';
import { el } from '../lib/dom.js';
import { bookingDialog } from '../lib/own_bookings.js';
import { weekBar, weekOf } from '../lib/weeks.js';
import { t } from '../lib/words.js';

export const live = true;

const WEEK = `query ($trainer: BigInt!, $from: Datetime!, $to: Datetime!) {
  schedule(fromTime: $from, toTime: $to, trainerIds: [$trainer]) { nodes {
    kind bookingId title trainerId roomId room memberId member people capacity startTime endTime
  } }
  findAffected(fromTime: $from, toTime: $to, trainerId: $trainer) { nodes { kind bookingId hasBegun } }
  listAvailability(trainerId: $trainer) { nodes { dayOfWeek startTime endTime availableOn } }
  listRooms { nodes { roomId name } }
}`;

function key({ kind, bookingId }) {
  return `${kind}-${bookingId}`;
}

// When something is on a date. What lasts longer than it is open at that end.
function when({ startTime, endTime }, date) {
  const [start, end] = [wallTime(startTime), wallTime(endTime)];
  const [first, last] = [`${date}T00:00`, `${addDays(date, 1)}T00:00`];
  if (start <= first && end >= last) return t('week.all_day');
  if (start >= first && end <= last) return hours(startTime, endTime);
  return start >= first ? `${time(startTime)} –` : `– ${time(endTime)}`;
}

// A click opens a booking; a closure has nothing more to show.
function entry(one, date, open) {
  const inside = [
    el('span', { class: 'when' }, when(one, date)),
    el('strong', {}, one.kind === 'closure' ? t(one.trainerId ? 'week.away' : 'week.closed') : one.title),
    one.kind === 'session' ? el('span', {}, one.member) : null,
    one.kind === 'class' ? el('span', {}, t('booking.taken', one)) : null,
    one.kind === 'closure' ? one.title && el('span', {}, one.title)
      : el('span', { class: 'muted' }, one.room ?? t('online')),
  ];
  return el('li', {}, one.kind === 'closure'
    ? el('div', { class: 'entry closure' }, inside)
    : el('button', { type: 'button', class: `entry ${one.kind}`, id: key(one), onclick: () => open(one) }, inside));
}

// When the trainer works on a date: windows of that date and of its weekday.
function working(windows, date) {
  const weekday = (new Date(date).getUTCDay() + 6) % 7;
  const those = windows
    .filter(({ availableOn, dayOfWeek }) => (availableOn ? availableOn === date : dayOfWeek === weekday))
    .sort((a, b) => a.startTime.localeCompare(b.startTime));
  return those.length
    ? those.map(({ startTime, endTime }) => `${plainTime(startTime)} – ${plainTime(endTime)}`).join(', ')
    : t('week.off');
}

function dayColumn(date, entries, windows, open) {
  const today = date === wallDate();
  return el('section', { class: `day${today ? ' today' : ''}${entries.length ? '' : ' free'}`, 'aria-label': plainDay(date) },
    el('h3', { 'aria-current': today ? 'date' : null }, plainShortDay(date)),
    el('p', { class: 'muted hours' }, working(windows, date)),
    entries.length ? el('ol', {}, entries.map((one) => entry(one, date, open))) : el('p', { class: 'muted' }, t('week.free')));
}

export async function show(view, { session, params, redraw }) {
  const start = weekOf(params[0]);
  const data = await ask(WEEK, { trainer: session.id, from: atClub(start), to: atClub(addDays(start, 7)) });
  const entries = data.schedule.nodes;
  const begun = new Set(data.findAffected.nodes.filter(({ hasBegun }) => hasBegun).map(key));
  const open = (one) => bookingDialog(one, {
    rooms: data.listRooms.nodes, hasBegun: begun.has(key(one)), changed: redraw });

  view.append(
    el('h2', {}, t('nav.week')),
    weekBar('week', start),
    el('div', { class: 'days' }, Array.from({ length: 7 }, (_, i) => addDays(start, i)).map((date) => dayColumn(
      date,
      // What reaches into a day is in it.
      entries.filter(({ startTime, endTime }) => wallDate(startTime) <= date
        && wallDate(new Date(new Date(endTime) - 1)) >= date),
      data.listAvailability.nodes,
      open))));
}
