// The door: who comes is found and let in, and who came today is listed.

import { ask } from '../lib/api.js';
import { addDays, atClub, hours, money, time, wallDate } from '../lib/club.js';
import { action, address, el, field, form, table } from '../lib/dom.js';
import { lastDay } from '../lib/memberships.js';
import { explain } from '../lib/problems.js';
import { search } from '../lib/search.js';
import { t } from '../lib/words.js';

const MOST = 8;
const FIND = `query ($query: String, $most: Int!) {
  searchMembers(query: $query, maxRows: $most) { nodes { memberId firstName lastName email } }
}`;
const CHECK_IN = `mutation ($input: CheckInInput!) { checkIn(input: $input) { visit } }`;
const VISITS = `query ($from: Datetime!, $to: Datetime!, $most: Int!) {
  listVisits(fromTime: $from, toTime: $to, maxRows: $most) { nodes { visitId cameAt visitorId visitor staff reason } }
}`;

const VISITS_SHOWN = 1000;

function bookingText({ title, trainer, room, start_time: start, end_time: end }) {
  return `${hours(start, end)} ${title}, ${[trainer, room ?? t('online')].join(', ')}`;
}

function membershipText({ plan, ends_on: endsOn, is_on_hold: isOnHold }) {
  const until = endsOn && t('door.until', { date: lastDay(endsOn) });
  return [plan, until, isOnHold && t('membership.hold')].filter(Boolean).join(', ');
}

// What the desk sees of somebody who has come in.
function admitted(visit) {
  const entry = (name, values) => (values.length === 0 ? null
    : el('div', {}, el('dt', {}, name), values.map((value) => el('dd', {}, value))));
  return el('section', { class: `card admitted ${visit.is_covered ? 'good' : 'warn'}`, role: 'status' },
    el('h3', {}, el('a', { href: address('people', visit.member_id) }, visit.member), ' ',
      el('span', { class: 'badge good' }, t(visit.is_new ? 'door.in' : 'door.was_in', { time: time(visit.came_at) }))),
    Number(visit.owed) > 0 ? el('p', {}, el('span', { class: 'badge warn' }, t('people.owes', { amount: money(visit.owed) }))) : null,
    Number(visit.past_due) > 0 ? el('p', {}, el('span', { class: 'badge bad' }, t('door.past_due', { amount: money(visit.past_due) }))) : null,
    el('dl', { class: 'facts' },
      entry(t('door.memberships'), visit.memberships.map(membershipText)),
      entry(t('credits.left'), visit.credits > 0 ? [String(visit.credits)] : []),
      entry(t('door.bookings'), visit.bookings.map(bookingText))),
    visit.is_covered ? null : el('p', { class: 'muted' }, t('door.not_covered')));
}

// Who is not let in, and the reason for which the desk may do so all the same.
function refused(one, error, letIn) {
  return el('section', { class: 'card refused', role: 'alert', 'aria-label': t('door.refused') },
    el('h3', {}, el('a', { href: address('people', one.memberId) }, `${one.firstName} ${one.lastName}`), ' ',
      el('span', { class: 'badge bad' }, t('door.refused'))),
    el('p', {}, explain(error)),
    form([field(t('door.reason'), 'text', { name: 'reason', required: true, maxlength: 200, 'data-column': 'reason' })],
      t('door.let_in'), ({ reason }) => letIn(one, reason)));
}

async function visitsToday() {
  const today = wallDate();
  const { nodes } = (await ask(VISITS, { from: atClub(today), to: atClub(addDays(today, 1)), most: VISITS_SHOWN })).listVisits;
  return table(t('door.today', { count: nodes.length }), [t('time'), t('member.name'), t('door.by'), t('door.reason_short')],
    nodes.reverse().map((one) => [
      time(one.cameAt), el('a', { href: address('people', one.visitorId) }, one.visitor), one.staff ?? '', one.reason ?? '']));
}

export async function show(view) {
  const result = el('div', {});
  const visits = el('div', {}, await visitsToday());

  const letIn = async (one, reason = null) => {
    const { visit } = (await ask(CHECK_IN, { input: { memberId: one.memberId, reason } })).checkIn;
    result.replaceChildren(admitted(visit));
    visits.replaceChildren(await visitsToday());
    const input = box.querySelector('input');
    input.value = '';
    input.dispatchEvent(new Event('input'));
    input.focus();
  };
  const checkIn = async (one) => {
    try {
      await letIn(one);
    } catch (error) {
      if (error.constraint !== 'member_not_admitted') throw error;
      result.replaceChildren(refused(one, error, letIn));
      result.querySelector('input').focus();
    }
  };
  const row = (one) => el('li', {},
    el('strong', {}, `${one.firstName} ${one.lastName}`), el('span', { class: 'muted' }, ` ${one.email ?? ''}`), ' ',
    action(t('door.check_in'), () => checkIn(one), { id: `check-in-${one.memberId}` }));
  const { box, found } = search(t('people.search'), async (query) => {
    if (!query) return '';
    const { nodes } = (await ask(FIND, { query, most: MOST })).searchMembers;
    return nodes.length ? el('ul', { class: 'door-found' }, nodes.map(row)) : el('p', { class: 'empty' }, t('members.none'));
  }, { autofocus: true, placeholder: t('people.example') });
  // Enter lets in the only one found.
  box.addEventListener('keydown', ({ key }) => {
    const buttons = found.querySelectorAll('button');
    if (key === 'Enter' && buttons.length === 1) buttons[0].click();
  });
  view.append(el('h2', {}, t('nav.door')), el('div', { class: 'bar' }, box), found, result, visits);
}
