// A member's sessions and seats: those to come, and those of a month that is over.

import { ask } from '../lib/api.js';
import { atClub, money, period, plainMonth, time, wallDate } from '../lib/club.js';
import { coverText } from '../lib/cover.js';
import { action, address, el, notice } from '../lib/dom.js';
import { actingFor } from '../lib/family.js';
import { PAGE, dayTable, page, pager } from '../lib/lists.js';
import { daysFrom } from '../lib/slots.js';
import { t } from '../lib/words.js';
import { cancelBooking } from './bookings/cancel.js';
import { moveSession } from './bookings/move.js';

export const live = true;

const LIST = `query ($memberId: BigInt!, $fromTime: Datetime, $toTime: Datetime, $maxRows: Int,
  $afterTime: Datetime, $afterKind: String, $afterId: BigInt) {
  listBookings(memberId: $memberId, fromTime: $fromTime, toTime: $toTime, maxRows: $maxRows,
    afterTime: $afterTime, afterKind: $afterKind, afterId: $afterId) {
    nodes { kind bookingId title trainerId trainer roomId room startTime endTime state attended price billingId owed cover coverName credits }
  }
}`;

const BADGES = { begun: 'good', cancelled: 'bad' };

// '2035-01', 1 -> '2035-02'
function addMonths(month, months) {
  const moved = new Date(`${month}-01T00:00Z`);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  return moved.toISOString().slice(0, 7);
}

// Between what is to come and the months before.
function bar(month) {
  const link = (to, text, attributes) => el('a', { class: 'button quiet', href: to, ...attributes }, text);
  const thisMonth = wallDate().slice(0, 7);
  if (!month) return el('div', { class: 'bar' }, link(address('bookings', thisMonth), t('bookings.past')));
  return el('div', { class: 'bar' },
    el('div', { class: 'buttons' },
      link(address('bookings', addMonths(month, -1)), '←', { 'aria-label': t('bookings.month_before') }),
      month < thisMonth
        ? link(address('bookings', addMonths(month, 1)), '→', { 'aria-label': t('bookings.month_after') }) : null,
      link('#bookings', t('bookings.upcoming'))),
    el('strong', {}, plainMonth(month)));
}

function request(memberId, month, [afterTime, afterKind, afterId]) {
  const now = new Date().toISOString();
  return ask(LIST, {
    memberId,
    fromTime: month ? atClub(`${month}-01`) : now,
    toTime: month ? atClub(`${addMonths(month, 1)}-01`) : daysFrom(now, 366),
    maxRows: PAGE + 1,
    afterTime: afterTime || null,
    afterKind: afterKind || null,
    afterId: afterId || null,
  });
}

function title({ title: text, state, attended }, dependant) {
  return [
    el('strong', {}, text), ' ',
    BADGES[state] ? el('span', { class: `badge ${BADGES[state]}` }, t(`bookings.${state}`)) : null,
    state === 'over' && attended !== null
      ? el('span', { class: 'muted' }, t(attended ? 'bookings.attended' : 'bookings.missed', { dependant })) : null];
}

export async function show(view, { session, params: [param, ...after], redraw }) {
  const { memberId, dependant, chooser } = await actingFor(session, redraw);
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(param) ? param : '';
  const { shown, last } = page((await request(memberId, month, after)).listBookings.nodes);

  const cancel = async (one) => {
    const end = await cancelBooking(memberId, one);
    if (!end) return;
    if (end === 'cancelled') notice(t('bookings.cancelled_now', { title: one.title }));
    await redraw();
  };
  const move = async (one) => {
    const slot = await moveSession(memberId, one);
    if (!slot) return;
    notice(t('move.done', { when: period(slot.startTime, slot.endTime) }));
    await redraw();
  };
  const buttons = (one) => (one.state !== 'upcoming' ? '' : el('div', { class: 'buttons' },
    one.kind === 'session'
      ? action(t('bookings.move'), () => move(one), { id: `move-${one.bookingId}`, class: 'quiet' }) : null,
    action(t(`cancel.${one.kind}`), () => cancel(one),
      { id: `cancel-${one.kind}-${one.bookingId}`, class: 'quiet danger' })));
  const heads = [t('time'), t('bookings.what'), t('trainer'), t('room'), t('price'), t('bookings.owed'),
    ...(month ? [] : [t('actions')])];
  const row = (one) => [
    `${time(one.startTime)} – ${time(one.endTime)}`, title(one, dependant), one.trainer, one.room ?? t('online'),
    coverText(one), Number(one.owed) === 0 ? '' : money(one.owed),
    ...(month ? [] : [buttons(one)])];

  view.append(
    el('h2', {}, t('nav.bookings')),
    chooser ?? '',
    bar(month),
    shown.length > 0 ? dayTable(month ? plainMonth(month) : t('bookings.upcoming'), heads, shown, row)
      : el('p', { class: 'empty' }, month ? t('bookings.none_then', { dependant }) : [t('bookings.none', { dependant }), ' ',
        el('a', { href: '#classes' }, t('nav.classes')), ' ', el('a', { href: '#free_times' }, t('nav.free_times'))]));
  const pages = pager(after.length > 0 && address('bookings', month),
    last && address('bookings', month, last.startTime, last.kind, last.bookingId));
  if (pages) view.append(pages);
}
