// Cancelling a member's session or seat at the desk, which may waive the fee.

import { ask } from '../../lib/api.js';
import { period } from '../../lib/club.js';
import { coverText } from '../../lib/cover.js';
import { dialog, el, field, form, notice } from '../../lib/dom.js';
import { t } from '../../lib/words.js';

const CANCEL = {
  session: `mutation ($input: CancelSessionInput!) { cancelSession(input: $input) { clientMutationId } }`,
  seat: `mutation ($input: CancelRegistrationInput!) { cancelRegistration(input: $input) { clientMutationId } }`,
};

export function cancelDialog(one, redraw) {
  return dialog(t('booking.cancel_title', one), (close) => [
    el('p', {}, period(one.startTime, one.endTime)),
    one.forfeits ? el('p', {}, t('cancel.desk_forfeits', { cover: coverText(one) })) : '',
    form([
      field(t('cancel.waive'), 'checkbox', { name: 'waiveFee' }),
      field(t(one.state === 'over' ? 'cancel.reason_needed' : 'cancel.reason'), 'text',
        { name: 'reason', maxlength: 200, 'data-column': 'cancellation_reason' }),
    ], t('booking.cancel'), async ({ waiveFee, reason }) => {
      const id = one.kind === 'session' ? { sessionId: one.bookingId } : { registrationId: one.bookingId };
      await ask(CANCEL[one.kind], { input: { ...id, waiveFee, reason: reason || null } });
      close();
      notice(t('booking.cancelled'));
      await redraw();
    }),
  ]);
}
