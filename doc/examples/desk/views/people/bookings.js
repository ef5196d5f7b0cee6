// A member's bookings at the desk, and what pays for each.

import { money, period } from '../../lib/club.js';
import { coverText } from '../../lib/cover.js';
import { el, table } from '../../lib/dom.js';
import { t } from '../../lib/words.js';
import { cancelDialog } from './cancel.js';
import { coverDialog } from './cover.js';

// What bookingsTable() shows.
export const BOOKING = `kind bookingId title trainer room startTime endTime state attended price owed cover coverName credits forfeits`;

const STATES = { upcoming: 'good', begun: 'warn', over: '', cancelled: 'bad' };

export function isAhead({ state }) {
  return ['upcoming', 'begun'].includes(state);
}

function canBePaidOtherwise({ cover, price }, { lots, memberships }) {
  return cover !== null || (Number(price) > 0 && lots.length + memberships.length > 0);
}

function buttons(one, has, redraw) {
  if (one.state === 'cancelled') return '';
  const button = (text, open) => el('button', { type: 'button', class: 'quiet', onclick: open }, text);
  return el('div', { class: 'buttons' },
    button(t('booking.cancel_short'), () => cancelDialog(one, redraw)),
    one.state === 'upcoming' && canBePaidOtherwise(one, has)
      ? button(t('cover.change_short'), () => coverDialog(one, has, redraw)) : null);
}

// has: the lots and memberships that could pay instead.
export function bookingsTable(caption, bookings, has, redraw) {
  return table(caption,
    [t('booking.when'), t('booking.what'), t('booking.where'), t('people.state'), t('cover.pays'), t('bill.owed'), t('actions')],
    bookings.map((one) => [
      period(one.startTime, one.endTime),
      el('span', {}, one.title, el('span', { class: 'muted' }, ` ${one.trainer}`)),
      one.room ?? t('online'),
      el('span', { class: `badge ${STATES[one.state]}` }, t(one.attended ? 'people.attended' : `people.${one.state}`)),
      coverText(one),
      money(one.owed),
      buttons(one, has, redraw),
    ]));
}
