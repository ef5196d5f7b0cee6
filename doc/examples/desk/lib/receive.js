// Taking money at the desk: for one bill, for several, or on account.

import { ask } from './api.js';
import { amountField, newRequestKey, paymentTypes } from './bills.js';
import { money, sum } from './club.js';
import { dialog, el, field, form, notice } from './dom.js';
import { session } from './session.js';
import { t } from './words.js';

const HOUSEHOLD = `query ($id: BigInt!) { allPayers(condition: { payerId: $id }) { nodes { memberId } } }`;
const RECEIVE = `mutation ($input: ReceivePaymentInput!) { receivePayment(input: $input) { clientMutationId } }`;

const BILL = 'billingId debtor description owed';

// What is open of the payer and of all whom the payer pays for, oldest first.
async function openBills(payerId) {
  const { nodes } = (await ask(HOUSEHOLD, { id: payerId })).allPayers;
  const parts = [payerId, ...nodes.map(({ memberId }) => memberId)].map((id) => (
    `b${id}: listBills(memberId: "${id}", onlyOpen: true) { nodes { ${BILL} } }`));
  return Object.values(await ask(`{ ${parts.join(' ')} }`)).flatMap((list) => list.nodes)
    .sort((a, b) => Number(a.billingId) - Number(b.billingId));
}

function billField({ billingId, debtor, description, owed }, several) {
  return field([money(owed), several ? debtor : null, description].filter(Boolean).join(' · '),
    'checkbox', { name: `bill-${billingId}`, value: true });
}

export async function receiveDialog(payerId, name, redraw) {
  const requestKey = newRequestKey();
  const bills = await openBills(payerId);
  const several = new Set(bills.map(({ debtor }) => debtor)).size > 1;
  const chosenIn = (values) => bills.filter(({ billingId }) => values[`bill-${billingId}`]);
  return dialog(t('receive.title', { name }), (close) => {
    const amount = amountField(t('pay.amount'), { required: true, value: bills.length ? sum(bills.map(({ owed }) => owed)) : '' });
    const choice = bills.length === 0 ? el('p', {}, t('receive.no_bills')) : el('fieldset', {
      onchange: () => {
        const chosen = bills.filter(({ billingId }) => element.elements[`bill-${billingId}`].checked);
        amount.querySelector('input').value = sum(chosen.map(({ owed }) => owed));
      },
    }, el('legend', {}, t('receive.bills')), bills.map((bill) => billField(bill, several)));
    const element = form([
      choice,
      el('div', { class: 'row' }, amount, field(t('pay.type'), paymentTypes(), { name: 'paymentType' })),
      el('p', { class: 'muted' }, t('receive.rest')),
      field(t('pay.notes'), 'text', { name: 'notes', 'data-column': 'notes' }),
    ], t('pay.take'), async (values) => {
      await ask(RECEIVE, {
        input: {
          memberId: payerId,
          amount: values.amount,
          paymentType: values.paymentType,
          billingIds: chosenIn(values).map(({ billingId }) => billingId),
          requestKey,
          notes: values.notes || null,
          staffId: session().id,
        },
      });
      close();
      notice(t('pay.taken', { amount: money(values.amount) }));
      await redraw();
    });
    return element;
  });
}
