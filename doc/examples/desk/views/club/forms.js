// Forms about rooms, services and trainers: new ones, or a change of the one given.

import { ask } from '../../lib/api.js';
import { changeDialog, cleared, given } from '../../lib/change.js';
import { el, field } from '../../lib/dom.js';
import { t } from '../../lib/words.js';

const ROOM = [
  `mutation ($input: CreateRoomInput!) { createRoom(input: $input) { clientMutationId } }`,
  `mutation ($input: UpdateRoomInput!) { updateRoom(input: $input) { clientMutationId } }`,
];
const SERVICE = [
  `mutation ($input: CreateServiceInput!) { createService(input: $input) { clientMutationId } }`,
  `mutation ($input: UpdateServiceInput!) { updateService(input: $input) { clientMutationId } }`,
];
const TRAINER = [
  `mutation ($input: CreateTrainerInput!) { createTrainer(input: $input) { clientMutationId } }`,
  `mutation ($input: UpdateTrainerInput!) { updateTrainer(input: $input) { clientMutationId } }`,
];

// Creates with the first of two mutations, or changes with the second, which
// empties what was left empty.
function send([create, update], id, values, optional = {}) {
  if (!id) return ask(create, { input: given(values) });
  const clear = cleared(values, optional);
  return ask(update, { input: { ...id, ...given(values), ...clear.length ? { clear } : {} } });
}

export function roomDialog(one, redraw) {
  return changeDialog(t(one ? 'club.change_room' : 'club.new_room'), [
    field(t('club.name'), 'text', { name: 'name', value: one?.name, required: true, maxlength: 200, 'data-column': 'name' }),
    el('div', { class: 'row' },
      field(t('club.capacity'), 'number', { name: 'capacity', value: one?.capacity ?? 10, min: 1, required: true, 'data-column': 'capacity' }),
      field(t('club.at_once'), 'number', {
        name: 'maxBookings', value: one?.maxBookings ?? 1, min: 1, required: true, 'data-column': 'max_bookings' })),
  ], t('save'), ({ name, capacity, maxBookings }) => send(ROOM, one && { roomId: one.roomId },
    { name, capacity: Number(capacity), maxBookings: Number(maxBookings) }), redraw);
}

function minutes({ days, hours, minutes: rest }) {
  return ((days ?? 0) * 24 + (hours ?? 0)) * 60 + (rest ?? 0);
}

export function serviceDialog(one, redraw) {
  return changeDialog(t(one ? 'club.change_service' : 'club.new_service'), [
    field(t('club.name'), 'text', { name: 'name', value: one?.name, required: true, maxlength: 200, 'data-column': 'name' }),
    field(t('club.kind'), ['session', 'class'].map((kind) => [kind, t(`club.${kind}`)]), { name: 'kind', value: one?.kind }),
    el('div', { class: 'row' },
      field(t('club.minutes'), 'number', {
        name: 'duration', value: one?.duration ? minutes(one.duration) : '', min: 1, 'data-column': 'duration' }),
      field(t('club.own_price'), 'number', { name: 'price', value: one?.price, min: 0, step: '0.01', 'data-column': 'price' })),
    field(t('club.credits'), 'number', {
      name: 'credits', value: one?.credits ?? 1, min: 1, max: 100, required: true, 'data-column': 'credits' }),
  ], t('save'), ({ duration, credits, ...values }) => send(SERVICE, one && { serviceId: one.serviceId },
    { ...values, credits: Number(credits), duration: duration ? { minutes: Number(duration) } : null },
    { duration: 'duration', price: 'price' }), redraw);
}

export function trainerDialog(one, redraw) {
  return changeDialog(t(one ? 'club.change_trainer' : 'club.new_trainer'), [
    el('div', { class: 'row' },
      field(t('member.first_name'), 'text', { name: 'firstName', value: one?.firstName, required: true, maxlength: 200, 'data-column': 'first_name' }),
      field(t('member.last_name'), 'text', { name: 'lastName', value: one?.lastName, required: true, maxlength: 200, 'data-column': 'last_name' })),
    field(t('member.email'), 'email', { name: 'email', value: one?.email, required: true, 'data-column': 'email' }),
    field(t('member.phone'), 'tel', { name: 'phoneNumber', value: one?.phoneNumber, 'data-column': 'phone_number' }),
    field(t('club.specialization'), 'text', { name: 'specialization', value: one?.specialization, 'data-column': 'specialization' }),
  ], t('save'), (values) => send(TRAINER, one && { trainerId: one.trainerId }, values,
    { phoneNumber: 'phone_number', specialization: 'specialization' }), redraw);
}
