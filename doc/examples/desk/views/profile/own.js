// What is stored of the person who has signed in, as far as they may see it and
// change it.

import { ask } from '../../lib/api.js';
import { given } from '../../lib/change.js';
import { plainDate } from '../../lib/club.js';
import { el, field, form, notice } from '../../lib/dom.js';
import { t } from '../../lib/words.js';

const MEMBER = `query ($id: BigInt!) { memberDashboard(memberId: $id) }`;
const TRAINERS = `{ listTrainers { nodes { trainerId firstName lastName specialization } } }`;
const STAFF = `query ($id: BigInt!) { administrativeStaffByStaffId(staffId: $id) { firstName lastName email } }`;

const UPDATE = {
  member: `mutation ($input: UpdateMemberInput!) { updateMember(input: $input) { memberId } }`,
  trainer: `mutation ($input: UpdateTrainerInput!) { updateTrainer(input: $input) { trainerId } }`,
};

function facts(pairs) {
  return el('dl', {}, pairs.map(([name, value]) => [el('dt', {}, name), el('dd', {}, value || '–')]));
}

// stored: the columns as they are. A field that is emptied is cleared.
function dataForm(persona, id, parts, stored, clearable, redraw) {
  return form(parts, t('save'), async (values) => {
    const clear = Object.keys(clearable).filter((name) => values[name] === '' && stored[name] !== null)
      .map((name) => clearable[name]);
    await ask(UPDATE[persona], { input: { [`${persona}Id`]: id, ...given(values), clear } });
    notice(t('profile.saved'));
    await redraw();
  });
}

function names(stored) {
  return el('div', { class: 'row' },
    field(t('profile.first_name'), 'text', {
      name: 'firstName', 'data-column': 'first_name', value: stored.firstName, required: true,
      autocomplete: 'given-name' }),
    field(t('profile.last_name'), 'text', {
      name: 'lastName', 'data-column': 'last_name', value: stored.lastName, required: true,
      autocomplete: 'family-name' }));
}

async function memberData(id, redraw) {
  const { profile } = (await ask(MEMBER, { id })).memberDashboard;
  const stored = {
    firstName: profile.first_name,
    lastName: profile.last_name,
    dateOfBirth: profile.date_of_birth,
    gender: profile.gender,
    notes: profile.notes,
    targetWeight: profile.goal.target_weight,
  };
  return [
    facts([
      [t('profile.email'), profile.email], [t('profile.phone'), profile.phone_number],
      [t('profile.joined'), plainDate(profile.joined_at)]]),
    dataForm('member', id, [
      names(stored),
      el('div', { class: 'row' },
        field(t('profile.birth'), 'date', {
          name: 'dateOfBirth', 'data-column': 'date_of_birth', value: stored.dateOfBirth, autocomplete: 'bday' }),
        field(t('profile.gender'), 'text', { name: 'gender', 'data-column': 'gender', value: stored.gender })),
      field(t('profile.goal'), 'number', {
        name: 'targetWeight', 'data-column': 'target_weight', value: stored.targetWeight,
        min: 0, max: 300, step: '0.1', inputmode: 'decimal' }),
      field(t('profile.notes'), 'textarea', { name: 'notes', 'data-column': 'notes', value: stored.notes }),
    ], stored, {
      dateOfBirth: 'date_of_birth', gender: 'gender', notes: 'notes', targetWeight: 'target_weight',
    }, redraw),
  ];
}

async function trainerData(id, redraw) {
  const stored = (await ask(TRAINERS)).listTrainers.nodes.find(({ trainerId }) => trainerId === id);
  if (!stored) return el('p', { class: 'muted' }, t('profile.ask_desk_all'));
  return dataForm('trainer', id, [
    names(stored),
    field(t('profile.specialization'), 'text', {
      name: 'specialization', 'data-column': 'specialization', value: stored.specialization }),
  ], stored, { specialization: 'specialization' }, redraw);
}

async function staffData(id) {
  const { firstName, lastName, email } = (await ask(STAFF, { id })).administrativeStaffByStaffId;
  return facts([[t('profile.first_name'), firstName], [t('profile.last_name'), lastName], [t('profile.email'), email]]);
}

export function ownData({ persona, id }, redraw) {
  return { member: memberData, trainer: trainerData, staff: staffData }[persona](id, redraw);
}
