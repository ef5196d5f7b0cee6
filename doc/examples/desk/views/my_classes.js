// A trainer's classes of a week, and who comes to one of them: attendance by a tap.

import { ask } from '../lib/api.js';
import { changeDialog } from '../lib/change.js';
import { addDays, atClub, period, plainDateTime, wallDate } from '../lib/club.js';
import { action, dialog, el, field, form, notice } from '../lib/dom.js';
import { weekBar, weekOf } from '../lib/weeks.js';
import { t } from '../lib/words.js';

export const live = true;

const CLASSES = `query ($trainer: BigInt!, $from: Datetime!, $to: Datetime!, $class: BigInt, $roster: Boolean!) {
  listUpcomingClasses(fromTime: $from, toTime: $to, trainerIds: [$trainer]) { nodes {
    classId name room startTime endTime capacity seatsLeft
  } }
  classRoster(classId: $class) @include(if: $roster) { nodes { registrationId memberId firstName lastName attended } }
  listRooms { nodes { roomId name capacity } }
}`;
const ATTEND = `mutation ($id: BigInt!, $attended: Boolean!) {
  recordAttendance(input: { registrationId: $id, attended: $attended }) { clientMutationId }
}`;
const CREATE = `mutation ($input: CreateClassInput!) { createClass(input: $input) { clientMutationId } }`;
const CHANGE = `mutation ($input: UpdateClassInput!) { updateClass(input: $input) { clientMutationId } }`;

function classLink(one, start, current) {
  return el('li', {}, el('a', {
    class: 'card', href: `#my_classes/${start}/${one.classId}`, 'aria-current': one.classId === current ? 'true' : null,
  },
  el('strong', {}, one.name),
  el('span', {}, period(one.startTime, one.endTime)),
  el('span', { class: 'muted' }, one.room),
  el('span', { class: 'badge' }, t('booking.taken', { people: one.capacity - one.seatsLeft, capacity: one.capacity }))));
}

function attendee(one, redraw) {
  const name = `${one.firstName} ${one.lastName}`;
  return el('li', {}, action([
    el('span', { class: 'mark', 'aria-hidden': 'true' }, one.attended ? '✓' : ''),
    el('span', {}, name),
    el('span', { class: 'muted' }, t(one.attended ? 'class.here' : 'class.not_here')),
  ].flat(), async () => {
    await ask(ATTEND, { id: one.registrationId, attended: !one.attended });
    await redraw();
  }, { class: 'quiet attendee', id: `seat-${one.registrationId}`, 'aria-pressed': String(one.attended) }));
}

function changeClass(one, redraw) {
  return changeDialog(t('class.change'), [
    field(t('class.name'), 'text', { name: 'name', value: one.name, maxlength: 200, required: true, 'data-column': 'name' }),
    field(t('class.capacity'), 'number', { name: 'capacity', value: one.capacity, min: 1, required: true, 'data-column': 'capacity' }),
  ], t('save'), ({ name, capacity }) => (
    ask(CHANGE, { input: { classId: one.classId, name, capacity: Number(capacity) } })), redraw);
}

function createDialog(session, rooms, redraw) {
  const start = `${addDays(wallDate(), 1)}T09:00`;
  return dialog(t('class.new'), (close) => form([
    field(t('class.name'), 'text', { name: 'name', maxlength: 200, required: true, 'data-column': 'name' }),
    field(t('room'), rooms.map(({ roomId, name, capacity }) => [roomId, t('class.room', { name, capacity })]), { name: 'roomId' }),
    el('div', { class: 'row' },
      field(t('class.from'), 'datetime-local', { name: 'start', value: start, required: true, 'data-column': 'start_time' }),
      field(t('class.to'), 'datetime-local', { name: 'end', value: start.replace('09:00', '10:00'), required: true, 'data-column': 'end_time' })),
    field(t('class.capacity_or_room'), 'number', { name: 'capacity', min: 1, 'data-column': 'capacity' }),
  ], t('class.create'), async ({ name, roomId, start: from, end, capacity }) => {
    await ask(CREATE, { input: {
      name, roomId, trainerId: session.id, startTime: atClub(from), endTime: atClub(end),
      capacity: capacity ? Number(capacity) : null,
    } });
    close();
    notice(t('class.created', { name, start: plainDateTime(from) }));
    await redraw();
  }));
}

function roster(one, seats, redraw) {
  const came = seats.filter(({ attended }) => attended).length;
  return el('section', { class: 'card attendance', 'aria-label': t('class.roster', one) },
    el('h3', {}, one.name),
    el('p', { class: 'muted' }, period(one.startTime, one.endTime), ' · ', one.room),
    el('p', { role: 'status' }, t('class.count', { came, people: seats.length })),
    seats.length ? el('ul', {}, seats.map((seat) => attendee(seat, redraw))) : el('p', { class: 'empty' }, t('class.nobody')),
    el('div', { class: 'buttons' }, el('button', { type: 'button', class: 'quiet', onclick: () => changeClass(one, redraw) }, t('class.change'))));
}

export async function show(view, { session, params: [date, chosen], redraw }) {
  const start = weekOf(date);
  const data = await ask(CLASSES, {
    trainer: session.id, from: atClub(start), to: atClub(addDays(start, 7)), class: chosen, roster: Boolean(chosen) });
  const classes = data.listUpcomingClasses.nodes;
  const one = classes.find(({ classId }) => classId === chosen);
  view.append(
    el('h2', {}, t('nav.my_classes')),
    weekBar('my_classes', start, el('button', {
      type: 'button', onclick: () => createDialog(session, data.listRooms.nodes, redraw) }, t('class.new'))),
    el('div', { class: 'beside' },
      classes.length ? el('ul', { class: 'cards' }, classes.map((other) => classLink(other, start, chosen)))
        : el('p', { class: 'empty' }, t('class.none')),
      one ? roster(one, data.classRoster.nodes, redraw) : null));
}
