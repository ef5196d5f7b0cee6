// What pays for a booking that is made already.

import { ask } from '../../lib/api.js';
import { changeDialog } from '../../lib/change.js';
import { period } from '../../lib/club.js';
import { coverText } from '../../lib/cover.js';
import { el, field } from '../../lib/dom.js';
import { t } from '../../lib/words.js';

const SET = `mutation ($input: SetCoverInput!) { setCover(input: $input) { clientMutationId } }`;

// 'lot' or 'lot 17', which is one of the member's, 'membership' or 'bill'.
function choices({ lots, memberships }) {
  return [
    ...lots.length ? [['lot', t('cover.by_rule')]] : [],
    ...lots.map((one) => [`lot ${one.lotId}`, t('cover.of_lot', { pack: one.pack, left: one.leftOver })]),
    ...memberships.length ? [['membership', t('cover.membership')]] : [],
    ['bill', t('cover.bill')]];
}

export function coverDialog(one, has, redraw) {
  return changeDialog(t('cover.change'), [
    el('p', {}, el('strong', {}, one.title), el('br'), period(one.startTime, one.endTime), el('br'),
      t('cover.now', { cover: coverText(one) })),
    field(t('cover.pay_with'), choices(has), { name: 'payer', 'data-column': 'pay_with' }),
  ], t('save'), ({ payer }) => {
    const [payWith, lotId = null] = payer.split(' ');
    const booking = one.kind === 'session' ? { sessionId: one.bookingId } : { registrationId: one.bookingId };
    return ask(SET, { input: { payWith, lotId, ...booking } });
  }, redraw);
}
