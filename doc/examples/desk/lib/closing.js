// Closing the club or a room, or a trainer's leave: what is booked in that time
// is shown before anything is done.

import { ask } from './api.js';
import { addDays, atClub, period, plainDateTime, wallDate } from './club.js';
import { dialog, el, field, form, notice, table } from './dom.js';
import { t } from './words.js';

const AFFECTED = `query ($from: Datetime, $to: Datetime, $room: BigInt, $trainer: BigInt) {
  findAffected(fromTime: $from, toTime: $to, roomId: $room, trainerId: $trainer) { nodes {
    kind bookingId title trainer room startTime endTime people hasBegun
  } }
}`;

const MUTATIONS = {
  club: `mutation ($input: CloseClubInput!) { closeClub(input: $input) { clientMutationId } }`,
  room: `mutation ($input: CloseRoomInput!) { closeRoom(input: $input) { clientMutationId } }`,
  trainer: `mutation ($input: SetLeaveInput!) { setLeave(input: $input) { clientMutationId } }`,
};

function affectedTable(bookings) {
  return table(t('closing.affected', { count: bookings.length }),
    [t('closing.when'), t('closing.what'), t('closing.where'), t('closing.people')],
    bookings.map((one) => [
      period(one.startTime, one.endTime),
      el('span', {}, one.title, el('br'), el('span', { class: 'muted' }, one.trainer)),
      one.room ?? t('online'),
      el('span', {}, String(one.people), ' ',
        one.hasBegun ? el('span', { class: 'badge warn' }, t('closing.has_begun')) : null),
    ]));
}

function choice(value, text, hint, checked) {
  const id = `conflict-${value}`;
  return el('div', { class: 'choice' },
    el('input', { type: 'radio', name: 'onConflict', id, value, checked, 'aria-describedby': `${id}-hint` }),
    el('label', { for: id }, text),
    el('p', { class: 'muted', id: `${id}-hint` }, hint));
}

// Shows what is affected, and closes when told to. scope: { kind: 'club',
// 'room' or 'trainer', id }. Resolves to true when it is closed.
async function confirmClosing({ kind, id }, times) {
  const { nodes } = (await ask(AFFECTED, {
    from: times.startTime, to: times.endTime, [kind]: id,
  })).findAffected;
  return dialog(t(`closing.title.${kind}`), (close) => form([
    el('p', {}, el('strong', {}, t('closing.period', times.wall))),
    nodes.length === 0 ? el('p', { class: 'done' }, t('closing.nothing_affected')) : [
      affectedTable(nodes),
      el('fieldset', { class: 'choices' }, el('legend', {}, t('closing.then')),
        choice('refuse', t('closing.refuse'), t('closing.refuse_hint'), true),
        choice('cancel', t('closing.cancel'), t('closing.cancel_hint'), false)),
    ],
  ], t(`closing.do.${kind}`), async ({ onConflict }) => {
    const ids = { room: { roomId: id }, trainer: { trainerId: id } };
    await ask(MUTATIONS[kind], { input: {
      ...ids[kind], startTime: times.startTime, endTime: times.endTime,
      reason: times.reason || null, onConflict: onConflict ?? 'refuse',
    } });
    notice(t('closing.done'));
    close(true);
  }));
}

// A form for the time and the reason of a closure. parts are fields that say of
// what, and scope(values) makes { kind, id } of them.
export function closingForm(parts, scope, done) {
  const tomorrow = addDays(wallDate(), 1);
  return form([
    ...parts,
    el('div', { class: 'row' },
      field(t('closing.from'), 'datetime-local', { name: 'start', value: `${tomorrow}T00:00`, required: true, 'data-column': 'start_time' }),
      field(t('closing.to'), 'datetime-local', { name: 'end', value: `${addDays(tomorrow, 1)}T00:00`, required: true, 'data-column': 'end_time' })),
    field(t('closing.reason'), 'text', { name: 'reason', maxlength: 200, 'data-column': 'reason' }),
  ], t('closing.look'), async (values) => {
    const closed = await confirmClosing(scope(values), {
      startTime: atClub(values.start), endTime: atClub(values.end), reason: values.reason,
      wall: { start: plainDateTime(values.start), end: plainDateTime(values.end) },
    });
    if (closed) await done();
  });
}
