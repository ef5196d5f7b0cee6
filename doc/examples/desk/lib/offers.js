// Plans and packs: what they cost, what they include, and for how long.

import { length, money, percent } from './club.js';
import { el, table } from './dom.js';
import { t } from './words.js';

export const PLAN = `planId name unit every visits price joiningFee notice { years months days hours } minPeriods lateFee
  isActive scopes`;
export const PACK = `packId name credits price validFor { years months days } isShared isTransferable usableUnpaid
  isActive scopes`;

// '$50.00 a month'
export function planPrice({ price, unit, every }) {
  return price === null ? t('plan.no_price') : t(`plan.price_${unit}`, { price: money(price), every });
}

function scopeText({ kind, service, trainer, discount }) {
  return [
    service ?? t(`scope.any_${kind}`), trainer && t('scope.with', { trainer }),
    discount !== undefined && Number(discount) < 100 && t('scope.off', { percent: percent(discount) }),
  ].filter(Boolean).join(' ');
}

export function scopesText(scopes) {
  return scopes.length ? scopes.map(scopeText).join(', ') : t('scope.all');
}

// What joining means, beyond the price.
export function planTerms({ joiningFee, notice, minPeriods, lateFee }) {
  const terms = [
    Number(joiningFee) > 0 ? t('plan.joining_fee_is', { fee: money(joiningFee) }) : null,
    length(notice) ? t('plan.notice_is', { notice: length(notice) }) : null,
    minPeriods > 0 ? t('plan.min_periods_is', { count: minPeriods }) : null,
    Number(lateFee) > 0 ? t('plan.late_fee_is', { fee: money(lateFee) }) : null,
  ];
  return terms.filter(Boolean).join(' · ');
}

export function packTerms({ validFor, isShared, isTransferable, usableUnpaid }) {
  const terms = [
    validFor ? t('pack.valid_for_is', { length: length(validFor) }) : t('pack.valid_always'),
    isShared ? t('pack.is_shared') : null,
    isTransferable ? t('pack.is_transferable') : null,
    usableUnpaid ? null : t('pack.pay_first'),
  ];
  return terms.filter(Boolean).join(' · ');
}

export function planVisits({ visits }) {
  return visits === null ? t('plan.unlimited') : t('plan.visits_are', { visits });
}

function named(name, { isActive }) {
  return isActive ? name : el('span', {}, name, ' ', el('span', { class: 'badge' }, t('club.inactive')));
}

// buttons(plan) are what can be done with one.
export function plansTable(caption, plans, buttons) {
  return table(caption, [t('plan.plan'), t('price'), t('plan.visits'), t('scope.includes'), t('plan.terms'), t('actions')],
    plans.map((one) => [
      named(one.name, one), planPrice(one), planVisits(one), scopesText(one.scopes), planTerms(one), buttons(one)]));
}

export function packsTable(caption, packs, buttons) {
  return table(caption, [t('pack.pack'), t('price'), t('pack.credits'), t('scope.includes'), t('plan.terms'), t('actions')],
    packs.map((one) => [
      named(one.name, one), money(one.price), one.credits, scopesText(one.scopes), packTerms(one), buttons(one)]));
}
