// Bills of all members, and the payments of a day.

import { ask } from '../lib/api.js';
import { BILL, PAYMENT, billsTable, paymentTypes, paymentsTable } from '../lib/bills.js';
import { addDays, atClub, money, plainDay, sum, wallDate } from '../lib/club.js';
import { address, el, field } from '../lib/dom.js';
import { PAGE, choice, page, pager } from '../lib/lists.js';
import { dayOf } from '../lib/weeks.js';
import { t } from '../lib/words.js';

const BILLS = `query ($open: Boolean!, $most: Int!, $after: BigInt) {
  listBills(onlyOpen: $open, maxRows: $most, afterId: $after) { nodes { ${BILL} } }
}`;
const PAYMENTS = `query ($from: Datetime!, $to: Datetime!) {
  listPayments(fromTime: $from, toTime: $to, maxRows: 1000) { nodes { ${PAYMENT} } }
}`;

const TABS = ['open', 'all', 'day'];

async function showBills(view, tab, after, redraw) {
  const { nodes } = (await ask(BILLS, { open: tab === 'open', most: PAGE + 1, after: after || null })).listBills;
  const { shown, last } = page(nodes);
  view.append(
    billsTable(t(`money.${tab}`), shown, redraw, { whose: true }),
    pager(after && address('money', tab), last && address('money', tab, last.billingId)) ?? '');
}

// What is paid from an account came in before.
function totals(all) {
  const payments = all.filter(({ type }) => type !== 'credit');
  const total = (those) => money(sum(those.map(({ amount }) => amount)));
  return el('dl', { class: 'card totals' },
    paymentTypes().map(([type, text]) => [text, payments.filter((one) => one.type === type)])
      .filter(([, those]) => those.length)
      .map(([text, those]) => [el('dt', {}, text), el('dd', {}, total(those))]),
    el('dt', {}, el('strong', {}, t('money.total'))), el('dd', {}, el('strong', {}, total(payments))));
}

async function showDay(view, param, redraw) {
  const date = dayOf(param);
  const { nodes } = (await ask(PAYMENTS, { from: atClub(date), to: atClub(addDays(date, 1)) })).listPayments;
  const go = (to) => { location.hash = address('money', 'day', to); };
  view.append(
    el('div', { class: 'bar' },
      el('div', { class: 'buttons' },
        el('a', { class: 'button quiet', href: address('money', 'day', addDays(date, -1)), 'aria-label': t('day.before') }, '←'),
        el('a', { class: 'button quiet', href: address('money', 'day', addDays(date, 1)), 'aria-label': t('day.after') }, '→')),
      field(t('day.date'), 'date', { value: date, max: wallDate(), id: 'money-day', onchange: ({ target }) => target.value && go(target.value) })),
    nodes.length ? totals(nodes) : '',
    paymentsTable(plainDay(date), nodes, redraw, { ofDay: true }));
}

export async function show(view, { params: [tab = 'open', param], redraw }) {
  const current = TABS.includes(tab) ? tab : 'open';
  view.append(el('h2', {}, t('nav.money')), choice('money', current, TABS.map((name) => [name, t(`money.${name}`)])));
  return current === 'day' ? showDay(view, param, redraw) : showBills(view, current, param, redraw);
}
