// Bills and payments, and what the desk does with them, in its own name.

import { ask } from './api.js';
import { day, money, time } from './club.js';
import { action, address, confirm, dialog, el, field, form, notice, table } from './dom.js';
import { session } from './session.js';
import { t } from './words.js';

// What the tables below show.
export const BILL = 'billingId debtorId debtor description amount paid owed status createdAt';
export const PAYMENT = 'paymentId paidAt billingId bill payerId payer amount type refundOf reason takenBy';

const PAYMENT_TYPES = ['card', 'cash', 'bank_transfer', 'cheque', 'online', 'other'];

const PAY = `mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { clientMutationId } }`;
const REFUND = `mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { clientMutationId } }`;
const REFUND_BILL = `mutation ($input: RefundBillInput!) { refundBill(input: $input) { clientMutationId } }`;
const VOID = `mutation ($input: VoidPaymentInput!) { voidPayment(input: $input) { clientMutationId } }`;
const CANCEL = `mutation ($id: BigInt!) { cancelBillingItem(input: { billingId: $id }) { clientMutationId } }`;
const CREATE = `mutation ($input: CreateBillingItemInput!) { createBillingItem(input: $input) { clientMutationId } }`;

const KINDS = { paid: 'good', pending: 'warn', partially_paid: 'warn', refunded: '', cancelled: '' };

export function paymentTypes() {
  return PAYMENT_TYPES.map((type) => [type, t(`pay.${type}`)]);
}

// Of a form: what is sent twice with it, such as by a double click, is done once.
export function newRequestKey() {
  return crypto.randomUUID();
}

export function amountField(label, attributes) {
  return field(label, 'number', { name: 'amount', min: '0.01', step: '0.01', 'data-column': 'amount', ...attributes });
}

function notesField() {
  return field(t('pay.notes'), 'text', { name: 'notes', 'data-column': 'notes' });
}

function payDialog(bill, redraw) {
  const requestKey = newRequestKey();
  return dialog(t('pay.title'), (close) => [
    el('p', {}, el('strong', {}, bill.description), el('br'), bill.debtor),
    form([
      el('div', { class: 'row' },
        amountField(t('pay.amount'), { value: bill.owed, required: true }),
        field(t('pay.type'), paymentTypes(), { name: 'paymentType' })),
      notesField(),
    ], t('pay.take'), async ({ amount, paymentType, notes }) => {
      await ask(PAY, {
        input: { billingId: bill.billingId, amount, paymentType, notes: notes || null, staffId: session().id, requestKey } });
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

function refundBillDialog(bill, redraw) {
  const requestKey = newRequestKey();
  return dialog(t('refund.bill_title'), (close) => [
    el('p', {}, el('strong', {}, bill.description), el('br'), bill.debtor),
    form([
      el('div', { class: 'row' },
        amountField(t('refund.amount'), { placeholder: bill.paid }),
        field(t('refund.to'), [['method', t('refund.to_method')], ['credit', t('refund.to_credit')]], { name: 'refundTo' })),
      notesField(),
    ], t('refund.give'), async ({ amount, refundTo, notes }) => {
      await ask(REFUND_BILL, {
        input: { billingId: bill.billingId, amount: amount || null, refundTo, notes: notes || null, staffId: session().id, requestKey } });
      close();
      notice(t('refund.given'));
      await redraw();
    }),
  ]);
}

// What the life of a bill still allows.
function billButtons(bill, redraw) {
  const isOpen = ['pending', 'partially_paid'].includes(bill.status);
  return el('div', { class: 'buttons' },
    isOpen ? el('button', { type: 'button', onclick: () => payDialog(bill, redraw) }, t('pay.pay')) : null,
    Number(bill.paid) > 0
      ? el('button', { type: 'button', class: 'quiet', onclick: () => refundBillDialog(bill, redraw) }, t('refund.do')) : null,
    bill.status === 'pending' ? action(t('bill.cancel'), () => cancelBill(bill, redraw), { class: 'quiet' }) : null);
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
      notesField(),
    ], t('refund.give'), async ({ amount, notes }) => {
      await ask(REFUND, { input: { paymentId: payment.paymentId, amount: amount || null, notes: notes || null, staffId: session().id } });
      close();
      notice(t('refund.given'));
      await redraw();
    }),
  ]);
}

function voidDialog(payment, redraw) {
  return dialog(t('void.title'), (close) => [
    el('p', {}, el('strong', {}, money(payment.amount)), ' · ', t(`pay.${payment.type}`), ' · ', payment.payer),
    el('p', {}, t('void.text')),
    form([notesField()], t('void.yes'), async ({ notes }) => {
      await ask(VOID, { input: { paymentId: payment.paymentId, notes: notes || null, staffId: session().id } });
      close();
      notice(t('void.done'));
      await redraw();
    }),
  ]);
}

// Of money that came in: some of it, of a bill, or all, when it never did.
function paymentButtons(payment, isTakenBack, redraw) {
  if (payment.refundOf || payment.type === 'credit') return '';
  const button = (text, open) => el('button', { type: 'button', class: 'quiet', onclick: () => open(payment, redraw) }, text);
  return el('div', { class: 'buttons' },
    payment.billingId ? button(t('refund.do'), refundDialog) : null,
    isTakenBack ? null : button(t('void.void'), voidDialog));
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
