// Cancels a session or gives a seat back, once it has been said what that costs.

import { ask } from '../../lib/api.js';
import { length, money, percent, period } from '../../lib/club.js';
import { dialog, el, form } from '../../lib/dom.js';
import { t } from '../../lib/words.js';

const FIND = `query ($memberId: BigInt!, $fromTime: Datetime, $toTime: Datetime) {
  listBookings(memberId: $memberId, fromTime: $fromTime, toTime: $toTime) {
    nodes { kind bookingId title startTime endTime state price billingId lateFee cover coverName credits forfeits }
  }
  clubInfo { nodes { cancellationNotice { days hours minutes } lateCancellationFeePercent } }
}`;

const CANCEL = {
  session: `mutation ($id: BigInt!) { cancelSession(input: { sessionId: $id }) { sessionId } }`,
  seat: `mutation ($id: BigInt!) { cancelRegistration(input: { registrationId: $id }) { registrationId } }`,
};

// Of a booking that a pack or a membership pays for: what would be forfeited.
function coverCost(booking, { cancellationNotice }) {
  const { cover, coverName: name, credits, forfeits, lateFee } = booking;
  const notice = length(cancellationNotice);
  const forfeited = t(`cancel.${forfeits ? 'forfeits' : 'gives_back'}_${cover}`, { name, credits, notice });
  return Number(lateFee) > 0 ? `${forfeited} ${t('cancel.plan_fee', { fee: money(lateFee) })}` : forfeited;
}

function cost(booking, info) {
  const { cover, price, billingId, lateFee } = booking;
  const { cancellationNotice, lateCancellationFeePercent } = info;
  if (cover) return coverCost(booking, info);
  if (!billingId || Number(lateCancellationFeePercent) === 0) return t('cancel.free');
  const notice = length(cancellationNotice);
  const facts = { price: money(price), notice, percent: percent(lateCancellationFeePercent) };
  if (Number(lateFee) > 0) return t('cancel.fee_now', { ...facts, fee: money(lateFee) });
  return t(notice ? 'cancel.fee' : 'cancel.fee_any_time', facts);
}

// 'cancelled', 'gone' when somebody else has done so before, or undefined. The
// booking is looked up again, as what it costs depends on when it is asked.
export async function cancelBooking(memberId, { kind, bookingId, startTime, endTime }) {
  const { listBookings, clubInfo } = await ask(FIND, { memberId, fromTime: startTime, toTime: endTime });
  const booking = listBookings.nodes.find((one) => (
    one.kind === kind && one.bookingId === bookingId && one.state !== 'cancelled'));
  if (!booking) return 'gone';
  return dialog(t(`cancel.${kind}_title`), (close) => form([
    el('p', {}, el('strong', {}, booking.title), el('br'), period(booking.startTime, booking.endTime)),
    el('p', {}, cost(booking, clubInfo.nodes[0])),
  ], t(`cancel.${kind}_yes`), async () => {
    await ask(CANCEL[kind], { id: bookingId });
    close('cancelled');
  }));
}
