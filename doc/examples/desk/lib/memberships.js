// What a member has: memberships and credits, as the member and the desk see them.

import { ask } from './api.js';
import { changeDialog } from './change.js';
import { addDays, money, plainDate, wallDate } from './club.js';
import { action, confirm, el, field, notice, table } from './dom.js';
import { t } from './words.js';

// A part of a query about the member $id.
export const HAS = `
  listMemberships(memberId: $id) { nodes {
    membershipId planId plan state startsOn endsOn isCancelled holdStartsOn holdEndsOn billedUntil nextDuesOn nextAmount
    visits visitsLeft
  } }
  listCredits(memberId: $id) { nodes { lotId saleId pack credits leftOver validFrom expiresOn isPaid } }`;

const CANCEL = `mutation ($input: CancelMembershipInput!) { cancelMembership(input: $input) { clientMutationId } }`;
const KEEP = `mutation ($id: BigInt!) { keepMembership(input: { membershipId: $id }) { clientMutationId } }`;

const STATES = { upcoming: 'good', active: 'good', hold: 'warn', ended: '' };
const ON_BOOKINGS = ['refuse', 'cancel', 'bill'];

// Of the first day without, which the club keeps, the last day with.
export function lastDay(date) {
  return plainDate(addDays(date, -1));
}

// The other way round, of a field that may be empty.
export function firstWithout(date) {
  return date ? addDays(date, 1) : null;
}

export function holdText({ holdStartsOn, holdEndsOn }) {
  return holdEndsOn === 'infinity' ? t('membership.on_hold_from', { from: plainDate(holdStartsOn) })
    : t('membership.on_hold', { from: plainDate(holdStartsOn), to: lastDay(holdEndsOn) });
}

// A card with what a membership is; buttons are what can be done with it.
export function membershipCard(one, buttons) {
  const entry = (name, value) => (value ? el('div', {}, el('dt', {}, name), el('dd', {}, value)) : null);
  return el('section', { class: 'card membership', 'aria-label': one.plan },
    el('h3', {}, one.plan, ' ', el('span', { class: `badge ${STATES[one.state]}` }, t(`membership.${one.state}`))),
    el('dl', { class: 'facts' },
      entry(t('membership.since'), plainDate(one.startsOn)),
      entry(t('membership.until'), one.endsOn ? lastDay(one.endsOn) : t('membership.no_end')),
      entry(t('membership.paused'), one.holdStartsOn && holdText(one)),
      entry(t('membership.billed_until'), one.billedUntil && one.billedUntil !== 'infinity' && lastDay(one.billedUntil)),
      entry(t('membership.next_dues'), one.nextDuesOn
        && t('membership.dues_on', { amount: money(one.nextAmount), date: plainDate(one.nextDuesOn) })),
      entry(t('membership.visits_left'), one.visits !== null && one.visitsLeft !== null
        && t('membership.visits_of', { left: one.visitsLeft, visits: one.visits }))),
    el('div', { class: 'buttons' }, buttons));
}

// Whether a lot still pays for something.
export function isUsable({ leftOver, expiresOn }) {
  return leftOver > 0 && (expiresOn === null || expiresOn >= wallDate());
}

// buttons(lot) are what can be done with one.
export function creditsTable(caption, lots, buttons) {
  const heads = [t('pack.pack'), t('credits.left'), t('credits.from'), t('credits.until'), t('state')];
  return table(caption, buttons ? [...heads, t('actions')] : heads, lots.map((one) => [
    one.pack, t('credits.left_of', { left: one.leftOver, credits: one.credits }), plainDate(one.validFrom),
    one.expiresOn ? plainDate(one.expiresOn) : t('credits.no_end'),
    one.isPaid ? el('span', { class: 'badge good' }, t('credits.paid'))
      : el('span', { class: 'badge warn' }, t('credits.unpaid')),
    ...(buttons ? [buttons(one)] : [])]));
}

// What is to become of bookings that a membership no longer covers.
export function onBookingsField() {
  return field(t('membership.on_bookings'), ON_BOOKINGS.map((one) => [one, t(`membership.bookings_${one}`)]), {
    name: 'onBookings', 'data-column': 'on_bookings' });
}

// isDesk: with what only the desk decides.
export function cancelButton(one, redraw, { isDesk = false } = {}) {
  const open = () => changeDialog(t('membership.cancel_title', one), [
    el('p', {}, t('membership.cancel_text')),
    isDesk ? [
      field(t('membership.last_day_or_notice'), 'date', { name: 'last', 'data-column': 'ends_on' }),
      field(t('membership.credit_unused'), 'checkbox', { name: 'creditUnused' }),
      field(t('membership.reason'), 'text', { name: 'reason', maxlength: 200, 'data-column': 'end_reason' })] : [],
    onBookingsField(),
  ].flat(), t('membership.cancel'), ({ last, reason, ...values }) => (
    ask(CANCEL, { input: { membershipId: one.membershipId, endsOn: firstWithout(last), reason: reason || null, ...values } })), redraw);
  return el('button', { type: 'button', class: 'quiet danger', id: `cancel-membership-${one.membershipId}`, onclick: open },
    t('membership.cancel'));
}

export function keepButton(one, redraw) {
  return action(t('membership.keep'), async () => {
    if (!await confirm(t('membership.keep_title', one), t('membership.keep_text'), t('membership.keep'))) return;
    await ask(KEEP, { id: one.membershipId });
    notice(t('membership.kept'));
    await redraw();
  }, { class: 'quiet', id: `keep-membership-${one.membershipId}` });
}
