// Other e-mails and telephone numbers that members and trainers ask for.

import { ask } from '../../lib/api.js';
import { day } from '../../lib/club.js';
import { action, address, el, notice, table } from '../../lib/dom.js';
import { t } from '../../lib/words.js';

const LIST = `{ listContactChanges { nodes {
  contactChangeId memberId person email phoneNumber newEmail newPhoneNumber requestedAt } } }`;

const DECIDE = `mutation ($id: BigInt!, $accept: Boolean!) {
  decideContactChange(input: { contactChangeId: $id, accept: $accept }) { contactChangeId }
}`;

// What there is and what is to be in its place.
function change(now, wanted) {
  return wanted ? [now ? `${now} → ` : '', el('strong', {}, wanted)] : '';
}

// Nothing where nobody asks.
export async function requests(redraw) {
  const { nodes } = (await ask(LIST)).listContactChanges;
  if (nodes.length === 0) return [];

  const decide = (one, accept, done) => async () => {
    await ask(DECIDE, { id: one.contactChangeId, accept });
    notice(t(done, one));
    await redraw();
  };
  return [table(t('contact.requests'),
    [t('member.name'), t('member.email'), t('member.phone'), t('contact.since'), t('actions')],
    nodes.map((one) => [
      one.memberId ? el('a', { href: address('people', one.memberId) }, one.person) : one.person,
      change(one.email, one.newEmail), change(one.phoneNumber, one.newPhoneNumber), day(one.requestedAt),
      el('div', { class: 'buttons' },
        action(t('contact.accept'), decide(one, true, 'contact.accepted')),
        action(t('contact.decline'), decide(one, false, 'contact.declined'), { class: 'quiet' }))]))];
}
