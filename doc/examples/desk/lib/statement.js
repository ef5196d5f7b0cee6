// What was billed and paid of a member and of all whom that member pays for.

import { ask } from './api.js';
import { day, money, wallDate } from './club.js';
import { CREDIT } from './credit.js';
import { el, table } from './dom.js';
import { t } from './words.js';

const LINES = `query ($id: BigInt!) {
  ${CREDIT}
  householdStatement(payerId: $id) { nodes { at memberId member kind description charge credit balance } }
}`;

// All lines, earliest first, and what is on account.
export async function readStatement(id) {
  const { credit, householdStatement } = await ask(LINES, { id });
  return { credit, lines: householdStatement.nodes };
}

function yearOf({ at }) {
  return wallDate(at).slice(0, 4);
}

// The lines of a year, and links to the other years. hrefOf(year) is the address of one.
export function statement(lines, chosen, hrefOf) {
  const thisYear = wallDate().slice(0, 4);
  const years = [...new Set([thisYear, ...lines.map(yearOf)])].sort().reverse();
  const year = years.includes(chosen) ? chosen : thisYear;
  const several = new Set(lines.map(({ memberId }) => memberId)).size > 1;
  const heads = [t('date'), several ? t('statement.whose') : null, t('statement.what'), t('statement.charge'),
    t('statement.credit'), t('statement.balance')];
  return [
    years.length > 1 ? el('div', { class: 'buttons' }, years.map((one) => el('a', {
      class: 'button quiet', href: hrefOf(one), 'aria-current': one === year ? 'true' : null }, one))) : '',
    table(t('statement.of', { year }), heads.filter((head) => head !== null),
      lines.filter((one) => yearOf(one) === year).map((one) => [
        day(one.at),
        several ? one.member : null,
        el('span', {}, t(`statement.${one.kind}`), one.description ? el('span', { class: 'muted' }, ` ${one.description}`) : null),
        one.charge ? money(one.charge) : '',
        one.credit ? money(one.credit) : '',
        money(one.balance),
      ].filter((cell) => cell !== null)))];
}
