// Moves a session to another free time of its trainer.

import { ask } from '../../lib/api.js';
import { period } from '../../lib/club.js';
import { dialog, el } from '../../lib/dom.js';
import { explain } from '../../lib/problems.js';
import { behind, daysFrom, findSlots, minutesBetween, slotList } from '../../lib/slots.js';
import { t } from '../../lib/words.js';

const MOVE = `mutation ($sessionId: BigInt!, $startTime: Datetime!, $endTime: Datetime!, $roomId: BigInt) {
  rescheduleSession(input: { sessionId: $sessionId, startTime: $startTime, endTime: $endTime, roomId: $roomId }) {
    sessionId
  }
}`;

const SLOTS = 60;

async function freeTimes(memberId, session, fromTime) {
  const slots = await findSlots({
    duration: minutesBetween(session.startTime, session.endTime),
    fromTime,
    toTime: daysFrom(fromTime, 90),
    trainerIds: [session.trainerId],
    memberId,
    online: !session.roomId,
    ignoreSessionId: session.bookingId,
    activityType: session.title,
    maxSlots: SLOTS,
  });
  return { slots, others: slots.filter(({ startTime }) => startTime !== session.startTime) };
}

// The slot to which the session, a row of list_bookings(), was moved.
export async function moveSession(memberId, session) {
  const list = el('div', {});
  const problem = el('p', { class: 'problem', role: 'alert' });
  let close;

  const move = async ({ startTime, endTime, roomId }) => {
    try {
      await ask(MOVE, { sessionId: session.bookingId, startTime, endTime, roomId });
      close({ startTime, endTime });
    } catch (error) {
      problem.replaceChildren(explain(error));
      await draw(new Date());
    }
  };
  async function draw(from) {
    const { slots, others } = await freeTimes(memberId, session, new Date(from).toISOString());
    list.replaceChildren(
      slotList(others, move, { prefix: 'move' }),
      ...(slots.length < SLOTS ? [] : [el('button', {
        type: 'button', class: 'quiet', onclick: () => draw(behind(slots.at(-1))) }, t('slots.later'))]));
  }

  await draw(new Date());
  return dialog(t('move.title'), (closeDialog) => {
    close = closeDialog;
    return [
      el('p', {}, t('move.now', {
        title: session.title, trainer: session.trainer, when: period(session.startTime, session.endTime) })),
      problem, list];
  });
}
