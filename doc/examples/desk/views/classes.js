// Classes to come, by day. Members take a seat with one click and may give it
// back; visitors are asked to sign in.

import { ask } from '../lib/api.js';
import { money, period, time } from '../lib/club.js';
import { findCovers, shortCost } from '../lib/cover.js';
import { action, address, el, field, form, notice } from '../lib/dom.js';
import { actingFor } from '../lib/family.js';
import { PAGE, dayTable, page, pager } from '../lib/lists.js';
import { t } from '../lib/words.js';
import { cancelBooking } from './bookings/cancel.js';

export const live = true;

const LIST = `query ($memberId: BigInt, $trainerIds: [BigInt], $search: String, $maxRows: Int,
  $afterTime: Datetime, $afterId: BigInt) {
  listUpcomingClasses(memberId: $memberId, trainerIds: $trainerIds, search: $search, maxRows: $maxRows,
    afterTime: $afterTime, afterId: $afterId) {
    nodes { classId name trainer room startTime endTime price seatsLeft registrationId }
  }
  listTrainers { nodes { trainerId firstName lastName } }
  clubInfo { nodes { usesCover } }
}`;

const TAKE = `mutation ($memberId: BigInt!, $classId: BigInt!) {
  registerForClass(input: { memberId: $memberId, classId: $classId }) { registrationId }
}`;

function filter(trainers, trainerId, search) {
  return el('div', { class: 'bar' }, form([
    field(t('classes.search'), 'search', { name: 'search', value: search, maxlength: 200 }),
    field(t('trainer'), [['', t('trainer.any')],
      ...trainers.map(({ trainerId: id, firstName, lastName }) => [id, `${firstName} ${lastName}`])],
    { name: 'trainerId', value: trainerId }),
  ], t('show'), (values) => { window.location.hash = address('classes', values.trainerId, values.search); }));
}

// What a seat would cost the member, by the class: that of each that can be taken,
// where packs and plans may pay.
async function findCosts(memberId, classes, { usesCover }) {
  if (!memberId || !usesCover) return new Map();
  const free = classes.filter(({ registrationId, seatsLeft }) => !registrationId && seatsLeft > 0);
  const covers = await findCovers(memberId, free.map(({ classId }) => ({ classId })));
  return new Map(free.map(({ classId }, i) => [classId, shortCost(covers[i])]));
}

export async function show(view, { session, params: [trainerId, search, afterTime, afterId], redraw }) {
  const { memberId, dependant, chooser } = await actingFor(session, redraw);
  const { listUpcomingClasses, listTrainers, clubInfo } = await ask(LIST, {
    memberId,
    trainerIds: trainerId ? [trainerId] : null,
    search: search || null,
    maxRows: PAGE + 1,
    afterTime: afterTime || null,
    afterId: afterId || null,
  });
  const { shown, last } = page(listUpcomingClasses.nodes);
  const costs = await findCosts(memberId, shown, clubInfo.nodes[0]);

  const take = async ({ classId, name, startTime, endTime }) => {
    await ask(TAKE, { memberId, classId });
    notice(t('classes.taken', { name, when: period(startTime, endTime), dependant }));
    await redraw();
  };
  const leave = async (one) => {
    const end = await cancelBooking(memberId, { ...one, kind: 'seat', bookingId: one.registrationId });
    if (!end) return;
    if (end === 'cancelled') notice(t('classes.left', { name: one.name, dependant }));
    await redraw();
  };
  const button = (one) => {
    const id = `class-${one.classId}`;
    if (one.registrationId) return action(t('classes.leave'), () => leave(one), { id, class: 'quiet' });
    return one.seatsLeft > 0 ? action(t('classes.take'), () => take(one), { id }) : null;
  };
  const seats = ({ registrationId, seatsLeft }) => {
    if (registrationId) return el('span', { class: 'badge good' }, t('classes.yours', { dependant }));
    return seatsLeft > 0 ? String(seatsLeft) : el('span', { class: 'badge' }, t('classes.full'));
  };
  const cost = ({ classId, price }) => costs.get(classId) ?? (Number(price) === 0 ? t('free') : money(price));
  const heads = [t('time'), t('class'), t('trainer'), t('room'), t('classes.seats_left'), t('price'),
    ...(memberId ? [t('actions')] : [])];
  const row = (one) => [
    `${time(one.startTime)} – ${time(one.endTime)}`, el('strong', {}, one.name), one.trainer, one.room, seats(one),
    cost(one), ...(memberId ? [button(one) ?? ''] : [])];

  view.append(
    el('h2', {}, t('nav.classes')),
    ...(session.persona ? [] : [el('p', {}, el('a', { href: '#sign_in' }, t('classes.sign_in')))]),
    chooser ?? '',
    filter(listTrainers.nodes, trainerId, search),
    shown.length > 0 ? dayTable(t('nav.classes'), heads, shown, row) : el('p', { class: 'empty' }, t('classes.none')));
  const pages = pager(afterTime && address('classes', trainerId, search),
    last && address('classes', trainerId, search, last.startTime, last.classId));
  if (pages) view.append(pages);
}
