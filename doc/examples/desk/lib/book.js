// Booking a session for a member, at a time that is free.

import { ask } from './api.js';
import { costOf, findCovers } from './cover.js';
import { el, field, notice } from './dom.js';
import { chooseSlot } from './choose_slot.js';
import { session } from './session.js';
import { t } from './words.js';

const BOOK = `mutation ($input: BookSessionInput!) { bookSession(input: $input) { clientMutationId } }`;
const LENGTHS = [30, 45, 60, 90, 120];
const [ANY, ONLINE] = ['', 'online'];

// What bookDialog() needs to know, as a part of a query.
export const BOOKING_PARTS = `
  trainers: listTrainers { nodes { trainerId firstName lastName } }
  rooms: listRooms { nodes { roomId name } }
  services: listServices { nodes { kind name duration { hours minutes } } }`;

// The length of a service is that of its sessions; others have the one chosen.
function activityFields(services) {
  const timed = new Map(services.filter(({ duration }) => duration).map(({ name, duration }) => [name, duration]));
  const length = field(t('book.length'), LENGTHS.map((minutes) => [minutes, t('book.minutes', { minutes })]),
    { name: 'length', value: 60 });
  const fit = ({ target }) => { length.hidden = timed.has(target.value.trim()); };
  const activity = field(t('book.activity'), 'text', {
    name: 'activity', list: 'activities', value: 'Personal training', required: true, maxlength: 200, oninput: fit });
  return {
    parts: [activity, el('datalist', { id: 'activities' }, services.map(({ name }) => el('option', { value: name }))), length],
    duration: ({ activity: name, length: minutes }) => (timed.has(name) ? null : { minutes: Number(minutes) }),
  };
}

// What a session would cost the member, which trainers do not see.
async function costAtDesk(memberId, { trainerId, startTime }, activityType) {
  if (session().persona !== 'staff') return null;
  const [rows] = await findCovers(memberId, [{ trainerId, startTime, activityType }]);
  return [t('price'), ': ', costOf(rows)];
}

// Asks for a time and books it. With a trainerId it is for that trainer alone.
export async function bookDialog(title, memberId, { trainers, rooms, services, trainerId }, changed) {
  const sessions = services.nodes.filter(({ kind }) => kind === 'session');
  const { parts, duration } = activityFields(sessions);
  const names = Object.fromEntries(trainers.nodes.map((one) => [one.trainerId, `${one.firstName} ${one.lastName}`]));
  const places = Object.fromEntries(rooms.nodes.map(({ roomId, name }) => [roomId, name]));
  const booked = await chooseSlot(title, {
    parts: [
      ...parts,
      el('div', { class: 'row' },
        trainerId ? null : field(t('book.trainer'), [[ANY, t('book.any_trainer')], ...Object.entries(names)], { name: 'trainer' }),
        field(t('room'), [[ANY, t('book.any_room')], ...Object.entries(places), [ONLINE, t('online')]], { name: 'place' })),
    ],
    search: (values) => ({
      memberId,
      duration: duration(values),
      activityType: values.activity,
      trainerIds: trainerId ?? values.trainer ? [trainerId ?? values.trainer] : null,
      roomIds: [ANY, ONLINE].includes(values.place) ? null : [values.place],
      online: values.place === ONLINE,
    }),
    describe: (slot) => [trainerId ? null : names[slot.trainerId], places[slot.roomId]].filter(Boolean).join(', '),
    cost: (slot, values) => costAtDesk(memberId, slot, values.activity),
    act: (slot, values) => ask(BOOK, { input: { memberId, ...slot, activityType: values.activity } }),
  });
  if (!booked) return;
  notice(t('book.booked'));
  await changed();
}
