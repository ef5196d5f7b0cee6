// Whom a member acts for: themselves, or one of their dependants.

import { ask } from './api.js';
import { el, field } from './dom.js';
import { t } from './words.js';

const FAMILY = `query ($id: BigInt!) { memberDashboard(memberId: $id) }`;

let known = {};
let chosen;

async function dependantsOf(id) {
  if (known.id !== id) {
    const { dependants } = (await ask(FAMILY, { id })).memberDashboard;
    known = { id, dependants: dependants.map((one) => ({ id: String(one.member_id), name: `${one.first_name} ${one.last_name}` })) };
  }
  return known.dependants;
}

// memberId: whom the views of the session are about, null for no member.
// dependant: their name, undefined for the member who has signed in. chooser: to
// choose another, null where there is no choice.
export async function actingFor({ persona, id }, redraw) {
  if (persona !== 'member') return { memberId: null, chooser: null };
  const dependants = await dependantsOf(id);
  const one = dependants.find((dependant) => dependant.id === chosen);
  if (dependants.length === 0) return { memberId: id, chooser: null };
  const choice = field(t('family.for'), [[id, t('family.me')], ...dependants.map((dependant) => [dependant.id, dependant.name])], {
    id: 'acting-for',
    value: one?.id ?? id,
    onchange: ({ target }) => {
      chosen = target.value;
      redraw();
    },
  });
  return { memberId: one?.id ?? id, dependant: one?.name, chooser: el('div', { class: 'bar' }, choice) };
}
