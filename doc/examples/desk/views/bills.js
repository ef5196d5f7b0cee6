// What a member owes, the bills, and what was paid in the last year.

import { ask } from '../lib/api.js';
import { day, money } from '../lib/club.js';
import { address, el, table } from '../lib/dom.js';
import { PAGE, choice, page, pager } from '../lib/lists.js';
import { daysFrom } from '../lib/slots.js';
import { t } from '../lib/words.js';

const LIST = `query ($memberId: BigInt!, $onlyOpen: Boolean, $maxRows: Int, $afterId: BigInt,
  $from: Datetime, $to: Datetime, $payments: Int, $afterTime: Datetime, $afterPayment: BigInt) {
  memberBalance(memberId: $memberId)
  listBills(memberId: $memberId, onlyOpen: $onlyOpen, maxRows: $maxRows, afterId: $afterId) {
    nodes { billingId description amount paid owed status createdAt }
  }
  listPayments(memberId: $memberId, fromTime: $from, toTime: $to, maxRows: $payments,
    afterTime: $afterTime, afterId: $afterPayment) {
    nodes { paymentId paidAt bill amount type }
  }
}`;

const BADGES = { pending: 'warn', partially_paid: 'warn', paid: 'good', cancelled: '', refunded: '' };

function bills(caption, rows) {
  return table(caption, [t('date'), t('bills.for'), t('bills.amount'), t('bills.paid'), t('bills.owed'), t('state')],
    rows.map(({ createdAt, description, amount, paid, owed, status }) => [
      day(createdAt), description, money(amount), money(paid), el('strong', {}, money(owed)),
      el('span', { class: `badge ${BADGES[status]}` }, t(`bills.${status}`))]));
}

function payments(rows) {
  return table(t('bills.payments'), [t('date'), t('bills.for'), t('bills.how'), t('bills.amount')],
    rows.map(({ paidAt, bill, type, amount }) => [day(paidAt), bill ?? t('pay.on_account'), t(`bills.${type}`), money(amount)]));
}

// params: 'open' for open bills alone; the bill, and the payment and its time,
// behind which the pages begin.
export async function show(view, { session: { id: memberId }, params: [which, afterId, afterTime, afterPayment] }) {
  const now = new Date();
  const { memberBalance, listBills, listPayments } = await ask(LIST, {
    memberId,
    onlyOpen: which === 'open',
    maxRows: PAGE + 1,
    afterId: afterId || null,
    from: daysFrom(now, -366),
    to: daysFrom(now, 1),
    payments: PAGE + 1,
    afterTime: afterTime || null,
    afterPayment: afterPayment || null,
  });
  const ofBills = page(listBills.nodes);
  const ofPayments = page(listPayments.nodes);

  view.append(
    el('h2', {}, t('nav.bills')),
    el('p', { class: 'card' }, t('bills.balance'), el('strong', { class: 'sum' }, money(memberBalance))),
    choice('bills', which, [['', t('bills.all')], ['open', t('bills.open')]]),
    bills(t(which === 'open' ? 'bills.open' : 'bills.all'), ofBills.shown),
    pager(afterId && address('bills', which), ofBills.last && address('bills', which, ofBills.last.billingId)) ?? '',
    payments(ofPayments.shown),
    pager(afterPayment && address('bills', which, afterId), ofPayments.last
      && address('bills', which, afterId, ofPayments.last.paidAt, ofPayments.last.paymentId)) ?? '');
}
