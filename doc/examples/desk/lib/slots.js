// Free times of trainers and rooms, as the database finds them.

import { ask } from './api.js';
import { plainDay, time } from './club.js';
import { action, el } from './dom.js';
import { byDay } from './lists.js';
import { t } from './words.js';

const FIND = `mutation ($input: FindSlotsInput!) {
  findSlots(input: $input) { slots { startTime endTime trainerId roomId } }
}`;

const DAY = 24 * 60 * 60 * 1000;

export async function findSlots(input) {
  return (await ask(FIND, { input })).findSlots.slots;
}

// A time that many days before or after an instant.
export function daysFrom(instant, days) {
  return new Date(new Date(instant).getTime() + days * DAY).toISOString();
}

// An interval for the API.
export function minutesBetween(start, end) {
  return { minutes: (new Date(end) - new Date(start)) / 60000 };
}

// Where a search for the times behind a slot begins: starts are whole minutes.
export function behind(slot) {
  return new Date(new Date(slot.startTime).getTime() + 1000).toISOString();
}

// The free times that are nearest to one that is not, earliest first. input: as
// of findSlots(), without its period.
export async function nearestSlots(input, wanted, count) {
  const distance = ({ startTime }) => Math.abs(new Date(startTime) - new Date(wanted));
  const slots = await findSlots({
    ...input, fromTime: daysFrom(wanted, -2), toTime: daysFrom(wanted, 14), maxSlots: 300 });
  return slots.sort((a, b) => distance(a) - distance(b)).slice(0, count)
    .sort((a, b) => new Date(a.startTime) - new Date(b.startTime));
}

// Days with a button for each time. pick(slot) is what a button does, note(slot)
// what stands beside its time.
export function slotList(slots, pick, { note = () => null, prefix = 'slot' } = {}) {
  if (slots.length === 0) return el('p', { class: 'empty' }, t('slots.none'));
  return el('div', { class: 'slot-days' }, byDay(slots).map(([date, ofDay]) => el('section', {},
    el('h3', {}, plainDay(date)),
    el('ul', {}, ofDay.map((slot) => el('li', {},
      action([time(slot.startTime), note(slot)], () => pick(slot),
        { class: 'quiet', id: `${prefix}-${slot.startTime}-${slot.trainerId}` })))))));
}
