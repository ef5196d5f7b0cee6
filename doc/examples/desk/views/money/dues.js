// Dues: billing what is due, and what is to be collected of it.

import { ask } from '../../lib/api.js';
import { money, plainDate, wallDate } from '../../lib/club.js';
import { address, el, field, form, notice, table } from '../../lib/dom.js';
import { receiveDialog } from '../../lib/receive.js';
import { t } from '../../lib/words.js';

const MOST = 200;
const DUES = `{ allDuesToCollects(first: ${MOST}, orderBy: [DUE_ON_ASC, BILLING_ID_ASC]) {
  nodes { payerId memberId description dueOn owed }
} }`;
const BILL = `mutation ($until: Date, $most: Int) { billDues(input: { until: $until, maxPeriods: $most }) { periods } }`;

const AT_ONCE = 500; // periods, as a request has to end

async function billDues(until) {
  let billed = 0;
  let periods;
  do {
    ({ periods } = (await ask(BILL, { until, most: AT_ONCE })).billDues);
    billed += Number(periods);
  } while (Number(periods) > 0);
  return billed;
}

// The names of members, by their ids.
async function namesOf(ids) {
  if (ids.length === 0) return {};
  const parts = ids.map((id) => `m${id}: memberByMemberId(memberId: "${id}") { firstName lastName }`);
  const found = await ask(`{ ${parts.join(' ')} }`);
  return Object.fromEntries(ids.map((id) => [id, `${found[`m${id}`].firstName} ${found[`m${id}`].lastName}`]));
}

export async function showDues(view, redraw) {
  const { nodes } = (await ask(DUES)).allDuesToCollects;
  const names = await namesOf([...new Set(nodes.flatMap(({ payerId, memberId }) => [payerId, memberId]))]);
  const link = (id) => el('a', { href: address('people', id) }, names[id]);
  view.append(
    form([
      field(t('dues.until'), 'date', { name: 'until', value: wallDate(), required: true, 'data-column': 'until' }),
      el('p', { class: 'muted' }, t('dues.hint')),
    ], t('dues.bill'), async ({ until }) => {
      notice(t('dues.billed', { count: await billDues(until) }));
      await redraw();
    }),
    table(t('dues.to_collect'),
      [t('dues.payer'), t('bill.member'), t('bill.what'), t('dues.due'), t('bill.owed'), t('actions')],
      nodes.map((one) => [
        link(one.payerId), link(one.memberId), one.description, plainDate(one.dueOn), money(one.owed),
        el('button', {
          type: 'button', class: 'quiet', onclick: () => receiveDialog(one.payerId, names[one.payerId], redraw) }, t('pay.pay')),
      ])));
}
