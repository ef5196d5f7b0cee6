// Finding a member by a part of the name, e-mail address or telephone number.

import { ask } from './api.js';
import { el, field } from './dom.js';
import { t } from './words.js';

const QUERY = `query ($words: String!) {
  searchMembers(query: $words, maxRows: 20) { nodes { memberId firstName lastName email } }
}`;
const PAUSE = 200;

function choices(members) {
  return members.map(({ memberId, firstName, lastName, email }) => (
    el('option', { value: memberId }, email ? `${firstName} ${lastName} · ${email}` : `${firstName} ${lastName}`)));
}

// Two fields: what to look for, and who of those found. The form calls the
// second memberId. changed() is called when another member is chosen.
export function memberFields(changed = () => {}) {
  let turn = 0;
  const found = field(t('members.found'), [['', t('members.none_yet')]], { name: 'memberId', required: true });
  const select = found.querySelector('select');
  select.addEventListener('change', changed);
  const search = async ({ target }) => {
    const mine = ++turn;
    await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
    const words = target.value.trim();
    if (mine !== turn) return;
    const members = words ? (await ask(QUERY, { words })).searchMembers.nodes : [];
    if (mine !== turn) return;
    const none = t(words ? 'members.none' : 'members.none_yet');
    select.replaceChildren(...(members.length ? choices(members) : [el('option', { value: '' }, none)]));
    changed();
  };
  return el('div', { class: 'row' },
    field(t('members.search'), 'search', { oninput: search, autocomplete: 'off', placeholder: t('members.search_hint') }),
    found);
}
