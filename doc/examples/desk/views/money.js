// Bills of all members, dues and what is past due, the payments of a day, the
// till, the books, and receipts.

import { ask } from '../lib/api.js';
import { BILL, billsTable } from '../lib/bills.js';
import { addDays, atClub, plainDay, wallDate } from '../lib/club.js';
import { address, el, field } from '../lib/dom.js';
import { PAGE, choice, page, pager } from '../lib/lists.js';
import { PAYMENT, paymentsTable } from '../lib/payments.js';
import { dayOf } from '../lib/weeks.js';
import { t } from '../lib/words.js';
import { showBooks } from './money/books.js';
import { showDues } from './money/dues.js';
import { showDunning } from './money/dunning.js';
import { showReceipt } from './money/receipt.js';
import { STAFF, TAKEN, showTill, takenTable } from './money/till.js';

const BILLS = `query ($open: Boolean!, $most: Int!, $after: BigInt) {
  listBills(onlyOpen: $open, maxRows: $most, afterId: $after) { nodes { ${BILL} } }
}`;
const PAYMENTS = `query ($from: Datetime!, $to: Datetime!) {
  listPayments(fromTime: $from, toTime: $to, maxRows: 1000) { nodes { ${PAYMENT} } }
  tillReport(fromTime: $from, toTime: $to) { nodes { ${TAKEN} } }
  ${STAFF}
}`;

const TABS = ['open', 'all', 'dues', 'dunning', 'day', 'till', 'books'];

async function showBills(view, tab, after, redraw) {
  const { nodes } = (await ask(BILLS, { open: tab === 'open', most: PAGE + 1, after: after || null })).listBills;
  const { shown, last } = page(nodes);
  view.append(
    billsTable(t(`money.${tab}`), shown, redraw, { whose: true }),
    pager(after && address('money', tab), last && address('money', tab, last.billingId)) ?? '');
}

async function showDay(view, param, redraw) {
  const date = dayOf(param);
  const { listPayments: { nodes }, tillReport, staff } = await ask(PAYMENTS, { from: atClub(date), to: atClub(addDays(date, 1)) });
  const go = (to) => { location.hash = address('money', 'day', to); };
  view.append(
    el('div', { class: 'bar' },
      el('div', { class: 'buttons' },
        el('a', { class: 'button quiet', href: address('money', 'day', addDays(date, -1)), 'aria-label': t('day.before') }, '←'),
        el('a', { class: 'button quiet', href: address('money', 'day', addDays(date, 1)), 'aria-label': t('day.after') }, '→')),
      field(t('day.date'), 'date', { value: date, max: wallDate(), id: 'money-day', onchange: ({ target }) => target.value && go(target.value) })),
    nodes.length ? takenTable(t('till.taken'), tillReport.nodes, staff) : '',
    paymentsTable(plainDay(date), nodes, redraw, { ofDay: true }));
}

export async function show(view, { params: [tab = 'open', param], redraw }) {
  if (tab === 'receipt') return showReceipt(view, param);
  const current = TABS.includes(tab) ? tab : 'open';
  view.append(el('h2', {}, t('nav.money')), choice('money', current, TABS.map((name) => [name, t(`money.${name}`)])));
  if (current === 'dues') return showDues(view, redraw);
  if (current === 'dunning') return showDunning(view, redraw);
  if (current === 'day') return showDay(view, param, redraw);
  if (current === 'till') return showTill(view, redraw);
  if (current === 'books') return showBooks(view, param, redraw);
  return showBills(view, current, param, redraw);
}
