// What pays for a booking before it is made: credits of a pack, a membership,
// or money.

import { ask } from './api.js';
import { money, plainDate } from './club.js';
import { el } from './dom.js';
import { explainRule } from './problems.js';
import { t } from './words.js';

const COVER = 'cover id name leftOver expiresOn price whyNot';

// The arguments of a field of a query: { classId: '3' } -> 'classId: "3"'.
function given(values) {
  return Object.entries(values).map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ');
}

// For each booking, { classId } or { trainerId, startTime, activityType }, what
// could pay for it, that first which will.
export async function findCovers(memberId, bookings) {
  if (bookings.length === 0) return [];
  const parts = bookings.map((one, i) => `b${i}: findCover(${given({ memberId, ...one })}) { nodes { ${COVER} } }`);
  const answer = await ask(`{ ${parts.join(' ')} }`);
  return bookings.map((_, i) => answer[`b${i}`].nodes);
}

function payer(rows) {
  return rows.find(({ whyNot }) => whyNot === null);
}

// 'Ten visits, 1 credit', 'Gold' or '$20.00', of a row of list_bookings() as well.
export function coverText({ cover, coverName, name, credits, price }) {
  if (cover === 'lot') return credits ? t('cover.credits', { name: coverName, credits }) : t('cover.lot', { name });
  if (cover === 'membership') return coverName ?? name;
  return Number(price) === 0 ? t('free') : money(price);
}

// In a few words, for a list.
export function shortCost(rows) {
  const one = payer(rows);
  return one ? coverText(one) : t('cover.nothing');
}

// With what is left then, and why what the member has does not pay.
export function costOf(rows) {
  const one = payer(rows);
  const left = one?.leftOver === null || one?.leftOver === undefined ? null : [
    t('cover.left', { left: one.leftOver }), one.expiresOn && t('cover.until', { date: plainDate(one.expiresOn) })];
  return el('span', { class: 'cost' }, shortCost(rows),
    left && el('span', { class: 'muted' }, ` (${left.filter(Boolean).join(', ')})`),
    rows.filter(({ whyNot }) => whyNot !== null).map(({ name, whyNot }) => (
      el('span', { class: 'muted why-not' }, el('br'), t('cover.not', { name, why: explainRule(whyNot) })))));
}
