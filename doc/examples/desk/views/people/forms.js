// Forms about a member.

import { ask } from '../../lib/api.js';
import { changeDialog, cleared, given } from '../../lib/change.js';
import { wallDate } from '../../lib/club.js';
import { address, dialog, el, field, form, notice } from '../../lib/dom.js';
import { t } from '../../lib/words.js';

const CREATE = `mutation ($input: CreateMemberInput!) { createMember(input: $input) { memberId } }`;
const UPDATE = `mutation ($input: UpdateMemberInput!) { updateMember(input: $input) { memberId } }`;
const PASSWORD = `mutation ($input: SetPasswordInput!) { setPassword(input: $input) { clientMutationId } }`;
const ERASE = `mutation ($id: BigInt!) { eraseMember(input: { memberId: $id }) { memberId } }`;

// The columns that may be empty, by the names of the API.
const OPTIONAL = {
  phoneNumber: 'phone_number', dateOfBirth: 'date_of_birth', gender: 'gender', targetWeight: 'target_weight', notes: 'notes',
};

// A dependant has no e-mail.
function memberFields(one = {}) {
  return [
    el('div', { class: 'row' },
      field(t('member.first_name'), 'text', { name: 'firstName', value: one.firstName, required: true, maxlength: 200, 'data-column': 'first_name' }),
      field(t('member.last_name'), 'text', { name: 'lastName', value: one.lastName, required: true, maxlength: 200, 'data-column': 'last_name' })),
    field(t('member.email'), 'email', { name: 'email', value: one.email, required: one.email !== null, 'data-column': 'email' }),
    field(t('member.phone'), 'tel', { name: 'phoneNumber', value: one.phoneNumber, 'data-column': 'phone_number' }),
    el('div', { class: 'row' },
      field(t('member.born'), 'date', { name: 'dateOfBirth', value: one.dateOfBirth, max: wallDate(), 'data-column': 'date_of_birth' }),
      field(t('member.gender'), 'text', { name: 'gender', value: one.gender, 'data-column': 'gender' }),
      field(t('member.goal_kg'), 'number', { name: 'targetWeight', value: one.targetWeight, min: 0, step: '0.1', 'data-column': 'target_weight' })),
    field(t('member.notes'), 'textarea', { name: 'notes', value: one.notes ?? '', 'data-column': 'notes' }),
  ];
}

export function createDialog() {
  return dialog(t('people.new'), (close) => form(memberFields(), t('people.create'), async (values) => {
    const { memberId } = (await ask(CREATE, { input: given(values) })).createMember;
    close();
    notice(t('people.created'));
    location.hash = address('people', memberId);
  }));
}

export function updateDialog(one, redraw) {
  return changeDialog(t('people.change'), memberFields(one), t('save'), (values) => (
    ask(UPDATE, { input: { memberId: one.memberId, ...given(values), clear: cleared(values, OPTIONAL) } })), redraw);
}

// persona: 'member' or 'trainer'.
export function passwordDialog(persona, id) {
  return dialog(t('people.password'), (close) => [
    el('p', {}, t('people.password_hint')),
    form([
      field(t('people.new_password'), 'password', {
        name: 'password', autocomplete: 'new-password', minlength: 8, required: true, 'data-column': 'password' }),
    ], t('save'), async ({ password }) => {
      await ask(PASSWORD, { input: { persona, id, password } });
      close();
      notice(t('people.password_set'));
    }),
  ]);
}

export function eraseDialog(one) {
  return dialog(t('people.erase'), (close) => [
    el('p', {}, t('people.erase_text')),
    form([field(t('people.erase_sure', one), 'checkbox', { name: 'sure', required: true })], t('people.erase'), async () => {
      await ask(ERASE, { id: one.memberId });
      close();
      notice(t('people.erased'));
      location.hash = '#people';
    }),
  ]);
}
