// A receipt, to be printed.

import { ask } from '../../lib/api.js';
import { money, plainDateTime, wallTime } from '../../lib/club.js';
import { address, el, table } from '../../lib/dom.js';
import { t } from '../../lib/words.js';

const RECEIPT = `query ($id: BigInt!) { paymentReceipt(paymentId: $id) }`;

function facts(payment, name, onAccount) {
  const entry = (what, value) => (value ? el('div', {}, el('dt', {}, what), el('dd', {}, value)) : null);
  return el('dl', { class: 'facts' },
    entry(t('pay.when'), plainDateTime(wallTime(payment.paid_at))),
    entry(t('receipt.payer'), name),
    entry(t('pay.type'), t(`pay.${payment.payment_type}`)),
    entry(t('receipt.received'), money(payment.received)),
    entry(t('receipt.rounding'), payment.rounding && money(payment.rounding)),
    entry(t('receipt.refund_of'), payment.refund_of && String(payment.refund_of)),
    entry(t('chargeback.ref'), payment.external_ref),
    entry(t('receipt.on_account'), onAccount && money(onAccount)));
}

export async function showReceipt(view, paymentId) {
  const { payment, payer, club, lines, ...receipt } = (await ask(RECEIPT, { id: paymentId })).paymentReceipt;
  const name = `${payer.first_name} ${payer.last_name}`;
  const rows = lines.map(({ description, amount, owed }) => [description, money(amount), money(owed)]);
  if (receipt.put_on_account) rows.push([t('pay.on_account'), money(receipt.put_on_account), '']);
  view.append(
    el('div', { class: 'bar' },
      el('a', { href: address('people', payer.member_id) }, name),
      el('button', { type: 'button', onclick: () => window.print() }, t('receipt.print'))),
    el('h2', {}, t('receipt.of', { number: payment.payment_id, club: club.name })),
    el('section', { class: 'card' }, facts(payment, name, receipt.on_account)),
    table(t('receipt.lines'), [t('bill.what'), t('bill.amount'), t('receipt.owed')], rows));
}
