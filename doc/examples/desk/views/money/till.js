// The till: what was taken since it was counted last, and its counts.

import { ask } from '../../lib/api.js';
import { notesField } from '../../lib/bills.js';
import { changeDialog, given } from '../../lib/change.js';
import { day, money, sum, time } from '../../lib/club.js';
import { el, field, table } from '../../lib/dom.js';
import { t } from '../../lib/words.js';

// Parts of a query: what takenTable() shows.
export const TAKEN = 'paymentType staffId payments taken givenBack net';
export const STAFF = 'staff: allAdministrativeStaffs { nodes { staffId firstName lastName } }';

const TILL = `{
  tillReport { nodes { ${TAKEN} } }
  allTillCounts(first: 20, orderBy: TILL_COUNT_ID_DESC) { nodes { staffId countedAt expected counted banked notes } }
  ${STAFF}
}`;
const COUNT = `mutation ($input: CountTillInput!) { countTill(input: $input) { clientMutationId } }`;

function nameOf(staffId, { nodes }) {
  const one = nodes.find((other) => other.staffId === staffId);
  return one ? `${one.firstName} ${one.lastName}` : '';
}

// By type of payment and who took it, with the sums of all.
export function takenTable(caption, rows, staff) {
  const cells = rows.map((one) => [
    t(`pay.${one.paymentType}`), nameOf(one.staffId, staff), one.payments,
    money(one.taken), money(one.givenBack), money(one.net)]);
  const total = (name) => el('strong', {}, money(sum(rows.map((one) => one[name]))));
  if (rows.length) cells.push([el('strong', {}, t('money.total')), '', '', total('taken'), total('givenBack'), total('net')]);
  return table(caption, [t('pay.type'), t('pay.by'), t('till.payments'), t('till.in'), t('till.out'), t('till.net')], cells);
}

function countDialog(redraw) {
  const amount = (name, attributes) => field(t(`till.${name}`), 'number', {
    name, min: 0, step: '0.01', required: true, 'data-column': name, ...attributes });
  return changeDialog(t('till.count'), [
    el('div', { class: 'row' }, amount('counted'), amount('banked', { value: '0' })),
    notesField(),
  ], t('save'), (values) => ask(COUNT, { input: given(values) }), redraw);
}

function countsTable(counts, staff) {
  return table(t('till.counts'),
    [t('pay.when'), t('till.by'), t('till.expected'), t('till.counted'), t('till.difference'), t('till.banked'), t('pay.notes')],
    counts.map((one) => [
      `${day(one.countedAt)} ${time(one.countedAt)}`, nameOf(one.staffId, staff), money(one.expected), money(one.counted),
      money(one.counted - one.expected), money(one.banked), one.notes ?? '']));
}

export async function showTill(view, redraw) {
  const { tillReport, allTillCounts, staff } = await ask(TILL);
  view.append(
    el('div', { class: 'bar' },
      el('button', { type: 'button', id: 'count-till', onclick: () => countDialog(redraw) }, t('till.count'))),
    takenTable(t('till.since'), tillReport.nodes, staff),
    countsTable(allTillCounts.nodes, staff));
}
