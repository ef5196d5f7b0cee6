// Joining a plan and buying a pack: what it costs is said first.

import { ask } from '../../lib/api.js';
import { money, wallDate } from '../../lib/club.js';
import { dialog, el, field, form, notice } from '../../lib/dom.js';
import { packTerms, planPrice, planTerms, planVisits, scopesText } from '../../lib/offers.js';
import { t } from '../../lib/words.js';

const JOIN = `mutation ($input: JoinPlanInput!) { joinPlan(input: $input) { clientMutationId } }`;
const BUY = `mutation ($input: SellPackInput!) { sellPack(input: $input) { clientMutationId } }`;

function facts(pairs) {
  return el('dl', {}, pairs.filter(([, value]) => value).map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]));
}

function fromField(column, name) {
  return field(t('membership.from'), 'date', { name, value: wallDate(), min: wallDate(), required: true, 'data-column': column });
}

export function joinDialog(memberId, plan, dependant, redraw) {
  return dialog(t('plan.join_title', plan), (close) => [
    facts([
      [t('family.for'), dependant], [t('price'), planPrice(plan)], [t('plan.visits'), planVisits(plan)],
      [t('scope.includes'), scopesText(plan.scopes)], [t('plan.terms'), planTerms(plan)]]),
    form([fromField('starts_on', 'startsOn')], t('plan.join'), async ({ startsOn }) => {
      await ask(JOIN, { input: { memberId, planId: plan.planId, startsOn } });
      close();
      notice(t('plan.joined', { ...plan, dependant }));
      await redraw();
    }),
  ]);
}

export function buyDialog(memberId, pack, dependant, redraw) {
  return dialog(t('pack.buy_title', pack), (close) => [
    facts([
      [t('family.for'), dependant], [t('price'), Number(pack.price) === 0 ? t('free') : money(pack.price)],
      [t('pack.credits'), String(pack.credits)], [t('scope.includes'), scopesText(pack.scopes)], [t('plan.terms'), packTerms(pack)]]),
    form([fromField('valid_from', 'validFrom')], t('pack.buy'), async ({ validFrom }) => {
      await ask(BUY, { input: { memberId, packId: pack.packId, validFrom } });
      close();
      notice(t('pack.bought', { ...pack, dependant }));
      await redraw();
    }),
  ]);
}
