// What the club has and how it works: rooms, services, trainers, prices and rules.

import { ask } from '../lib/api.js';
import { length, money } from '../lib/club.js';
import { action, confirm, el, notice, table } from '../lib/dom.js';
import { t } from '../lib/words.js';
import { roomDialog, serviceDialog, trainerDialog } from './club/forms.js';
import { settingsForm } from './club/settings.js';
import { passwordDialog } from './people/forms.js';

const CLUB = `{
  clubInfo { nodes {
    name defaultSessionPrice defaultClassPrice lateCancellationFeePercent
    cancellationNotice { days hours minutes } bookingNotice { days hours minutes } bookingHorizon { days hours minutes }
    maxUpcomingBookings maxBookingsPerDay maxBookingsPerWeek cancelledPayment cashStep
    usesCover blockPastDueDays admission
    shortestSession { days hours minutes } longestSession { days hours minutes } startStep { days hours minutes }
  } }
  listRooms { nodes { roomId name capacity maxBookings } }
  allServices { nodes { serviceId kind name duration { days hours minutes } price credits isActive } }
  allTrainers { nodes { trainerId firstName lastName email phoneNumber specialization isActive } }
}`;
const OFFER = `mutation ($id: BigInt!, $isActive: Boolean!) {
  updateService(input: { serviceId: $id, isActive: $isActive }) { clientMutationId }
}`;
const EMPLOY = `mutation ($id: BigInt!, $isActive: Boolean!) {
  updateTrainer(input: { trainerId: $id, isActive: $isActive }) { clientMutationId }
}`;

function button(text, onclick, kind = 'quiet') {
  return el('button', { type: 'button', class: kind, onclick }, text);
}

// Ends or resumes a service or a trainer's work; the first only when somebody is sure.
function onOff(kind, { isActive }, title, mutation, id, redraw) {
  const text = t(isActive ? `club.end_${kind}` : `club.resume_${kind}`);
  return action(text, async () => {
    if (isActive && !await confirm(title, t(`club.end_${kind}_text`), text)) return;
    await ask(mutation, { id, isActive: !isActive });
    notice(t('saved'));
    await redraw();
  }, { class: isActive ? 'quiet danger' : 'quiet' });
}

function named(name, { isActive }) {
  return isActive ? name : el('span', {}, name, ' ', el('span', { class: 'badge' }, t('club.inactive')));
}

function rooms(list, redraw) {
  return table(t('club.rooms'), [t('room'), t('club.capacity'), t('club.at_once'), t('actions')], list.map((one) => [
    one.name, one.capacity, one.maxBookings, button(t('change'), () => roomDialog(one, redraw))]));
}

function services(list, redraw) {
  return table(t('club.services'), [t('club.service'), t('club.kind'), t('club.length'), t('price'), t('club.credits'), t('actions')],
    list.map((one) => [
      named(one.name, one), t(`club.${one.kind}`), one.duration ? length(one.duration) : t('club.any_length'),
      one.price === null ? t('club.standard_price') : money(one.price),
      one.credits,
      el('div', { class: 'buttons' }, button(t('change'), () => serviceDialog(one, redraw)),
        onOff('service', one, one.name, OFFER, one.serviceId, redraw)),
    ]));
}

function trainers(list, redraw) {
  return table(t('club.trainers'), [t('trainer'), t('club.specialization'), t('actions')], list.map((one) => {
    const name = `${one.firstName} ${one.lastName}`;
    return [named(name, one), one.specialization ?? '', el('div', { class: 'buttons' },
      button(t('change'), () => trainerDialog(one, redraw)),
      button(t('people.password'), () => passwordDialog('trainer', one.trainerId)),
      onOff('trainer', one, name, EMPLOY, one.trainerId, redraw))];
  }));
}

export async function show(view, { redraw }) {
  const data = await ask(CLUB);
  view.append(
    el('h2', {}, t('nav.club')),
    el('div', { class: 'bar' },
      button(t('club.new_room'), () => roomDialog(null, redraw)),
      button(t('club.new_service'), () => serviceDialog(null, redraw)),
      button(t('club.new_trainer'), () => trainerDialog(null, redraw))),
    rooms(data.listRooms.nodes, redraw),
    services(data.allServices.nodes, redraw),
    trainers(data.allTrainers.nodes, redraw),
    el('section', { class: 'card' }, el('h3', {}, t('club.settings')), settingsForm(data.clubInfo.nodes[0], redraw)));
}
