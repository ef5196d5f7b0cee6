// Who pays for a member, and for whom the member pays.

import { ask } from '../../lib/api.js';
import { changeDialog, given } from '../../lib/change.js';
import { wallDate } from '../../lib/club.js';
import { action, address, dialog, el, field, form, notice } from '../../lib/dom.js';
import { memberFields } from '../../lib/members.js';
import { t } from '../../lib/words.js';

const CREATE = `mutation ($input: CreateDependantInput!) { createDependant(input: $input) { memberId } }`;
const RELEASE = `mutation ($input: ReleaseDependantInput!) { releaseDependant(input: $input) { memberId } }`;
const PAYER = `mutation ($input: SetPayerInput!) { setPayer(input: $input) { memberId } }`;

// Parts of a query about the member $id.
export const FAMILY = `
  payerByMemberId(memberId: $id) { memberByPayerId { memberId firstName lastName } }
  allPayers(condition: { payerId: $id }) { nodes { memberByMemberId { memberId firstName lastName } } }`;

function link({ memberId, firstName, lastName }) {
  return el('a', { href: address('people', memberId) }, `${firstName} ${lastName}`);
}

// [[what, links], ...] of what FAMILY answers.
export function familyFacts({ payerByMemberId, allPayers }) {
  const others = allPayers.nodes.map(({ memberByMemberId }) => memberByMemberId);
  return [
    ...(payerByMemberId ? [[t('family.payer'), link(payerByMemberId.memberByPayerId)]] : []),
    ...(others.length ? [[t('family.pays_for'), others.map((one, i) => [i ? ', ' : '', link(one)])]] : [])];
}

function dependantDialog(payerId, redraw) {
  return changeDialog(t('family.new'), [
    el('p', {}, t('family.new_hint')),
    el('div', { class: 'row' },
      field(t('member.first_name'), 'text', { name: 'firstName', required: true, maxlength: 200, 'data-column': 'first_name' }),
      field(t('member.last_name'), 'text', { name: 'lastName', required: true, maxlength: 200, 'data-column': 'last_name' })),
    el('div', { class: 'row' },
      field(t('member.born'), 'date', { name: 'dateOfBirth', max: wallDate(), 'data-column': 'date_of_birth' }),
      field(t('member.gender'), 'text', { name: 'gender', 'data-column': 'gender' })),
    field(t('member.notes'), 'textarea', { name: 'notes', 'data-column': 'notes' }),
  ], t('family.create'), (values) => ask(CREATE, { input: { payerId, ...given(values) } }), redraw);
}

// A dependant always has a payer, another member may have nobody.
function payerDialog(memberId, { payer, isDependant }, redraw) {
  return dialog(t('family.choose_payer'), (close) => {
    const set = async (payerId) => {
      await ask(PAYER, { input: { memberId, payerId } });
      close();
      notice(t('saved'));
      await redraw();
    };
    return [
      form(memberFields(), t('save'), ({ memberId: payerId }) => set(payerId)),
      payer && !isDependant ? el('div', { class: 'buttons' }, action(t('family.nobody'), () => set(null), { class: 'quiet' })) : ''];
  });
}

function releaseDialog(memberId, redraw) {
  return changeDialog(t('family.release'), [
    el('p', {}, t('family.release_hint')),
    field(t('member.email'), 'email', { name: 'email', required: true, 'data-column': 'email' }),
  ], t('family.release'), ({ email }) => ask(RELEASE, { input: { memberId, email } }), redraw);
}

export function familyButtons(memberId, isDependant, { payerByMemberId: payer, allPayers }, redraw) {
  const button = (text, onclick) => el('button', { type: 'button', class: 'quiet', onclick }, text);
  return [
    payer ? null : button(t('family.new'), () => dependantDialog(memberId, redraw)),
    allPayers.nodes.length ? null : button(t('family.choose_payer'), () => payerDialog(memberId, { payer, isDependant }, redraw)),
    isDependant ? button(t('family.release'), () => releaseDialog(memberId, redraw)) : null];
}
