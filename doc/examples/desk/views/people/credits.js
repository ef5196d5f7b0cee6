// A member's packs at the desk: selling and granting, and what is done with a lot.

import { ask } from '../../lib/api.js';
import { notesField } from '../../lib/bills.js';
import { changeDialog, given } from '../../lib/change.js';
import { money, wallDate } from '../../lib/club.js';
import { el, field } from '../../lib/dom.js';
import { creditsTable } from '../../lib/memberships.js';
import { memberFields } from '../../lib/members.js';
import { PACK } from '../../lib/offers.js';
import { session } from '../../lib/session.js';
import { t } from '../../lib/words.js';

const SELL = `mutation ($input: SellPackInput!) { sellPack(input: $input) { clientMutationId } }`;
const GRANT = `mutation ($input: GrantCreditsInput!) { grantCredits(input: $input) { clientMutationId } }`;
const TRANSFER = `mutation ($input: TransferCreditsInput!) { transferCredits(input: $input) { clientMutationId } }`;
const EXTEND = `mutation ($input: ExtendCreditsInput!) { extendCredits(input: $input) { clientMutationId } }`;
const REFUND = `mutation ($input: RefundPackInput!) { refundPack(input: $input) { clientMutationId } }`;
const PACKS = `{ listPacks { nodes { ${PACK} } } }`;

// What is filled in, with numbers as numbers.
function sent({ credits, ...values }) {
  return { ...given(values), ...credits === undefined ? {} : { credits: credits ? Number(credits) : null } };
}

function creditsField(label, attributes = {}) {
  return field(t(label), 'number', { name: 'credits', min: 1, 'data-column': 'credits', ...attributes });
}

async function packField({ withdrawn }) {
  const packs = (await ask(PACKS)).listPacks.nodes.filter(({ isActive }) => isActive || withdrawn);
  return field(t('pack.pack'), packs.map((one) => [one.packId, `${one.name}, ${money(one.price)}`]), {
    name: 'packId', required: true, 'data-column': 'pack_id' });
}

export async function sellDialog(memberId, redraw) {
  return changeDialog(t('pack.sell'), [
    await packField({ withdrawn: false }),
    el('div', { class: 'row' },
      field(t('credits.from'), 'date', { name: 'validFrom', value: wallDate(), required: true, 'data-column': 'valid_from' }),
      field(t('pack.own_price'), 'number', { name: 'price', min: 0, step: '0.01', 'data-column': 'price' })),
  ], t('pack.sell'), (values) => ask(SELL, { input: { memberId, ...given(values) } }), redraw);
}

export async function grantDialog(memberId, redraw) {
  return changeDialog(t('credits.grant'), [
    el('p', {}, t('credits.grant_text')),
    await packField({ withdrawn: true }),
    el('div', { class: 'row' },
      creditsField('credits.as_pack'),
      field(t('credits.until_or_pack'), 'date', { name: 'expiresOn', 'data-column': 'expires_on' })),
  ], t('credits.grant'), (values) => ask(GRANT, { input: { memberId, ...sent(values) } }), redraw);
}

function about({ pack, leftOver }) {
  return el('p', {}, el('strong', {}, pack), ' · ', t('cover.left', { left: leftOver }));
}

function transferDialog(lot, redraw) {
  return changeDialog(t('credits.transfer'), [
    about(lot),
    memberFields(),
    creditsField('credits.all_left', { max: lot.leftOver }),
  ], t('credits.transfer'), (values) => ask(TRANSFER, { input: { lotId: lot.lotId, ...sent(values) } }), redraw);
}

function extendDialog(lot, redraw) {
  return changeDialog(t('credits.extend'), [
    about(lot),
    field(t('credits.until_or_never'), 'date', { name: 'expiresOn', min: lot.expiresOn, 'data-column': 'expires_on' }),
  ], t('credits.extend'), (values) => ask(EXTEND, { input: { lotId: lot.lotId, ...given(values) } }), redraw);
}

function refundDialog(lot, redraw) {
  return changeDialog(t('credits.refund'), [
    about(lot),
    el('p', {}, t('credits.refund_text')),
    el('div', { class: 'row' },
      creditsField('credits.all_left'),
      field(t('credits.worth'), 'number', { name: 'amount', min: 0, step: '0.01', 'data-column': 'amount' })),
    field(t('refund.to'), [['method', t('refund.to_method')], ['credit', t('refund.to_credit')]], { name: 'refundTo' }),
    notesField(),
  ], t('refund.give'), (values) => (
    ask(REFUND, { input: { saleId: lot.saleId, staffId: session().id, ...sent(values) } })), redraw);
}

export function lotsTable(caption, lots, redraw) {
  const button = (name, open, lot) => el('button', {
    type: 'button', class: 'quiet', onclick: () => open(lot, redraw) }, t(`credits.${name}`));
  return creditsTable(caption, lots, (lot) => el('div', { class: 'buttons' },
    lot.leftOver > 0 ? [button('transfer', transferDialog, lot), button('refund', refundDialog, lot)] : null,
    lot.expiresOn ? button('extend', extendDialog, lot) : null));
}
