// What a member owes, the bills, and what was paid in the last year.

import { ask } from '../lib/api.js';
import { day, money } from '../lib/club.js';
import { CREDIT, creditLine, onAccount, payFromAccountButton } from '../lib/credit.js';
import { address, el, table } from '../lib/dom.js';
import { actingFor } from '../lib/family.js';
import { PAGE, choice, page, pager } from '../lib/lists.js';
import { daysFrom } from '../lib/slots.js';
import { t } from '../lib/words.js';

const LIST = `query ($id: BigInt!, $memberId: BigInt!, $onlyOpen: Boolean, $maxRows: Int, $afterId: BigInt,
  $from: Datetime, $to: Datetime, $payments: Int, $afterTime: Datetime, $afterPayment: BigInt) {
  ${CREDIT}
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

// Those that are open can be paid from the account, if there is money on it.
function bills(caption, rows, payButton) {
  const heads = [t('date'), t('bills.for'), t('bills.amount'), t('bills.paid'), t('bills.owed'), t('state')];
  return table(caption, payButton ? [...heads, t('actions')] : heads, rows.map((one) => [
    day(one.createdAt), one.description, money(one.amount), money(one.paid), el('strong', {}, money(one.owed)),
    el('span', { class: `badge ${BADGES[one.status]}` }, t(`bills.${one.status}`)),
    ...(payButton ? [Number(one.owed) > 0 ? payButton(one) : ''] : [])]));
}

function payments(rows) {
  return table(t('bills.payments'), [t('date'), t('bills.for'), t('bills.how'), t('bills.amount')],
    rows.map(({ paidAt, bill, type, amount }) => [day(paidAt), bill ?? t('credit.on_account'), t(`bills.${type}`), money(amount)]));
}

// params: 'open' for open bills alone; the bill, and the payment and its time,
// behind which the pages begin.
export async function show(view, { session, params: [which, afterId, afterTime, afterPayment], redraw }) {
  const { memberId, chooser } = await actingFor(session, redraw);
  const now = new Date();
  const { credit, memberBalance, listBills, listPayments } = await ask(LIST, {
    id: session.id,
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
    chooser ?? '',
    el('section', { class: 'card', 'aria-label': t('bills.balance') },
      el('p', {}, t('bills.balance'), ' ', el('strong', { class: 'sum' }, money(memberBalance))),
      onAccount(credit) ? creditLine(credit) : null),
    choice('bills', which, [['', t('bills.all')], ['open', t('bills.open')]]),
    bills(t(which === 'open' ? 'bills.open' : 'bills.all'), ofBills.shown,
      onAccount(credit) ? (one) => payFromAccountButton(session.id, one, redraw) : null),
    pager(afterId && address('bills', which), ofBills.last && address('bills', which, ofBills.last.billingId)) ?? '',
    payments(ofPayments.shown),
    pager(afterPayment && address('bills', which, afterId), ofPayments.last
      && address('bills', which, afterId, ofPayments.last.paidAt, ofPayments.last.paymentId)) ?? '');
}
