// The books of a month: what is on each account, and that nothing more is to come.

import { ask } from '../../lib/api.js';
import { atClub, money, plainDateTime, plainMonth, wallDate, wallTime } from '../../lib/club.js';
import { action, address, confirm, el, notice, table } from '../../lib/dom.js';
import { t } from '../../lib/words.js';

const BOOKS = `query ($from: Datetime!, $to: Datetime!) {
  trialBalance(fromTime: $from, asOf: $to) { nodes { account part opening debit credit balance } }
  allBookCloses(first: 1, orderBy: CLOSED_UNTIL_DESC) { nodes { closedUntil } }
}`;
const CLOSE = `mutation ($until: Datetime!) {
  closeBooks(input: { closedUntil: $until }) { clientMutationId }
}`;

function monthAfter(month, by) {
  const [year, number] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by)).toISOString().slice(0, 7);
}

// The month that an address names, or the last that is over.
function monthOf(param = '') {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(param) ? param : monthAfter(wallDate().slice(0, 7), -1);
}

function nameOf({ account, part }) {
  if (account === null) return el('strong', {}, t('money.total'));
  if (part === null) return t(`ledger.${account}`);
  return `${t(`ledger.${account}`)}: ${t(account === 'money' ? `pay.${part}` : `kind.${part}`)}`;
}

async function close(month, end, redraw) {
  if (!await confirm(t('books.close'), t('books.close_text', { month: plainMonth(month) }), t('books.close'))) return;
  await ask(CLOSE, { until: atClub(end) });
  notice(t('books.closed'));
  await redraw();
}

export async function showBooks(view, param, redraw) {
  const month = monthOf(param);
  const end = `${monthAfter(month, 1)}-01`;
  const { trialBalance, allBookCloses } = await ask(BOOKS, { from: atClub(`${month}-01`), to: atClub(end) });
  const until = allBookCloses.nodes[0] && wallTime(allBookCloses.nodes[0].closedUntil);
  const link = (by, key, arrow) => el('a', {
    class: 'button quiet', href: address('money', 'books', monthAfter(month, by)), 'aria-label': t(key) }, arrow);
  view.append(
    el('div', { class: 'bar' },
      el('div', { class: 'buttons' }, link(-1, 'month.before', '←'), link(1, 'month.after', '→')),
      end <= wallDate() && !(until >= `${end}T00:00`)
        ? action(t('books.close'), () => close(month, end, redraw), { id: 'close-books' }) : ''),
    el('p', {}, until ? t('books.until', { time: plainDateTime(until) }) : t('books.never')),
    table(plainMonth(month),
      [t('books.account'), t('books.opening'), t('books.debit'), t('books.credit'), t('books.balance')],
      trialBalance.nodes.map((one) => [nameOf(one), ...['opening', 'debit', 'credit', 'balance'].map((name) => money(one[name]))])),
    el('p', { class: 'muted' }, t('books.signs')));
}
