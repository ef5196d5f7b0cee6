// A member's account at the desk.

import { ask } from '../../lib/api.js';
import { money } from '../../lib/club.js';
import { address, el } from '../../lib/dom.js';
import { readStatement, statement } from '../../lib/statement.js';
import { t } from '../../lib/words.js';

const NAME = `query ($id: BigInt!) { memberByMemberId(memberId: $id) { firstName lastName } }`;

export async function showAccount(view, { memberId, year }) {
  const [{ memberByMemberId: { firstName, lastName } }, lines] = [await ask(NAME, { id: memberId }), await readStatement(memberId)];
  const name = `${firstName} ${lastName}`;
  view.append(
    el('p', {}, el('a', { href: address('people', memberId) }, name)),
    el('h2', {}, t('account.of', { name })),
    el('p', { class: 'card' }, t('statement.balance'), el('strong', { class: 'sum' }, money(lines.at(-1)?.balance ?? 0))),
    ...statement(lines, year, (one) => address('people', memberId, 'account', one)));
}
