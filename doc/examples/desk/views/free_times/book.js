// Books a free time. When somebody else was quicker, the times that are nearest
// to it are one click away.

import { ask } from '../../lib/api.js';
import { period } from '../../lib/club.js';
import { costOf, findCovers, shortCost } from '../../lib/cover.js';
import { confirm, dialog, el, notice } from '../../lib/dom.js';
import { explain } from '../../lib/problems.js';
import { nearestSlots, slotList } from '../../lib/slots.js';
import { t } from '../../lib/words.js';

const BOOK = `mutation ($input: BookSessionInput!) { bookSession(input: $input) { sessionId } }`;

const OTHERS = 12;

// What each slot would cost the member.
async function costsOf(slots, { memberId, activityType }) {
  const covers = await findCovers(memberId, slots.map(({ trainerId, startTime }) => ({ trainerId, startTime, activityType })));
  return new Map(slots.map((slot, i) => [slot, covers[i]]));
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
    const costs = await costsOf(slots, wanted);
    why.replaceChildren(explain(error));
    others.replaceChildren(slotList(slots, take, {
      note: (one) => el('span', { class: 'muted' }, `${trainers.get(one.trainerId)}, ${shortCost(costs.get(one))}`),
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
  const costs = await costsOf([slot], wanted);
  const facts = [
    ...(dependant ? [[t('family.for'), dependant]] : []),
    [t('book.when'), period(slot.startTime, slot.endTime)], [t('trainer'), trainers.get(slot.trainerId)],
    [t('room'), rooms.get(slot.roomId)], [t('price'), costOf(costs.get(slot))]];
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
