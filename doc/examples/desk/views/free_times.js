// Free times of a trainer, or of any, for a service or a length; one click books.

import { ask } from '../lib/api.js';
import { addDays, atClub, length as lengthOf, money, wallDate } from '../lib/club.js';
import { address, el, field, form } from '../lib/dom.js';
import { actingFor } from '../lib/family.js';
import { behind, daysFrom, findSlots, slotList } from '../lib/slots.js';
import { t } from '../lib/words.js';
import { bookSlot } from './free_times/book.js';

export const live = true;

const LISTS = `query ($trainerId: BigInt) {
  listTrainers { nodes { trainerId firstName lastName } }
  listRooms { nodes { roomId name } }
  listServices(trainerId: $trainerId) { nodes { serviceId kind name price duration { days hours minutes } } }
  clubInfo { nodes { defaultSessionPrice
    shortestSession { days hours minutes } longestSession { days hours minutes } } }
}`;

const LENGTHS = [30, 45, 60, 90, 120];
const SLOTS = 100;
const SEARCHED = 90; // days

// What a session is of when nothing is said, as book_session() has it.
const ORDINARY = 'Personal training';

function minutesOf({ days, hours, minutes }) {
  return (days * 24 + hours) * 60 + minutes;
}

// The lengths that the club lets members book.
function lengthsIn({ shortestSession, longestSession }) {
  const [shortest, longest] = [minutesOf(shortestSession), minutesOf(longestSession)];
  const within = LENGTHS.filter((minutes) => minutes >= shortest && minutes <= longest);
  return within.length > 0 ? within : [shortest || longest];
}

// What may be booked: the services, and training that is of none.
function offers({ listServices, clubInfo }) {
  const services = listServices.nodes.filter(({ kind }) => kind === 'session');
  if (services.some(({ name }) => name.toLowerCase() === ORDINARY.toLowerCase())) return services;
  return [{ serviceId: '', name: ORDINARY, title: t('free_times.ordinary'), duration: null,
    price: clubInfo.nodes[0].defaultSessionPrice }, ...services];
}

function filter(trainers, services, possible, chosen) {
  const lengths = field(t('free_times.length'), possible.map((minutes) => [minutes, lengthOf({ minutes })]),
    { name: 'minutes', value: chosen.minutes });
  const fixed = () => { lengths.hidden = services.find(({ serviceId }) => serviceId === service.value).duration; };
  const what = field(t('free_times.service'), services.map(({ serviceId, title, name, duration, price }) => [
    // without a trainer, whose own price may be another one, none can be said yet
    serviceId,
    [title ?? name, duration && lengthOf(duration), chosen.trainerId && money(price)].filter(Boolean).join(', ')]),
  { name: 'serviceId', value: chosen.service.serviceId, onchange: () => fixed() });
  const service = what.querySelector('select');
  fixed();
  return el('div', { class: 'bar' }, form([
    field(t('trainer'), [['', t('trainer.any')], ...trainers], { name: 'trainerId', value: chosen.trainerId }),
    what,
    lengths,
    field(t('free_times.from'), 'date', { name: 'date', value: chosen.date, min: wallDate() }),
  ], t('show'), ({ trainerId, serviceId, minutes, date }) => {
    window.location.hash = address('free_times', trainerId, serviceId, minutes, date);
  }));
}

export async function show(view, { session, params: [trainerId, serviceId, minutes, start], redraw }) {
  const { memberId, dependant, chooser } = await actingFor(session, redraw);
  const lists = await ask(LISTS, { trainerId: trainerId || null });
  const trainers = new Map(lists.listTrainers.nodes.map(({ trainerId: id, firstName, lastName }) => (
    [id, `${firstName} ${lastName}`])));
  const rooms = new Map(lists.listRooms.nodes.map(({ roomId, name }) => [roomId, name]));
  const services = offers(lists);
  const service = services.find((one) => one.serviceId === serviceId) ?? services[0];
  const lengths = lengthsIn(lists.clubInfo.nodes[0]);
  const length = [Number(minutes), 60].find((one) => lengths.includes(one)) ?? lengths[0];

  // The beginning of a day, what comes behind the page before, or now.
  const from = Number.isNaN(Date.parse(start)) ? new Date().toISOString() : start;
  const isDay = !from.includes('T');
  const wanted = {
    trainerIds: trainerId ? [trainerId] : null,
    memberId,
    activityType: service.name,
    duration: service.duration ? null : { minutes: length },
  };
  const slots = await findSlots({
    ...wanted,
    fromTime: isDay ? atClub(from) : from,
    toTime: isDay ? atClub(addDays(from, SEARCHED)) : daysFrom(from, SEARCHED),
    maxSlots: SLOTS,
  });

  const pick = async (slot) => {
    if (await bookSlot(slot, { wanted, dependant, trainers, rooms })) await redraw();
  };
  const chosen = { trainerId, service, minutes: length, date: isDay ? from : wallDate(from) };
  view.append(
    el('h2', {}, t('nav.free_times')),
    chooser ?? '',
    filter([...trainers], services, lengths, chosen),
    slotList(slots, pick, trainerId ? {} : {
      note: (slot) => el('span', { class: 'muted' }, trainers.get(slot.trainerId)) }));
  if (slots.length === SLOTS) {
    view.append(el('div', { class: 'buttons' }, el('a', { class: 'button quiet',
      href: address('free_times', trainerId, service.serviceId, length, behind(slots.at(-1))) }, t('slots.later'))));
  }
}
