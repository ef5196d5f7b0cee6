// A member's account: what was billed and paid, year by year.

import { money } from '../lib/club.js';
import { address, el } from '../lib/dom.js';
import { readStatement, statement } from '../lib/statement.js';
import { t } from '../lib/words.js';

export async function show(view, { session: { id }, params: [year] }) {
  const lines = await readStatement(id);
  view.append(
    el('h2', {}, t('nav.account')),
    el('p', { class: 'card' }, t('statement.balance'), el('strong', { class: 'sum' }, money(lines.at(-1)?.balance ?? 0))),
    ...statement(lines, year, (one) => address('account', one)));
}
