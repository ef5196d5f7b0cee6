// What the club sells: plans and packs, what they cost and what they include.

import { ask } from '../lib/api.js';
import { action, confirm, el, notice } from '../lib/dom.js';
import { PACK, PLAN, packsTable, plansTable } from '../lib/offers.js';
import { t } from '../lib/words.js';
import { packDialog, planDialog, priceDialog, scopeDialog } from './plans/forms.js';

const ALL = `{
  listPlans { nodes { ${PLAN} } }
  listPacks { nodes { ${PACK} } }
  listServices { nodes { serviceId kind name } }
  listTrainers { nodes { trainerId firstName lastName } }
}`;
const OFFER = {
  plan: `mutation ($id: BigInt!, $isActive: Boolean!) {
    updatePlan(input: { planId: $id, isActive: $isActive }) { clientMutationId }
  }`,
  pack: `mutation ($id: BigInt!, $isActive: Boolean!) {
    updatePack(input: { packId: $id, isActive: $isActive }) { clientMutationId }
  }`,
};

// Ends or resumes selling; the first only when somebody is sure.
function onOff(kind, one, redraw) {
  const text = t(one.isActive ? 'offer.withdraw' : 'offer.resume');
  return action(text, async () => {
    if (one.isActive && !await confirm(one.name, t(`offer.withdraw_${kind}`), text)) return;
    await ask(OFFER[kind], { id: one[`${kind}Id`], isActive: !one.isActive });
    notice(t('saved'));
    await redraw();
  }, { class: one.isActive ? 'quiet danger' : 'quiet' });
}

export async function show(view, { redraw }) {
  const data = await ask(ALL);
  const button = (text, onclick, kind = 'quiet') => el('button', { type: 'button', class: kind, onclick }, text);
  view.append(
    el('h2', {}, t('nav.plans')),
    el('div', { class: 'bar' },
      button(t('plan.new'), () => planDialog(redraw), ''),
      button(t('pack.new'), () => packDialog(redraw), '')),
    plansTable(t('plan.plans'), data.listPlans.nodes, (plan) => el('div', { class: 'buttons' },
      button(t('plan.set_price'), () => priceDialog(plan, redraw)),
      button(t('scope.add'), () => scopeDialog('plan', plan, data, redraw)),
      onOff('plan', plan, redraw))),
    packsTable(t('pack.packs'), data.listPacks.nodes, (pack) => el('div', { class: 'buttons' },
      button(t('scope.add'), () => scopeDialog('pack', pack, data, redraw)),
      onOff('pack', pack, redraw))));
}
