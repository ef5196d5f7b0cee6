// Money on account: what there is, and paying and giving back from it.

import { ask } from './api.js';
import { amountField, newRequestKey } from './bills.js';
import { money } from './club.js';
import { action, dialog, el, field, form, notice } from './dom.js';
import { session } from './session.js';
import { t } from './words.js';

const SETTLE = `mutation ($id: BigInt!) { settleAccount(input: { memberId: $id }) { clientMutationId } }`;
const APPLY = `mutation ($id: BigInt!, $bill: BigInt!) { applyCredit(input: { memberId: $id, billingId: $bill }) { clientMutationId } }`;
const REFUND = `mutation ($input: RefundCreditInput!) { refundCredit(input: $input) { clientMutationId } }`;

// A part of a query about the member $id.
export const CREDIT = 'credit: accountBalance(account: "credit", memberId: $id)';

// What is on account, as the account has it: what the club owes is negative there.
export function onAccount(credit) {
  return -Number(credit) || 0;
}

export function creditLine(credit) {
  return el('p', {}, t('credit.on_account'), ' ', el('strong', { class: 'sum' }, money(onAccount(credit))));
}

// Pays all open bills of the household, as far as there is money on account.
export function settleButton(memberId, credit, redraw) {
  if (onAccount(credit) === 0) return null;
  return action(t('credit.settle'), async () => {
    await ask(SETTLE, { id: memberId });
    notice(t('credit.settled'));
    await redraw();
  }, { id: 'settle' });
}

export function payFromAccountButton(payerId, bill, redraw) {
  return action(t('credit.pay'), async () => {
    await ask(APPLY, { id: payerId, bill: bill.billingId });
    notice(t('credit.paid'));
    await redraw();
  }, { id: `apply-${bill.billingId}`, class: 'quiet' });
}

export function refundCreditDialog(memberId, credit, redraw) {
  const requestKey = newRequestKey();
  return dialog(t('credit.give_back'), (close) => form([
    amountField(t('refund.amount'), { placeholder: onAccount(credit).toFixed(2) }),
    field(t('pay.notes'), 'text', { name: 'notes', 'data-column': 'notes' }),
  ], t('refund.give'), async ({ amount, notes }) => {
    await ask(REFUND, { input: { memberId, amount: amount || null, notes: notes || null, staffId: session().id, requestKey } });
    close();
    notice(t('refund.given'));
    await redraw();
  }));
}
