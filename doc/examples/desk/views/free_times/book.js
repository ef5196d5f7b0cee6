// Books a free time. When somebody else was quicker, the times that are nearest
// to it are one click away.

import { ask } from '../../lib/api.js';
import { money, period } from '../../lib/club.js';
import { confirm, dialog, el, notice } from '../../lib/dom.js';
import { explain } from '../../lib/problems.js';
import { nearestSlots, slotList } from '../../lib/slots.js';
import { t } from '../../lib/words.js';

const BOOK = `mutation ($input: BookSessionInput!) { bookSession(input: $input) { sessionId } }`;

const OTHERS = 12;

// The price with each trainer: that of the service, which may be the trainer's
// own, or the club's.
async function prices(trainerIds, activity) {
  const parts = trainerIds.map((id) => `t${id}: listServices(trainerId: "${id}") { nodes { kind name price } }`);
  const answer = await ask(`{ clubInfo { nodes { defaultSessionPrice } } ${parts.join(' ')} }`);
  return new Map(trainerIds.map((id) => {
    const service = answer[`t${id}`].nodes.find(({ kind, name }) => (
      kind === 'session' && name.toLowerCase() === activity.toLowerCase()));
    return [id, money(service?.price ?? answer.clubInfo.nodes[0].defaultSessionPrice)];
  }));
}

// A refusal after which another time may do: the hour is taken, closed or
// outside of the hours.
function otherTimeMayDo({ code }) {
  return code === '23P01' || code === '23514';
}

// Refusals by which somebody else has the hour.
const QUICKER = ['trainer_double_booked', 'room_double_booked'];

async function book({ startTime, endTime, trainerId, roomId }, { memberId, activityType }) {
  await ask(BOOK, { input: { memberId, trainerId, roomId, startTime, endTime, activityType } });
}

// Says why a slot could not be booked and offers others. The one that was taken
// instead, or undefined.
async function takeAnother(refused, refusal, { wanted, trainers }) {
  const others = el('div', {});
  const why = el('p', { role: 'alert' });
  let close;

  async function offer(slot, error) {
    const slots = await nearestSlots(wanted, slot.startTime, OTHERS);
    const price = await prices([...new Set(slots.map(({ trainerId }) => trainerId))], wanted.activityType);
    why.replaceChildren(explain(error));
    others.replaceChildren(slotList(slots, take, {
      note: ({ trainerId }) => el('span', { class: 'muted' }, `${trainers.get(trainerId)}, ${price.get(trainerId)}`),
      prefix: 'other' }));
  }
  async function take(slot) {
    try {
      await book(slot, wanted);
      close(slot);
    } catch (error) {
      if (otherTimeMayDo(error)) await offer(slot, error);
      else why.replaceChildren(explain(error));
    }
  }

  await offer(refused, refusal);
  return dialog(t(QUICKER.includes(refusal.constraint) ? 'book.taken' : 'book.not_free'), (closeDialog) => {
    close = closeDialog;
    return [why, el('p', {}, t('book.others')), others];
  });
}

// Whether what is shown has changed: the slot was booked, or another was, or it
// could not be booked.
export async function bookSlot(slot, context) {
  const { wanted, dependant, trainers, rooms } = context;
  const price = await prices([slot.trainerId], wanted.activityType);
  const facts = [
    ...(dependant ? [[t('family.for'), dependant]] : []),
    [t('book.when'), period(slot.startTime, slot.endTime)], [t('trainer'), trainers.get(slot.trainerId)],
    [t('room'), rooms.get(slot.roomId)], [t('price'), price.get(slot.trainerId)]];
  const yes = await confirm(t('book.title'),
    el('dl', {}, facts.map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])), t('book.yes'));
  if (!yes) return false;

  let booked = slot;
  try {
    await book(slot, wanted);
  } catch (error) {
    if (!otherTimeMayDo(error)) throw error;
    booked = await takeAnother(slot, error, context);
  }
  if (booked) {
    notice(t('book.done', {
      when: period(booked.startTime, booked.endTime), trainer: trainers.get(booked.trainerId) }));
  }
  return true;
}
