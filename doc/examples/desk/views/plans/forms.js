// Forms about plans and packs.

import { ask } from '../../lib/api.js';
import { changeDialog, given } from '../../lib/change.js';
import { addDays, wallDate } from '../../lib/club.js';
import { el, field } from '../../lib/dom.js';
import { t } from '../../lib/words.js';

const CREATE_PLAN = `mutation ($input: CreatePlanInput!) { createPlan(input: $input) { clientMutationId } }`;
const CREATE_PACK = `mutation ($input: CreatePackInput!) { createPack(input: $input) { clientMutationId } }`;
const SET_PRICE = `mutation ($input: SetPlanPriceInput!) { setPlanPrice(input: $input) { clientMutationId } }`;
const ADD_SCOPE = {
  plan: `mutation ($input: AddPlanScopeInput!) { addPlanScope(input: $input) { clientMutationId } }`,
  pack: `mutation ($input: AddPackScopeInput!) { addPackScope(input: $input) { clientMutationId } }`,
};

const UNITS = ['month', 'week', 'year'];
const LENGTHS = ['months', 'days', 'years'];

function columnOf(name) {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function number(label, name, attributes) {
  return field(t(label), 'number', { name, min: 0, step: 1, 'data-column': columnOf(name), ...attributes });
}

function amount(label, name, attributes) {
  return number(label, name, { step: '0.01', ...attributes });
}

// Fields that are empty or whole numbers.
function numbers(values, names) {
  return Object.fromEntries(names.map((name) => [name, values[name] ? Number(values[name]) : null]));
}

export function planDialog(redraw) {
  return changeDialog(t('plan.new'), [
    field(t('club.name'), 'text', { name: 'name', required: true, maxlength: 200, 'data-column': 'name' }),
    el('div', { class: 'row' },
      amount('price', 'price', { required: true }),
      number('plan.every', 'every', { min: 1, max: 12, value: 1, required: true }),
      field(t('plan.unit'), UNITS.map((unit) => [unit, t(`plan.unit_${unit}`)]), { name: 'unit', 'data-column': 'unit' })),
    el('div', { class: 'row' },
      number('plan.visits_or_unlimited', 'visits', { min: 1 }),
      amount('plan.joining_fee', 'joiningFee'),
      amount('plan.late_fee', 'lateFee')),
    el('div', { class: 'row' },
      number('plan.notice_days', 'notice', { max: 366, value: 0, required: true }),
      number('plan.min_periods', 'minPeriods', { max: 120, value: 0, required: true })),
    el('p', { class: 'muted' }, t('scope.hint')),
  ], t('save'), ({ notice, ...values }) => ask(CREATE_PLAN, { input: {
    ...given(values), ...numbers(values, ['every', 'visits', 'minPeriods']), notice: { days: Number(notice) } } }), redraw);
}

export function packDialog(redraw) {
  return changeDialog(t('pack.new'), [
    field(t('club.name'), 'text', { name: 'name', required: true, maxlength: 200, 'data-column': 'name' }),
    el('div', { class: 'row' },
      number('pack.credits', 'credits', { min: 1, value: 10, required: true }),
      amount('price', 'price', { required: true })),
    el('div', { class: 'row' },
      number('pack.valid_for', 'validFor', { min: 1 }),
      field(t('plan.unit'), LENGTHS.map((unit) => [unit, t(`pack.unit_${unit}`)]), { name: 'unit' })),
    ['isShared', 'isTransferable', 'usableUnpaid'].map((name) => field(t(`pack.${columnOf(name)}`), 'checkbox', { name })),
    el('p', { class: 'muted' }, t('scope.hint')),
  ].flat(), t('save'), ({ unit, validFor, ...values }) => ask(CREATE_PACK, { input: {
    ...values, credits: Number(values.credits), validFor: validFor ? { [unit]: Number(validFor) } : null } }), redraw);
}

export function priceDialog({ planId, name, price }, redraw) {
  return changeDialog(t('plan.price_of', { name }), [
    amount('price', 'amount', { value: price, required: true }),
    el('div', { class: 'row' },
      field(t('plan.price_from'), 'date', { name: 'validFrom', value: addDays(wallDate(), 1), required: true, 'data-column': 'valid_from' }),
      field(t('plan.existing_from'), 'date', { name: 'existingFrom', 'data-column': 'existing_from' })),
  ], t('save'), (values) => ask(SET_PRICE, { input: { planId, ...given(values) } }), redraw);
}

// kind: 'plan', whose scopes may have a discount, or 'pack'.
export function scopeDialog(kind, one, { listServices, listTrainers }, redraw) {
  const services = (of) => [['', t('scope.any')], ...listServices.nodes.filter((service) => service.kind === of)
    .map(({ serviceId, name }) => [serviceId, name])];
  const chosen = field(t('club.service'), services('class'), { name: 'serviceId', 'data-column': 'service_id' });
  const fill = ({ target }) => chosen.querySelector('select').replaceChildren(
    ...services(target.value).map(([value, text]) => el('option', { value }, text)));
  return changeDialog(t('scope.of', one), [
    el('p', {}, t(one.scopes.length ? 'scope.more' : 'scope.first')),
    el('div', { class: 'row' },
      field(t('club.kind'), ['class', 'session'].map((name) => [name, t(`club.${name}`)]), {
        name: 'kind', 'data-column': 'kind', onchange: fill }),
      chosen),
    field(t('trainer'), [['', t('trainer.any')], ...listTrainers.nodes.map((trainer) => (
      [trainer.trainerId, `${trainer.firstName} ${trainer.lastName}`]))], { name: 'trainerId', 'data-column': 'trainer_id' }),
    kind === 'plan' ? amount('scope.discount', 'discount', { value: 100, max: 100, required: true }) : null,
  ], t('save'), (values) => ask(ADD_SCOPE[kind], { input: { [`${kind}Id`]: one[`${kind}Id`], ...given(values) } }), redraw);
}
