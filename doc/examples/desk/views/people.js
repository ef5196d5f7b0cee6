// The members, found as one types, and the page of each.

import { ask } from '../lib/api.js';
import { plainDate } from '../lib/club.js';
import { address, el, table } from '../lib/dom.js';
import { search } from '../lib/search.js';
import { t } from '../lib/words.js';
import { showAccount } from './people/account.js';
import { createDialog } from './people/forms.js';
import { showMember } from './people/member.js';
import { requests } from './people/requests.js';

const MOST = 20;
const FIND = `query ($query: String, $most: Int!) {
  searchMembers(query: $query, maxRows: $most) { nodes { memberId firstName lastName email phoneNumber dateOfBirth } }
}`;

function list(members) {
  return [
    table(t('people.found', { count: members.length, most: MOST }),
      [t('member.name'), t('member.email'), t('member.phone'), t('member.born')],
      members.map((one) => [
        el('a', { href: address('people', one.memberId) }, `${one.firstName} ${one.lastName}`),
        one.email ?? '', one.phoneNumber ?? '', one.dateOfBirth ? plainDate(one.dateOfBirth) : '',
      ])),
    members.length === MOST ? el('p', { class: 'muted' }, t('people.more', { most: MOST })) : '',
  ];
}

async function showSearch(view, redraw) {
  const { box, found, ready } = search(t('people.search'), async (query) =>
    list((await ask(FIND, { query, most: MOST })).searchMembers.nodes), { autofocus: true, placeholder: t('people.example') });
  view.append(
    el('h2', {}, t('nav.people')),
    el('div', { class: 'bar' }, box,
      el('button', { type: 'button', onclick: createDialog }, t('people.new'))),
    ...await requests(redraw),
    found);
  await ready;
}

export async function show(view, { session, params: [memberId, part, year], redraw }) {
  if (part === 'account') return showAccount(view, { memberId, year, redraw });
  return memberId ? showMember(view, { session, memberId, redraw }) : showSearch(view, redraw);
}
