// Who has a seat in a class: giving seats back and taking them, who came.

import { ask } from '../../lib/api.js';
import { costLine } from '../../lib/cost_line.js';
import { action, el, field, form, notice } from '../../lib/dom.js';
import { memberFields } from '../../lib/members.js';
import { explain } from '../../lib/problems.js';
import { t } from '../../lib/words.js';

const ROSTER = `query ($classId: BigInt!) {
  classRoster(classId: $classId) { nodes { registrationId memberId firstName lastName attended } }
}`;
const REGISTER = `mutation ($memberId: BigInt!, $classId: BigInt!) {
  registerForClass(input: { memberId: $memberId, classId: $classId }) { registrationId }
}`;
const GIVE_BACK = `mutation ($id: BigInt!, $waiveFee: Boolean, $reason: String) {
  cancelRegistration(input: { registrationId: $id, waiveFee: $waiveFee, reason: $reason }) { registrationId }
}`;
const ATTENDED = `mutation ($id: BigInt!, $attended: Boolean!) {
  recordAttendance(input: { registrationId: $id, attended: $attended }) { registrationId }
}`;

function attendance({ registrationId, attended }, name) {
  const box = el('input', { type: 'checkbox', checked: attended, 'aria-label': t('board.came', { name }),
    onchange: async () => {
      try {
        await ask(ATTENDED, { id: registrationId, attended: box.checked });
      } catch (error) {
        box.checked = !box.checked;
        notice(explain(error), 'problem');
      }
    } });
  return box;
}

// A row, which asks for the reason where it stands when a seat is given back.
function seat(one, row, again) {
  const name = `${one.firstName} ${one.lastName}`;
  const begun = new Date(row.startTime) < new Date();
  const line = el('li', {},
    begun ? attendance(one, name) : null,
    el('a', { href: `#people/${one.memberId}` }, name),
    action(t('board.give_back'), () => line.replaceWith(giveBack(one, name, row, again)),
      { class: 'quiet', 'aria-label': t('board.give_back_of', { name }) }));
  return line;
}

function giveBack({ registrationId }, name, row, again) {
  return el('li', {}, form([
    el('strong', {}, t('board.give_back_of', { name })),
    field(t('board.why'), 'text', { name: 'reason', maxlength: 500, required: new Date(row.endTime) < new Date() }),
    field(t('board.waive_fee'), 'checkbox', { name: 'waiveFee' }),
  ], t('board.give_back'), async ({ reason, waiveFee }) => {
    await ask(GIVE_BACK, { id: registrationId, waiveFee, reason: reason || null });
    await again();
  }));
}

// A seat for somebody; what it would cost is said first.
function registerForm(classId, again) {
  const cost = costLine(() => {
    const { memberId } = element.elements;
    return memberId.value ? { memberId: memberId.value, booking: { classId } } : null;
  });
  const element = form([memberFields(cost.look), cost.element], t('board.register'), async ({ memberId }) => {
    await ask(REGISTER, { memberId, classId });
    await again();
  });
  return element;
}

// changed() is called after each change.
export async function roster(row, changed) {
  const element = el('section', { class: 'roster' });
  const draw = async () => {
    const seats = (await ask(ROSTER, { classId: row.bookingId })).classRoster.nodes;
    const again = async () => {
      await draw();
      changed();
    };
    element.replaceChildren(
      el('h3', {}, t('board.roster', { people: seats.length, capacity: row.capacity })),
      seats.length ? el('ul', {}, seats.map((one) => seat(one, row, again))) : el('p', { class: 'muted' }, t('board.nobody')),
      el('details', {}, el('summary', {}, t('board.register')), registerForm(row.bookingId, again)));
  };
  await draw();
  return element;
}
