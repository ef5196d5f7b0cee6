// Bills and payments, and what the desk does with them, in its own name.

import { ask } from './api.js';
import { day, money, time } from './club.js';
import { action, address, confirm, dialog, el, field, form, notice, table } from './dom.js';
import { session } from './session.js';
import { t } from './words.js';

// What the tables below show.
export const BILL = 'billingId debtorId debtor description amount paid owed status createdAt';
export const PAYMENT = 'paymentId paidAt billingId bill payerId payer amount type refundOf takenBy';

const PAYMENT_TYPES = ['card', 'cash', 'bank_transfer', 'cheque', 'online', 'other'];

const PAY = `mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { clientMutationId } }`;
const REFUND = `mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { clientMutationId } }`;
const CANCEL = `mutation ($id: BigInt!) { cancelBillingItem(input: { billingId: $id }) { clientMutationId } }`;
const CREATE = `mutation ($input: CreateBillingItemInput!) { createBillingItem(input: $input) { clientMutationId } }`;

const KINDS = { paid: 'good', pending: 'warn', partially_paid: 'warn', refunded: '', cancelled: '' };

export function paymentTypes() {
  return PAYMENT_TYPES.map((type) => [type, t(`pay.${type}`)]);
}

function amountField(label, attributes) {
  return field(label, 'number', { name: 'amount', min: '0.01', step: '0.01', 'data-column': 'amount', ...attributes });
}

function payDialog(bill, redraw) {
  return dialog(t('pay.title'), (close) => [
    el('p', {}, el('strong', {}, bill.description), el('br'), bill.debtor),
    form([
      el('div', { class: 'row' },
        amountField(t('pay.amount'), { value: bill.owed, required: true }),
        field(t('pay.type'), paymentTypes(), { name: 'paymentType' })),
      field(t('pay.notes'), 'text', { name: 'notes', 'data-column': 'notes' }),
    ], t('pay.take'), async ({ amount, paymentType, notes }) => {
      await ask(PAY, { input: { billingId: bill.billingId, amount, paymentType, notes: notes || null, staffId: session().id } });
      close();
      notice(t('pay.taken', { amount: money(amount) }));
      await redraw();
    }),
  ]);
}

async function cancelBill(bill, redraw) {
  if (!await confirm(t('bill.cancel_title'), t('bill.cancel_text', bill), t('bill.cancel'))) return;
  await ask(CANCEL, { id: bill.billingId });
  notice(t('bill.cancel_done'));
  await redraw();
}

// What the life of a bill still allows.
function billButtons(bill, redraw) {
  const pay = el('button', { type: 'button', onclick: () => payDialog(bill, redraw) }, t('pay.pay'));
  if (bill.status === 'partially_paid') return pay;
  if (bill.status !== 'pending') return '';
  return el('div', { class: 'buttons' }, pay,
    action(t('bill.cancel'), () => cancelBill(bill, redraw), { class: 'quiet' }));
}

// Of one member, or with whose they are.
export function billsTable(caption, bills, redraw, { whose = false } = {}) {
  const heads = [t('date'), whose ? t('bill.member') : null, t('bill.what'), t('bill.amount'), t('bill.owed'), t('bill.status'), t('actions')];
  return table(caption, heads.filter((head) => head !== null), bills.map((bill) => [
    el('span', { class: 'nowrap' }, day(bill.createdAt)),
    whose ? el('a', { href: address('people', bill.debtorId) }, bill.debtor) : null,
    bill.description,
    money(bill.amount),
    money(bill.owed),
    el('span', { class: `badge ${KINDS[bill.status]}` }, t(`bill.${bill.status}`)),
    billButtons(bill, redraw),
  ].filter((cell) => cell !== null)));
}

function refundDialog(payment, redraw) {
  return dialog(t('refund.title'), (close) => [
    el('p', {}, el('strong', {}, payment.bill), el('br'), payment.payer, ' · ', money(payment.amount), ' · ', t(`pay.${payment.type}`)),
    form([
      amountField(t('refund.amount'), { placeholder: payment.amount }),
      field(t('pay.notes'), 'text', { name: 'notes', 'data-column': 'notes' }),
    ], t('refund.give'), async ({ amount, notes }) => {
      await ask(REFUND, { input: { paymentId: payment.paymentId, amount: amount || null, notes: notes || null, staffId: session().id } });
      close();
      notice(t('refund.given'));
      await redraw();
    }),
  ]);
}

// Of one day, or with the day of each.
export function paymentsTable(caption, payments, redraw, { ofDay = false } = {}) {
  return table(caption,
    [t('pay.when'), t('bill.member'), t('bill.what'), t('pay.amount'), t('pay.type'), t('pay.by'), t('actions')],
    payments.map((one) => [
      el('span', { class: 'nowrap' }, ofDay ? '' : `${day(one.paidAt)} `, time(one.paidAt)),
      el('a', { href: address('people', one.payerId) }, one.payer),
      one.bill,
      el('span', {}, money(one.amount), ' ', one.refundOf ? el('span', { class: 'badge warn' }, t('refund.refund')) : null),
      t(`pay.${one.type}`),
      one.takenBy ?? t('pay.self'),
      one.refundOf ? '' : el('button', { type: 'button', class: 'quiet', onclick: () => refundDialog(one, redraw) }, t('refund.do')),
    ]));
}

// A bill for something that is not booked.
export function billDialog(memberId, name, redraw) {
  return dialog(t('bill.new_for', { name }), (close) => form([
    field(t('bill.what'), 'text', { name: 'description', required: true, maxlength: 200, 'data-column': 'description' }),
    amountField(t('bill.amount'), { required: true }),
  ], t('bill.create'), async ({ amount, description }) => {
    await ask(CREATE, { input: { memberId, amount, description } });
    close();
    notice(t('bill.created'));
    await redraw();
  }));
}
