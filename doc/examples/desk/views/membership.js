// What a member has, memberships and credits, and what can be joined and bought.

import { ask } from '../lib/api.js';
import { el } from '../lib/dom.js';
import { actingFor } from '../lib/family.js';
import { HAS, cancelButton, creditsTable, isUsable, keepButton, membershipCard } from '../lib/memberships.js';
import { PACK, PLAN, packsTable, plansTable } from '../lib/offers.js';
import { t } from '../lib/words.js';
import { buyDialog, joinDialog } from './membership/forms.js';

// Bookings use credits and visits.
export const live = true;

const ALL = `query ($id: BigInt!) {
  ${HAS}
  listPlans { nodes { ${PLAN} } }
  listPacks { nodes { ${PACK} } }
}`;

function ending(one, redraw) {
  return one.isCancelled ? keepButton(one, redraw) : cancelButton(one, redraw);
}

export async function show(view, { session, redraw }) {
  const { memberId, dependant, chooser } = await actingFor(session, redraw);
  const { listMemberships, listCredits, listPlans, listPacks } = await ask(ALL, { id: memberId });
  const memberships = listMemberships.nodes.filter(({ state }) => state !== 'ended');
  const lots = listCredits.nodes.filter(isUsable);
  const offered = ({ isActive }) => isActive;
  const button = (id, text, onclick) => el('button', { type: 'button', id, onclick }, text);

  view.append(
    el('h2', {}, t('nav.membership')),
    chooser ?? '',
    ...memberships.map((one) => membershipCard(one, ending(one, redraw))),
    memberships.length || lots.length ? '' : el('p', { class: 'empty' }, t('membership.none', { dependant })),
    lots.length ? creditsTable(t('credits.credits'), lots) : '',
    plansTable(t('plan.plans'), listPlans.nodes.filter(offered), (plan) => (
      button(`join-${plan.planId}`, t('plan.join'), () => joinDialog(memberId, plan, dependant, redraw)))),
    packsTable(t('pack.packs'), listPacks.nodes.filter(offered), (pack) => (
      button(`buy-${pack.packId}`, t('pack.buy'), () => buyDialog(memberId, pack, dependant, redraw)))));
}
