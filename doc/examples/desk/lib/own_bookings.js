// What trainers do with their own sessions and classes.

import { ask } from './api.js';
import { period, wallDate } from './club.js';
import { action, confirm, dialog, el, field, notice } from './dom.js';
import { chooseSlot } from './choose_slot.js';
import { minutesBetween } from './slots.js';
import { t } from './words.js';

const MOVE = {
  session: `mutation ($input: RescheduleSessionInput!) { rescheduleSession(input: $input) { clientMutationId } }`,
  class: `mutation ($input: RescheduleClassInput!) { rescheduleClass(input: $input) { clientMutationId } }`,
};

const CANCEL = {
  session: `mutation ($id: BigInt!) { cancelSession(input: { sessionId: $id }) { clientMutationId } }`,
  class: `mutation ($id: BigInt!) { cancelClass(input: { classId: $id }) { clientMutationId } }`,
};

const ONLINE = 'online';

// Where a session or class is to be: rooms, and online for a session.
function placeField(rooms, kind, roomId) {
  return field(t('room'), [
    ...rooms.map((room) => [room.roomId, room.name]),
    ...kind === 'session' ? [[ONLINE, t('online')]] : [],
  ], { name: 'place', value: roomId ?? ONLINE });
}

function placeOf(value) {
  return value === ONLINE ? { online: true } : { roomIds: [value] };
}

// A class whose members have other bookings then is moved without them, if the
// trainer wants it.
async function move(booking, slot) {
  const input = {
    [`${booking.kind}Id`]: booking.bookingId, startTime: slot.startTime, roomId: slot.roomId,
    ...booking.kind === 'session' && !slot.roomId ? { online: true } : {},
  };
  try {
    await ask(MOVE[booking.kind], { input });
  } catch (error) {
    if (booking.kind !== 'class' || error.constraint !== 'member_double_booked') throw error;
    if (!await confirm(t('move.members'), t('move.members_busy'), t('move.without_them'))) throw error;
    await ask(MOVE.class, { input: { ...input, onMemberConflict: 'cancel' } });
  }
}

async function moveDialog(booking, rooms) {
  return chooseSlot(t('move.booking', booking), {
    parts: [placeField(rooms, booking.kind, booking.roomId)],
    search: ({ place }) => ({
      duration: minutesBetween(booking.startTime, booking.endTime),
      trainerIds: [booking.trainerId],
      memberId: booking.memberId,
      [`ignore${booking.kind === 'session' ? 'Session' : 'Class'}Id`]: booking.bookingId,
      activityType: booking.kind === 'session' ? booking.title : null,
      ...placeOf(place),
    }),
    act: (slot) => move(booking, slot),
  });
}

// A dialog about a booking; resolves when it is closed. changed() is called
// after a change.
export function bookingDialog(booking, { rooms, hasBegun, changed }) {
  return dialog(booking.title, (close) => {
    const done = async (text) => {
      close();
      notice(text);
      await changed();
    };
    return [
      el('dl', {},
        el('dt', {}, t('booking.when')), el('dd', {}, period(booking.startTime, booking.endTime)),
        el('dt', {}, t('booking.where')), el('dd', {}, booking.room ?? t('online')),
        booking.kind === 'session'
          ? [el('dt', {}, t('booking.member')), el('dd', {}, booking.member)]
          : [el('dt', {}, t('booking.seats')), el('dd', {}, t('booking.taken', booking))]),
      hasBegun ? el('p', {}, el('span', { class: 'badge' }, t('booking.begun'))) : null,
      el('div', { class: 'buttons' },
        booking.kind === 'class'
          ? el('a', { class: 'button', href: `#my_classes/${wallDate(booking.startTime)}/${booking.bookingId}`, onclick: () => close() },
            t('booking.roster')) : null,
        hasBegun ? null : [
          action(t('booking.move'), async () => {
            if (await moveDialog(booking, rooms)) await done(t('booking.moved'));
          }, { class: booking.kind === 'class' ? 'quiet' : null }),
          action(t('booking.cancel'), async () => {
            const sure = await confirm(t('booking.cancel_title', booking), t(`booking.cancel_${booking.kind}`, booking), t('booking.cancel'));
            if (!sure) return;
            await ask(CANCEL[booking.kind], { id: booking.bookingId });
            await done(t('booking.cancelled'));
          }, { class: 'quiet danger' }),
        ]),
    ].filter(Boolean);
  });
}
