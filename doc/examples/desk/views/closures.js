// When the club or a room is closed, or a trainer away.

import { ask } from '../lib/api.js';
import { addDays, atClub, days, wallDate } from '../lib/club.js';
import { closingForm } from '../lib/closing.js';
import { action, confirm, el, field, notice, table } from '../lib/dom.js';
import { choice } from '../lib/lists.js';
import { t } from '../lib/words.js';

const CLOSURES = `query ($to: Datetime!) {
  listClosures(toTime: $to) { nodes { closureId roomId trainerId startTime endTime reason } }
  listRooms { nodes { roomId name } }
  listTrainers { nodes { trainerId firstName lastName } }
}`;
const LIFT = `mutation ($id: BigInt!) { liftClosure(input: { closureId: $id }) { clientMutationId } }`;

const KINDS = ['club', 'room', 'trainer'];

function formOf(kind, rooms, trainers, redraw) {
  const of = {
    club: [],
    room: [field(t('room'), Object.entries(rooms), { name: 'id' })],
    trainer: [field(t('trainer'), Object.entries(trainers), { name: 'id' })],
  };
  return closingForm(of[kind], ({ id }) => ({ kind, id }), redraw);
}

export async function show(view, { params: [wanted], redraw }) {
  const kind = KINDS.includes(wanted) ? wanted : 'club';
  const data = await ask(CLOSURES, { to: atClub(addDays(wallDate(), 366)) });
  const rooms = Object.fromEntries(data.listRooms.nodes.map(({ roomId, name }) => [roomId, name]));
  const trainers = Object.fromEntries(data.listTrainers.nodes
    .map(({ trainerId, firstName, lastName }) => [trainerId, `${firstName} ${lastName}`]));
  const whose = ({ roomId, trainerId }) => {
    if (roomId) return rooms[roomId];
    return trainerId ? trainers[trainerId] ?? t('closures.former') : t('closures.whole_club');
  };
  view.append(
    el('h2', {}, t('nav.closures')),
    table(t('closures.coming'), [t('closures.what'), t('closing.when'), t('closing.reason'), t('actions')],
      data.listClosures.nodes.map((one) => [
        whose(one), days(one.startTime, one.endTime), one.reason ?? '',
        action(t('closures.lift'), async () => {
          if (!await confirm(t('closures.lift_title'), t('hours.lift_text'), t('closures.lift'))) return;
          await ask(LIFT, { id: one.closureId });
          notice(t('closures.lifted'));
          await redraw();
        }, { class: 'quiet danger' }),
      ])),
    el('section', { class: 'card' },
      el('h3', {}, t('closures.new')),
      choice('closures', kind, KINDS.map((name) => [name, t(`closures.${name}`)])),
      formOf(kind, rooms, trainers, redraw)));
}
