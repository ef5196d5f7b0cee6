// Payments, and what the desk does with them, in its own name.

import { ask } from './api.js';
import { amountField, newRequestKey, notesField } from './bills.js';
import { changeDialog, given } from './change.js';
import { day, money, time } from './club.js';
import { address, dialog, el, field, form, notice, table } from './dom.js';
import { session } from './session.js';
import { t } from './words.js';

// What paymentsTable() shows.
export const PAYMENT = 'paymentId paidAt billingId bill payerId payer amount type refundOf reason takenBy';

const REFUND = `mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { clientMutationId } }`;
const VOID = `mutation ($input: VoidPaymentInput!) { voidPayment(input: $input) { clientMutationId } }`;
const CHARGEBACK = `mutation ($input: RecordChargebackInput!) { recordChargeback(input: $input) { clientMutationId } }`;

function refundDialog(payment, redraw) {
  return dialog(t('refund.title'), (close) => [
    el('p', {}, el('strong', {}, payment.bill), el('br'), payment.payer, ' · ', money(payment.amount), ' · ', t(`pay.${payment.type}`)),
    form([
      amountField(t('refund.amount'), { placeholder: payment.amount }),
      notesField(),
    ], t('refund.give'), async ({ amount, notes }) => {
      await ask(REFUND, { input: { paymentId: payment.paymentId, amount: amount || null, notes: notes || null, staffId: session().id } });
      close();
      notice(t('refund.given'));
      await redraw();
    }),
  ]);
}

function about({ amount, type, payer }) {
  return el('p', {}, el('strong', {}, money(amount)), ' · ', t(`pay.${type}`), ' · ', payer);
}

function voidDialog(payment, redraw) {
  return dialog(t('void.title'), (close) => [
    about(payment),
    el('p', {}, t('void.text')),
    form([notesField()], t('void.yes'), async ({ notes }) => {
      await ask(VOID, { input: { paymentId: payment.paymentId, notes: notes || null, staffId: session().id } });
      close();
      notice(t('void.done'));
      await redraw();
    }),
  ]);
}

function chargebackDialog(payment, redraw) {
  const requestKey = newRequestKey();
  return changeDialog(t('chargeback.title'), [
    about(payment),
    el('p', {}, t('chargeback.text')),
    el('div', { class: 'row' },
      amountField(t('chargeback.amount'), { placeholder: payment.amount }),
      field(t('chargeback.fee'), 'number', { name: 'fee', min: 0, step: '0.01', 'data-column': 'fee' })),
    field(t('chargeback.ref'), 'text', { name: 'externalRef', 'data-column': 'external_ref' }),
  ], t('chargeback.record'), (values) => (
    ask(CHARGEBACK, { input: { paymentId: payment.paymentId, requestKey, ...given(values) } })), redraw);
}

// Of money that came in: some of it, of a bill, or all, when it never did or a
// bank has taken it back. What is paid from an account came in before.
function paymentButtons(payment, isTakenBack, redraw) {
  if (payment.type === 'credit') return '';
  const button = (text, open) => el('button', { type: 'button', class: 'quiet', onclick: () => open(payment, redraw) }, text);
  const cameIn = !payment.refundOf;
  return el('div', { class: 'buttons' },
    cameIn && payment.billingId ? button(t('refund.do'), refundDialog) : null,
    cameIn && !isTakenBack ? button(t('void.void'), voidDialog) : null,
    cameIn && payment.type !== 'cash' ? button(t('chargeback.chargeback'), chargebackDialog) : null,
    el('a', { class: 'button quiet', href: address('money', 'receipt', payment.paymentId) }, t('receipt.receipt')));
}

// Of one day, or with the day of each.
export function paymentsTable(caption, payments, redraw, { ofDay = false } = {}) {
  const takenBack = new Set(payments.map(({ refundOf }) => refundOf));
  return table(caption,
    [t('pay.when'), t('bill.member'), t('bill.what'), t('pay.amount'), t('pay.type'), t('pay.by'), t('actions')],
    payments.map((one) => [
      el('span', { class: 'nowrap' }, ofDay ? '' : `${day(one.paidAt)} `, time(one.paidAt)),
      el('a', { href: address('people', one.payerId) }, one.payer),
      one.bill ?? t('pay.on_account'),
      el('span', {}, money(one.amount), ' ', one.refundOf ? el('span', { class: 'badge warn' }, t(`refund.${one.reason ?? 'refund'}`)) : null),
      t(`pay.${one.type}`),
      one.takenBy ?? (one.type === 'credit' ? '' : t('pay.self')),
      paymentButtons(one, takenBack.has(one.paymentId), redraw),
    ]));
}
