// A member's memberships at the desk: joining, changing, freezing and ending.

import { ask } from '../../lib/api.js';
import { changeDialog, given } from '../../lib/change.js';
import { addDays, wallDate } from '../../lib/club.js';
import { el, field } from '../../lib/dom.js';
import { cancelButton, firstWithout, keepButton, membershipCard, onBookingsField } from '../../lib/memberships.js';
import { PLAN, planPrice } from '../../lib/offers.js';
import { t } from '../../lib/words.js';

const JOIN = `mutation ($input: JoinPlanInput!) { joinPlan(input: $input) { clientMutationId } }`;
const CHANGE = `mutation ($input: ChangePlanInput!) { changePlan(input: $input) { clientMutationId } }`;
const HOLD = `mutation ($input: HoldMembershipInput!) { holdMembership(input: $input) { clientMutationId } }`;
const END_HOLD = `mutation ($input: EndHoldInput!) { endHold(input: $input) { clientMutationId } }`;
const PLANS = `{ listPlans { nodes { ${PLAN} } } }`;

function dateField(label, name, column, attributes = {}) {
  return field(t(label), 'date', { name, 'data-column': column, ...attributes });
}

function moneyField(label, name) {
  return field(t(label), 'number', { name, min: 0, step: '0.01', 'data-column': name === 'price' ? 'price' : 'joining_fee' });
}

async function planField(planId) {
  const plans = (await ask(PLANS)).listPlans.nodes.filter(({ isActive }) => isActive);
  return field(t('plan.plan'), plans.map((one) => [one.planId, `${one.name}, ${planPrice(one)}`]), {
    name: 'planId', value: planId, required: true, 'data-column': 'plan_id' });
}

export async function joinDialog(memberId, redraw) {
  return changeDialog(t('plan.join_one'), [
    await planField(),
    el('div', { class: 'row' },
      dateField('membership.from', 'startsOn', 'starts_on', { value: wallDate(), required: true }),
      dateField('membership.contract_until', 'last', 'contract_until')),
    dateField('membership.anchor', 'anchorOn', 'anchor_on'),
    el('div', { class: 'row' }, moneyField('plan.own_price', 'price'), moneyField('plan.own_joining_fee', 'joiningFee')),
  ], t('plan.join'), ({ last, ...values }) => (
    ask(JOIN, { input: { memberId, ...given(values), endsOn: firstWithout(last) } })), redraw);
}

async function changePlanDialog({ membershipId, planId }, redraw) {
  return changeDialog(t('membership.change_plan'), [
    await planField(planId),
    el('div', { class: 'row' },
      dateField('membership.change_from', 'fromOn', 'from_on'),
      moneyField('plan.own_price', 'price')),
    el('p', { class: 'muted' }, t('membership.change_hint')),
    onBookingsField(),
  ], t('membership.change_plan'), (values) => ask(CHANGE, { input: { membershipId, ...given(values) } }), redraw);
}

function holdDialog({ membershipId }, redraw) {
  return changeDialog(t('membership.freeze'), [
    el('p', {}, t('membership.hold_text')),
    el('div', { class: 'row' },
      dateField('membership.hold_from', 'startsOn', 'starts_on', { value: addDays(wallDate(), 1), required: true }),
      dateField('membership.hold_until', 'last', 'ends_on')),
    field(t('membership.reason'), 'text', { name: 'reason', maxlength: 200, 'data-column': 'reason' }),
    onBookingsField(),
  ], t('membership.freeze'), ({ last, ...values }) => (
    ask(HOLD, { input: { membershipId, ...given(values), endsOn: firstWithout(last) } })), redraw);
}

function endHoldDialog({ membershipId }, redraw) {
  return changeDialog(t('membership.end_hold'), [
    dateField('membership.back_on', 'endsOn', 'ends_on', { value: wallDate() }),
    onBookingsField(),
  ], t('membership.end_hold'), (values) => ask(END_HOLD, { input: { membershipId, ...given(values) } }), redraw);
}

function buttons(one, redraw) {
  const button = (name, open) => el('button', {
    type: 'button', class: 'quiet', onclick: () => open(one, redraw) }, t(`membership.${name}`));
  return [
    button('change_plan', changePlanDialog),
    button('freeze', holdDialog),
    one.holdStartsOn ? button('end_hold', endHoldDialog) : null,
    one.isCancelled ? keepButton(one, redraw) : cancelButton(one, redraw, { isDesk: true })];
}

export function membershipCards(memberships, redraw) {
  return memberships.map((one) => membershipCard(one, buttons(one, redraw)));
}
