// Bills, and what the desk does with them, in its own name.

import { ask } from './api.js';
import { day, money } from './club.js';
import { action, address, confirm, dialog, el, field, form, notice, table } from './dom.js';
import { session } from './session.js';
import { t } from './words.js';

// What billsTable() shows.
export const BILL = 'billingId debtorId debtor description amount paid owed status createdAt';

const PAYMENT_TYPES = ['card', 'cash', 'bank_transfer', 'cheque', 'online', 'other'];

const PAY = `mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { clientMutationId } }`;
const REFUND_BILL = `mutation ($input: RefundBillInput!) { refundBill(input: $input) { clientMutationId } }`;
const CANCEL = `mutation ($id: BigInt!) { cancelBillingItem(input: { billingId: $id }) { clientMutationId } }`;
const CREATE = `mutation ($input: CreateBillInput!) { createBill(input: $input) { clientMutationId } }`;

const KINDS = ['', 'joining', 'retail', 'late_cancel', 'late_fee', 'tip'];
const BADGES = { paid: 'good', pending: 'warn', partially_paid: 'warn', refunded: '', cancelled: '' };

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

export function notesField() {
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
    el('span', { class: `badge ${BADGES[bill.status]}` }, t(`bill.${bill.status}`)),
    billButtons(bill, redraw),
  ].filter((cell) => cell !== null)));
}

// A bill for something that is not booked. A tip is for a trainer.
export function billDialog(memberId, name, { trainers }, redraw) {
  const trainer = field(t('trainer'), trainers.nodes.map((one) => [one.trainerId, `${one.firstName} ${one.lastName}`]), { name: 'trainerId' });
  trainer.hidden = true;
  return dialog(t('bill.new_for', { name }), (close) => form([
    field(t('bill.what'), 'text', { name: 'description', required: true, maxlength: 200, 'data-column': 'description' }),
    el('div', { class: 'row' },
      amountField(t('bill.amount'), { required: true }),
      field(t('bill.kind'), KINDS.map((kind) => [kind, t(`kind.${kind || 'other'}`)]), {
        name: 'kind', 'data-column': 'kind', onchange: ({ target }) => { trainer.hidden = target.value !== 'tip'; } })),
    trainer,
  ], t('bill.create'), async ({ amount, description, kind, trainerId }) => {
    await ask(CREATE, { input: { memberId, amount, description, kind: kind || null, trainerId: kind === 'tip' ? trainerId : null } });
    close();
    notice(t('bill.created'));
    await redraw();
  }));
}
