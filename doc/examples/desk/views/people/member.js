// A member's page at the desk.

import { ask } from '../../lib/api.js';
import { BILL, billDialog, billsTable } from '../../lib/bills.js';
import { BOOKING_PARTS, bookDialog } from '../../lib/book.js';
import { addDays, atClub, kilograms, money, plainDate, wallDate } from '../../lib/club.js';
import { CREDIT, onAccount } from '../../lib/credit.js';
import { address, el } from '../../lib/dom.js';
import { HAS, isUsable } from '../../lib/memberships.js';
import { PAYMENT, paymentsTable } from '../../lib/payments.js';
import { receiveDialog } from '../../lib/receive.js';
import { t } from '../../lib/words.js';
import { BOOKING, bookingsTable, isAhead } from './bookings.js';
import { grantDialog, lotsTable, sellDialog } from './credits.js';
import { FAMILY, familyButtons, familyFacts } from './family.js';
import { eraseDialog, passwordDialog, updateDialog } from './forms.js';
import { joinDialog, membershipCards } from './membership.js';

const MEMBER = `query ($id: BigInt!, $from: Datetime!, $past: Datetime!, $to: Datetime!) {
  memberDashboard(memberId: $id)
  memberBalance(memberId: $id)
  ${CREDIT}
  listBookings(memberId: $id, fromTime: $from, toTime: $to) { nodes { ${BOOKING} } }
  ${HAS}
  openBills: listBills(memberId: $id, onlyOpen: true) { nodes { ${BILL} } }
  listBills(memberId: $id, maxRows: 30) { nodes { ${BILL} } }
  listPayments(memberId: $id, fromTime: $past, toTime: $to) { nodes { ${PAYMENT} } }
  ${FAMILY}
  ${BOOKING_PARTS}
}`;

const OPEN = ['pending', 'partially_paid'];

function nameOf(profile) {
  return `${profile.first_name} ${profile.last_name}`;
}

function facts(profile, dashboard, family) {
  const entry = (name, value) => (value === null || value === undefined ? null
    : el('div', {}, el('dt', {}, name), el('dd', { class: 'text' }, value)));
  return el('dl', { class: 'facts' },
    entry(t('member.email'), profile.email && el('a', { href: `mailto:${profile.email}` }, profile.email)),
    ...familyFacts(family).map(([name, value]) => entry(name, value)),
    entry(t('member.phone'), profile.phone_number && el('a', { href: `tel:${profile.phone_number.replaceAll(' ', '')}` }, profile.phone_number)),
    entry(t('member.born'), profile.date_of_birth && plainDate(profile.date_of_birth)),
    entry(t('member.gender'), profile.gender),
    entry(t('member.goal'), profile.goal?.target_weight && kilograms(profile.goal.target_weight)),
    entry(t('member.weight'), dashboard.latest_metric?.weight && kilograms(dashboard.latest_metric.weight)),
    entry(t('member.attended'), String(dashboard.classes_attended)),
    entry(t('member.notes'), profile.notes));
}

// A table that is opened when somebody wants it, and stays so.
const opened = new Set();

function more(caption, tableOf, rows, redraw) {
  const ontoggle = ({ target }) => (target.open ? opened.add(caption) : opened.delete(caption));
  return el('details', { open: opened.has(caption), ontoggle }, el('summary', {}, caption), tableOf(caption, rows, redraw));
}

function changeable(profile) {
  return {
    memberId: String(profile.member_id), firstName: profile.first_name, lastName: profile.last_name, email: profile.email,
    phoneNumber: profile.phone_number, dateOfBirth: profile.date_of_birth, gender: profile.gender,
    targetWeight: profile.goal?.target_weight, notes: profile.notes,
  };
}

export async function showMember(view, { memberId, redraw }) {
  const today = wallDate();
  const data = await ask(MEMBER, {
    id: memberId, from: atClub(addDays(today, -7)), past: atClub(addDays(today, -90)), to: atClub(addDays(today, 90)) });
  const dashboard = data.memberDashboard;
  const bookings = data.listBookings.nodes;
  const { profile } = dashboard;
  const name = nameOf(profile);
  const one = changeable(profile);
  const [usable, spent] = [isUsable, (lot) => !isUsable(lot)].map((which) => data.listCredits.nodes.filter(which));
  const memberships = data.listMemberships.nodes.filter(({ state }) => state !== 'ended');
  const bookingsOf = (caption, rows) => bookingsTable(caption, rows, { lots: usable, memberships }, redraw);
  const button = (text, onclick, kind = 'quiet') => el('button', { type: 'button', class: kind, onclick }, text);
  view.append(
    el('p', {}, el('a', { href: '#people' }, t('people.all'))),
    el('h2', {}, name),
    el('section', { class: 'card', 'aria-label': name },
      el('p', {}, el('span', { class: `badge ${Number(data.memberBalance) > 0 ? 'warn' : 'good'}` },
        t('people.owes', { amount: money(data.memberBalance) })), ' ',
        onAccount(data.credit)
          ? el('span', { class: 'badge good' }, t('credit.has', { amount: money(onAccount(data.credit)) })) : null),
      facts(profile, dashboard, data),
      el('div', { class: 'buttons' },
        button(t('book.book'), () => bookDialog(t('book.for', { name }), memberId, data, redraw), ''),
        button(t('pay.pay'), () => receiveDialog(memberId, name, redraw)),
        button(t('plan.join_one'), () => joinDialog(memberId, redraw)),
        button(t('pack.sell'), () => sellDialog(memberId, redraw)),
        button(t('credits.grant'), () => grantDialog(memberId, redraw)),
        button(t('bill.new'), () => billDialog(memberId, name, data, redraw)),
        el('a', { class: 'button quiet', href: address('people', memberId, 'account') }, t('account.account')),
        ...familyButtons(memberId, profile.email === null, data, redraw),
        button(t('people.change'), () => updateDialog(one, redraw)),
        profile.email === null ? null : button(t('people.password'), () => passwordDialog('member', memberId)),
        button(t('people.erase'), () => eraseDialog(one), 'quiet danger'))),
    ...membershipCards(memberships, redraw),
    usable.length ? lotsTable(t('credits.credits'), usable, redraw) : '',
    bookingsOf(t('people.bookings'), bookings.filter(isAhead)),
    billsTable(t('money.open'), data.openBills.nodes, redraw),
    more(t('people.past_bookings'), bookingsOf, bookings.filter((one) => !isAhead(one)).reverse()),
    spent.length ? more(t('credits.spent'), lotsTable, spent, redraw) : '',
    more(t('people.closed_bills'), billsTable, data.listBills.nodes.filter(({ status }) => !OPEN.includes(status)), redraw),
    more(t('people.payments'), paymentsTable, data.listPayments.nodes, redraw));
}
