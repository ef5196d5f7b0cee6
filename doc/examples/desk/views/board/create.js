// New sessions and classes.

import { ask } from '../../lib/api.js';
import { club, money } from '../../lib/club.js';
import { costLine } from '../../lib/cost_line.js';
import { dialog, el, field, form, notice } from '../../lib/dom.js';
import { memberFields } from '../../lib/members.js';
import { t } from '../../lib/words.js';
import { instants } from './layout.js';
import { placeFields, placeOf } from './place.js';
import { brokenRules, watchRules } from './rules.js';

const SESSION = `mutation ($booking: BookSessionInput!) { bookSession(input: $booking) { sessionId } }`;
const CLASS = `mutation ($booking: CreateClassInput!) { createClass(input: $booking) { classId } }`;
const PRICE = { inputmode: 'decimal', pattern: '\\d+([.,]\\d{1,2})?', name: 'price', 'data-column': 'price' };

function amount(text) {
  return text ? text.replace(',', '.') : undefined;
}

// What may be chosen, and anything else may be typed.
function suggestions(label, names, attributes) {
  const id = `${attributes.name}-suggestions`;
  return el('div', {}, field(label, 'text', { ...attributes, list: id, required: true, maxlength: 100 }),
    el('datalist', { id }, names.map((value) => el('option', { value }))));
}

function namesOf({ services }, kind) {
  return services.filter((one) => one.kind === kind).map(({ name }) => name);
}

// costs(place, elements) is what costLine() is to look for, of what is for a member.
function creation(parts, of, known, button, send, costs = () => null) {
  const rules = watchRules(() => {
    const place = placeOf(element);
    return place && brokenRules(place, of(element.elements));
  }, known);
  const cost = costLine(() => {
    const place = placeOf(element);
    return place && costs(place, element.elements);
  });
  const look = () => {
    rules.look();
    cost.look();
  };
  const element = form([...parts(look), cost.element, rules.element], button, async (values) => {
    const place = placeOf(element);
    await send(values, { trainerId: place.trainerId, roomId: place.roomId, ...instants(place) });
  });
  element.addEventListener('input', look);
  look();
  return element;
}

// Without a price that is given, which is what it costs.
function sessionCost(place, { memberId, activityType, price }) {
  const activity = activityType.value.trim();
  if (!memberId.value || !activity || price.value) return null;
  return {
    memberId: memberId.value,
    booking: { trainerId: place.trainerId, startTime: instants(place).startTime, activityType: activity },
  };
}

// place: { start, minutes, trainerId, roomId }, as far as it is known.
export async function newSession(place, known, changed) {
  const { defaultSessionPrice } = await club();
  await dialog(t('board.new_session'), (close) => creation((look) => [
    memberFields(look),
    el('div', { class: 'row' }, placeFields(place, known, { online: true })),
    el('div', { class: 'row' },
      suggestions(t('board.activity'), namesOf(known, 'session'), { name: 'activityType', value: t('board.training') }),
      field(t('board.price'), 'text', { ...PRICE, placeholder: money(defaultSessionPrice) })),
  ], ({ memberId, activityType }) => (
    { memberId: memberId.value || undefined, activityType: activityType.value.trim() || undefined }
  ), known, t('board.book'), async ({ memberId, activityType, price }, booking) => {
    await ask(SESSION, { booking: { ...booking, memberId, activityType, price: amount(price) } });
    notice(t('board.booked'));
    close();
    changed();
  }, sessionCost));
}

export async function newClass(place, known, changed) {
  const { defaultClassPrice } = await club();
  await dialog(t('board.new_class'), (close) => creation(() => [
    suggestions(t('board.class_name'), namesOf(known, 'class'), { name: 'name', 'data-column': 'name' }),
    el('div', { class: 'row' }, placeFields(place, known, { online: false })),
    el('div', { class: 'row' },
      field(t('board.capacity'), 'number', { name: 'capacity', min: 1, max: 10000, placeholder: t('board.as_room'),
        'data-column': 'capacity' }),
      field(t('board.price'), 'text', { ...PRICE, placeholder: money(defaultClassPrice) })),
  ], () => ({}), known, t('board.create'), async ({ name, capacity, price }, booking) => {
    await ask(CLASS, { booking: { ...booking, name, price: amount(price), capacity: capacity ? Number(capacity) : undefined } });
    notice(t('board.created'));
    close();
    changed();
  }));
}
