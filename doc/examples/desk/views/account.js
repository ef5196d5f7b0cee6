// A member's account: what was billed and paid, year by year, and what is on account.

import { money } from '../lib/club.js';
import { creditLine, settleButton } from '../lib/credit.js';
import { address, el } from '../lib/dom.js';
import { readStatement, statement } from '../lib/statement.js';
import { t } from '../lib/words.js';

export async function show(view, { session: { id }, params: [year], redraw }) {
  const { lines, credit } = await readStatement(id);
  view.append(
    el('h2', {}, t('nav.account')),
    el('section', { class: 'card', 'aria-label': t('nav.account') },
      el('p', {}, t('statement.balance'), ' ', el('strong', { class: 'sum' }, money(lines.at(-1)?.balance ?? 0))),
      creditLine(credit),
      el('p', { class: 'muted' }, t('statement.balance_hint')),
      settleButton(id, credit, redraw)),
    ...statement(lines, year, (one) => address('account', one)));
}
