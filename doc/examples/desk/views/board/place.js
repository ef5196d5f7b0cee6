// The fields of when, where and with whom.

import { field } from '../../lib/dom.js';
import { t } from '../../lib/words.js';

const ONLINE = '';

function choices(list, key, chosen, name) {
  const known = list.map((one) => [one[key], one.name]);
  // a trainer who is not active any longer, say
  return !chosen || known.some(([id]) => id === chosen) ? known : [...known, [chosen, name]];
}

// place: { start, minutes, trainerId, roomId }; trainer and room: names for
// those that are not listed.
export function placeFields({ start, minutes, trainerId, roomId, trainer, room }, { trainers, rooms }, { online }) {
  const roomChoices = choices(rooms, 'roomId', roomId, room);
  return [
    field(t('board.start'), 'datetime-local', { name: 'start', value: start, required: true, 'data-column': 'start_time' }),
    field(t('board.minutes'), 'number', {
      name: 'minutes', value: minutes, min: 1, max: 1440, required: true, 'data-column': 'end_time' }),
    field(t('board.trainer'), choices(trainers, 'trainerId', trainerId, trainer), {
      name: 'trainerId', value: trainerId, required: true, 'data-column': 'trainer_id' }),
    field(t('board.room'), online ? [...roomChoices, [ONLINE, t('board.online')]] : roomChoices, {
      name: 'roomId', value: roomId ?? (online ? ONLINE : undefined), 'data-column': 'room_id' }),
  ];
}

// The place as a form's fields have it, or null while they are not complete.
export function placeOf({ elements }) {
  const { start, minutes, trainerId, roomId } = elements;
  if (!start.value || !(minutes.value > 0) || !trainerId.value) return null;
  return { start: start.value, minutes: Number(minutes.value), trainerId: trainerId.value, roomId: roomId.value || null };
}
