// When a trainer works, and leave.

import { ask } from '../lib/api.js';
import { addDays, atClub, days, plainDate, plainTime, wallDate, weekdays } from '../lib/club.js';
import { closingForm } from '../lib/closing.js';
import { action, confirm, dialog, el, field, form, notice, table } from '../lib/dom.js';
import { t } from '../lib/words.js';

const HOURS = `query ($trainer: BigInt!, $to: Datetime!) {
  listAvailability(trainerId: $trainer) { nodes { availabilityId dayOfWeek startTime endTime availableOn } }
  listClosures(toTime: $to) { nodes { closureId roomId trainerId startTime endTime reason } }
}`;
const ADD = `mutation ($input: SetAvailabilityInput!) { setAvailability(input: $input) { clientMutationId } }`;
const CHANGE = `mutation ($input: UpdateAvailabilityInput!) { updateAvailability(input: $input) { clientMutationId } }`;
const REMOVE = `mutation ($id: BigInt!) { removeAvailability(input: { availabilityId: $id }) { clientMutationId } }`;
const LIFT = `mutation ($id: BigInt!) { liftClosure(input: { closureId: $id }) { clientMutationId } }`;

const DATE = 'date';

function span({ startTime, endTime }) {
  return `${plainTime(startTime)} – ${plainTime(endTime)}`;
}

// A form for a window: of every week on a day, or of one date.
function windowForm(button, one, send) {
  const on = field(t('hours.date'), 'date', { name: 'availableOn', value: one.availableOn ?? wallDate() });
  const day = field(t('hours.day'), [...weekdays().map((name, i) => [String(i), name]), [DATE, t('hours.one_date')]],
    { name: 'day', value: one.availableOn ? DATE : String(one.dayOfWeek ?? 0) });
  const choose = day.querySelector('select');
  const fit = () => { on.hidden = choose.value !== DATE; };
  choose.addEventListener('change', fit);
  fit();
  return form([
    day, on,
    el('div', { class: 'row' },
      field(t('hours.from'), 'time', { name: 'startTime', value: one.startTime?.slice(0, 5), required: true, 'data-column': 'start_time' }),
      field(t('hours.to'), 'time', { name: 'endTime', value: one.endTime?.slice(0, 5), required: true, 'data-column': 'end_time' })),
  ], button, ({ day: chosen, availableOn, startTime, endTime }) => send({
    ...chosen === DATE ? { availableOn } : { dayOfWeek: Number(chosen) },
    startTime,
    endTime,
  }));
}

function windowTable(caption, windows, head, redraw) {
  const change = (one) => dialog(t('hours.change'), (close) => windowForm(t('save'), one, async (input) => {
    await ask(CHANGE, { input: { availabilityId: one.availabilityId, ...input } });
    close();
    await redraw();
  }));
  return table(caption, [head, t('hours.hours'), t('actions')], windows.map((one) => [
    one.availableOn ? plainDate(one.availableOn) : weekdays()[one.dayOfWeek],
    span(one),
    el('div', { class: 'buttons' },
      el('button', { type: 'button', class: 'quiet', onclick: () => change(one) }, t('change')),
      action(t('hours.remove'), async () => {
        if (!await confirm(t('hours.remove_title'), t('hours.remove_text'), t('hours.remove'))) return;
        await ask(REMOVE, { id: one.availabilityId });
        await redraw();
      }, { class: 'quiet danger' })),
  ]));
}

function leaveTable(leave, redraw) {
  return table(t('hours.leave'), [t('closing.when'), t('closing.reason'), t('actions')], leave.map((one) => [
    days(one.startTime, one.endTime),
    one.reason ?? '',
    action(t('hours.lift'), async () => {
      if (!await confirm(t('hours.lift_title'), t('hours.lift_text'), t('hours.lift'))) return;
      await ask(LIFT, { id: one.closureId });
      notice(t('hours.lifted'));
      await redraw();
    }, { class: 'quiet danger' }),
  ]));
}

export async function show(view, { session, redraw }) {
  const data = await ask(HOURS, { trainer: session.id, to: atClub(addDays(wallDate(), 366)) });
  const windows = data.listAvailability.nodes;
  const leave = data.listClosures.nodes.filter(({ trainerId }) => trainerId === session.id);
  const add = () => dialog(t('hours.add'), (close) => windowForm(t('hours.add'), {}, async (input) => {
    await ask(ADD, { input: { trainerId: session.id, ...input } });
    close();
    await redraw();
  }));
  view.append(
    el('h2', {}, t('nav.hours')),
    el('div', { class: 'bar' }, el('button', { type: 'button', onclick: add }, t('hours.add'))),
    windowTable(t('hours.weekly'), windows.filter(({ availableOn }) => !availableOn), t('hours.day'), redraw),
    windowTable(t('hours.dates'), windows.filter(({ availableOn }) => availableOn), t('hours.date'), redraw),
    leaveTable(leave, redraw),
    el('section', { class: 'card' }, el('h3', {}, t('hours.take_leave')),
      closingForm([], () => ({ kind: 'trainer', id: session.id }), redraw)));
}
