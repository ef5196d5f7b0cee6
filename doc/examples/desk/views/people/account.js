// A member's account at the desk: the statement, and money taken and given back.

import { ask } from '../../lib/api.js';
import { money } from '../../lib/club.js';
import { creditLine, onAccount, refundCreditDialog, settleButton } from '../../lib/credit.js';
import { address, el } from '../../lib/dom.js';
import { receiveDialog } from '../../lib/receive.js';
import { readStatement, statement } from '../../lib/statement.js';
import { t } from '../../lib/words.js';

const NAME = `query ($id: BigInt!) { memberByMemberId(memberId: $id) { firstName lastName } }`;

export async function showAccount(view, { memberId, year, redraw }) {
  const [{ memberByMemberId }, { lines, credit }] = await Promise.all([ask(NAME, { id: memberId }), readStatement(memberId)]);
  const name = `${memberByMemberId.firstName} ${memberByMemberId.lastName}`;
  view.append(
    el('p', {}, el('a', { href: address('people', memberId) }, name)),
    el('h2', {}, t('account.of', { name })),
    el('section', { class: 'card', 'aria-label': t('account.of', { name }) },
      el('p', {}, t('statement.balance'), ' ', el('strong', { class: 'sum' }, money(lines.at(-1)?.balance ?? 0))),
      creditLine(credit),
      el('p', { class: 'muted' }, t('statement.balance_hint')),
      el('div', { class: 'buttons' },
        el('button', { type: 'button', onclick: () => receiveDialog(memberId, name, redraw) }, t('pay.pay')),
        settleButton(memberId, credit, redraw),
        onAccount(credit) ? el('button', { type: 'button', class: 'quiet', onclick: () => refundCreditDialog(memberId, credit, redraw) },
          t('credit.give_back')) : null)),
    ...statement(lines, year, (one) => address('people', memberId, 'account', one)));
}
