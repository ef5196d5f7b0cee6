// The members that a trainer works with: their goals and what was measured last.

import { ask } from '../lib/api.js';
import { BOOKING_PARTS, bookDialog } from '../lib/book.js';
import { day, kilograms } from '../lib/club.js';
import { el, table } from '../lib/dom.js';
import { search } from '../lib/search.js';
import { weightChart } from '../lib/weight_chart.js';
import { t } from '../lib/words.js';

const FIND = `query ($trainer: BigInt!, $name: String) {
  lookupMembers(trainerId: $trainer, name: $name) { nodes {
    memberId firstName lastName targetWeight weight recordedAt
  } }
}`;
const ONE = `query ($trainer: BigInt!, $member: BigInt!) {
  lookupMembers(trainerId: $trainer) { nodes { memberId firstName lastName email targetWeight notes } }
  history: healthHistoryList(memberId: $member) { metricId recordedAt weight height heartRate targetWeight }
  drawn: healthHistoryList(memberId: $member, maxRows: 200) { recordedAt weight }
  ${BOOKING_PARTS}
}`;

function nameOf({ firstName, lastName }) {
  return `${firstName} ${lastName}`;
}

function none(value, write) {
  return value === null ? '–' : write(value);
}

function list(members) {
  return table(t('nav.my_members'), [t('member.name'), t('member.goal'), t('member.weight'), t('member.measured')],
    members.map((one) => [
      el('a', { href: `#my_members/${one.memberId}` }, nameOf(one)),
      none(one.targetWeight, kilograms), none(one.weight, kilograms), none(one.recordedAt, day),
    ]));
}

async function showAll(view, session) {
  const { box, found, ready } = search(t('member.search'), async (name) =>
    list((await ask(FIND, { trainer: session.id, name: name || null })).lookupMembers.nodes));
  view.append(el('h2', {}, t('nav.my_members')), el('div', { class: 'bar' }, box), found);
  await ready;
}

function history(metrics) {
  return table(t('member.metrics'),
    [t('member.measured'), t('member.weight'), t('member.goal'), t('member.height'), t('member.heart_rate')],
    metrics.map((one) => [
      day(one.recordedAt), none(one.weight, kilograms), none(one.targetWeight, kilograms),
      none(one.height, (height) => t('member.cm', { height })), none(one.heartRate, (rate) => t('member.bpm', { rate })),
    ]));
}

async function showOne(view, session, memberId, redraw) {
  const data = await ask(ONE, { trainer: session.id, member: memberId });
  const one = data.lookupMembers.nodes.find((other) => other.memberId === memberId);
  view.append(
    el('p', {}, el('a', { href: '#my_members' }, t('member.all'))),
    el('h2', {}, nameOf(one)),
    el('section', { class: 'card' },
      el('dl', { class: 'facts' },
        el('div', {}, el('dt', {}, t('member.email')), el('dd', {}, none(one.email, (email) => el('a', { href: `mailto:${email}` }, email)))),
        el('div', {}, el('dt', {}, t('member.goal')), el('dd', {}, none(one.targetWeight, kilograms))),
        one.notes ? el('div', {}, el('dt', {}, t('member.notes')), el('dd', { class: 'text' }, one.notes)) : null),
      el('div', { class: 'buttons' }, el('button', {
        type: 'button',
        onclick: () => bookDialog(t('book.for', { name: nameOf(one) }), memberId, { ...data, trainerId: session.id }, redraw),
      }, t('book.book')))),
    el('section', { class: 'card' }, el('h3', {}, t('weight.chart')), await weightChart(data.drawn, one.targetWeight)),
    history(data.history));
}

export async function show(view, { session, params: [memberId], redraw }) {
  return memberId ? showOne(view, session, memberId, redraw) : showAll(view, session);
}
