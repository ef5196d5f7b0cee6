// Plans and memberships: the desk makes plans, members join them, and both see
// and change what they have.
'use strict';

const desk = require('./harness.js');
const { as, button, contentOf, dates, dialog, notice, only, problems, row } = require('./parts/page.js');

const { check } = desk;
const BEN = '2';
const CARA = '3';

// A plan, as the desk makes it: the id.
async function createPlan(input = {}) {
  const { createPlan: { planId } } = await as('grace', 'mutation ($input: CreatePlanInput!) { createPlan(input: $input) { planId } }',
    { input: { name: 'Gold', price: '60', ...input } });
  return planId;
}

async function join(memberId, planId) {
  const { joinPlan } = await as('grace',
    `mutation { joinPlan(input: { memberId: "${memberId}", planId: "${planId}" }) { membershipId } }`);
  return joinPlan.membershipId;
}

async function membershipOf(memberId) {
  const { listMemberships } = await as('grace', `{ listMemberships(memberId: "${memberId}") { nodes {
    plan state startsOn endsOn isCancelled holdStartsOn holdEndsOn nextDuesOn nextAmount } } }`);
  return listMemberships.nodes[0];
}

async function send(page, text) {
  await button(dialog(page), text).click();
  await desk.settled(page);
}

function card(page) {
  return page.locator('.card.membership');
}

async function testPlans() {
  const page = await desk.openAs('grace');
  await desk.show(page, 'plans');
  await button(page, 'New plan').focus();
  await page.keyboard.press('Enter');
  await dialog(page).getByLabel('Name').fill('Gold');
  await dialog(page).getByLabel('Price').fill('60');
  await dialog(page).getByLabel('Visits').fill('8');
  await dialog(page).getByLabel('Joining fee').fill('25');
  await dialog(page).getByLabel('Notice').fill('30');
  await desk.accessible(page, 'a plan to be');
  await send(page, 'Save');
  const gold = row(page, 'Plans', 'Gold');
  check(/\$60\.00 a month\s+8 visits a period\s+every booking\s+joining fee \$25\.00 · notice of 30 days/.test(await contentOf(gold)), 'there is a plan',
    await contentOf(gold), await problems(page));
  await desk.accessible(page, 'plans');

  await button(gold, 'New price').click();
  await dialog(page).getByLabel('Price').fill('70');
  await dialog(page).getByLabel('joined before').fill(dates.today());
  await send(page, 'Save');
  check(/earlier than others/.test(await problems(page)), 'who has joined pays no new price before others', await problems(page));
  await dialog(page).getByLabel('joined before').fill('');
  await desk.accessible(page, 'a new price');
  await send(page, 'Save');
  const { allPlanPrices } = await as('grace', '{ allPlanPrices(orderBy: VALID_FROM_ASC) { nodes { amount validFrom } } }');
  check(allPlanPrices.nodes.map(({ amount }) => amount).join() === '60.00,70.00' && allPlanPrices.nodes[1].validFrom === dates.after(dates.today(), 1),
    'a plan has another price from a day on', allPlanPrices.nodes, await problems(page));

  await button(gold, 'Pays for').click();
  await dialog(page).getByLabel('Discount').fill('20');
  await desk.accessible(page, 'what a plan pays for');
  await send(page, 'Save');
  check(/all classes \(20% off\)/.test(await contentOf(gold)), 'and some bookings at a discount', await contentOf(gold), await problems(page));
  await button(gold, 'Withdraw').click();
  await send(page, 'Withdraw');
  check(/no longer/.test(await contentOf(gold)), 'it can be withdrawn');
  await button(gold, 'Offer again').click();
  await desk.settled(page);
  check(!/no longer/.test(await contentOf(gold)), 'and offered again', await problems(page));
  await desk.close(page, 'plans of the club');
}

async function testMember() {
  const planId = await createPlan({ joiningFee: '25', visits: 8, notice: { days: 10 } });
  const page = await desk.openAs('ben');
  await desk.show(page, 'membership');
  await page.locator(`#join-${planId}`).focus();
  await page.keyboard.press('Enter');
  check(/\$60\.00 a month.*8 visits.*joining fee \$25\.00/s.test(await contentOf(dialog(page))), 'what a plan costs is said first', await contentOf(dialog(page)));
  await desk.accessible(page, 'a plan to be joined');
  await send(page, 'Join');
  check(/You have joined Gold/.test(await notice(page)) && /active/.test(await contentOf(card(page))), 'a member joins a plan', await problems(page));
  const { nextDuesOn } = await membershipOf(BEN);
  check(nextDuesOn > dates.today() && /\$60\.00 on /.test(await contentOf(card(page))), 'and sees the next dues', nextDuesOn, await contentOf(card(page)));
  check(/8 of 8/.test(await contentOf(card(page))) && /no end/.test(await contentOf(card(page))), 'and the visits that are left', await contentOf(card(page)));
  await desk.accessible(page, 'a membership');

  await button(page, 'End membership').click();
  await desk.accessible(page, 'an end');
  await send(page, 'End membership');
  check((await membershipOf(BEN)).isCancelled && !/no end/.test(await contentOf(card(page))), 'a member ends the membership', await problems(page));
  await button(page, 'Keep membership').click();
  await send(page, 'Keep membership');
  check(!(await membershipOf(BEN)).isCancelled && /no end/.test(await contentOf(card(page))), 'and keeps it all the same', await problems(page));
  await desk.show(page, 'bills');
  const bills = await row(page, 'All bills', 'Gold').allInnerTexts();
  check(bills.length === 2 && /\$60\.00/.test(bills.join()) && /\$25\.00/.test(bills.join()), 'dues and joining fee are billed', bills);
  await desk.close(page, 'a member\'s membership');

  const token = await desk.tokenOf('ben');
  const membershipId = await join(CARA, planId);
  for (const [rule, query] of [
    ['own_only', `joinPlan(input: { memberId: "${CARA}", planId: "${planId}" })`],
    ['own_only', `cancelMembership(input: { membershipId: "${membershipId}" })`],
    ['staff_argument', `joinPlan(input: { memberId: "${BEN}", planId: "${planId}", price: "1" })`],
  ]) {
    const error = desk.errorOf(await desk.ask(token, `mutation { ${query} { clientMutationId } }`));
    check(error.constraint === rule, `members do not do this: ${query}`, error);
  }
  for (const query of [`holdMembership(input: { membershipId: "${membershipId}", startsOn: "2100-01-01" })`, 'billDues(input: {})']) {
    const error = desk.errorOf(await desk.ask(token, `mutation { ${query} { clientMutationId } }`));
    check(error.errcode === '42501', `nor this: ${query}`, error);
  }
}

async function testDesk() {
  await createPlan();
  const silver = await createPlan({ name: 'Silver', price: '40' });
  const page = await desk.openAs('grace');
  await desk.show(page, `people/${BEN}`);
  await button(page, 'Join a plan').click();
  await dialog(page).getByLabel('Plan', { exact: true }).selectOption({ label: 'Gold, $60.00 a month' });
  await dialog(page).getByLabel('Price').fill('50');
  await desk.accessible(page, 'a membership to be');
  await send(page, 'Join');
  check(/Gold active/.test(await contentOf(card(page))) && /\$50\.00 on /.test(await contentOf(card(page))), 'the desk makes a member join, at a price',
    await contentOf(card(page)), await problems(page));
  await desk.accessible(page, 'a member with a membership');

  const [from, to] = [dates.after(dates.today(), 5), dates.after(dates.today(), 11)];
  const before = await membershipOf(BEN);
  await button(page, 'Freeze').click();
  await dialog(page).getByLabel('From').fill(from);
  await dialog(page).getByLabel('Last day').fill(dates.after(from, -1));
  await send(page, 'Freeze');
  check(await dialog(page).getByLabel('Last day').getAttribute('aria-invalid') === 'true', 'a freeze does not end before it starts', await problems(page));
  await dialog(page).getByLabel('Last day').fill(to);
  await desk.accessible(page, 'a freeze');
  await send(page, 'Freeze');
  const frozen = await membershipOf(BEN);
  check(frozen.holdStartsOn === from && frozen.holdEndsOn === dates.after(to, 1) && frozen.nextDuesOn === dates.after(before.nextDuesOn, 7),
    'a membership is frozen, and the dues are as much later', before, frozen, await problems(page));
  check(/Frozen/.test(await contentOf(card(page))), 'which the desk sees', await contentOf(card(page)));
  await button(page, 'End the freeze').click();
  await dialog(page).getByLabel('First day').fill(dates.after(from, 3));
  await desk.accessible(page, 'the end of a freeze');
  await send(page, 'End the freeze');
  check((await membershipOf(BEN)).nextDuesOn === dates.after(before.nextDuesOn, 3), 'until another day', await membershipOf(BEN), await problems(page));

  await button(page, 'Change plan').click();
  await dialog(page).getByLabel('Plan', { exact: true }).selectOption(silver);
  await dialog(page).getByLabel('From').fill(dates.today());
  await desk.accessible(page, 'a change of plan');
  await send(page, 'Change plan');
  check(/Silver active/.test(await contentOf(card(page))), 'a member changes to another plan', await contentOf(card(page)), await problems(page));

  await button(page, 'End membership').click();
  await dialog(page).getByLabel('Last day').fill(dates.after(dates.today(), 2));
  await dialog(page).getByLabel('Reason').fill('Moves away');
  await dialog(page).getByLabel('Credit the days').check();
  await desk.accessible(page, 'an end at the desk');
  await send(page, 'End membership');
  check((await membershipOf(BEN)).endsOn === dates.after(dates.today(), 3), 'a membership ends on a day', await membershipOf(BEN), await problems(page));
  await button(page, 'Keep membership').click();
  await send(page, 'Keep membership');
  check((await membershipOf(BEN)).endsOn === null, 'or goes on', await problems(page));
  await desk.close(page, 'a member\'s membership at the desk');
}

async function testOnTelephone() {
  const planId = await createPlan({ name: 'Gold for early birds', notice: { days: 14 }, joiningFee: '10', lateFee: '5', visits: 4 });
  const membershipId = await join(BEN, planId);
  await as('grace', `mutation { holdMembership(input: { membershipId: "${membershipId}",
    startsOn: "${dates.after(dates.today(), 40)}" }) { membershipId } }`);
  for (const [who, views] of [['ben', ['membership']], ['grace', ['plans', `people/${BEN}`]]]) {
    const page = await desk.openAs(who, { locale: 'fr-CA', colorScheme: 'dark', viewport: { width: 360, height: 740 } });
    for (const view of views) {
      await desk.show(page, view);
      await desk.fits(page, view);
      await desk.accessible(page, `${view}, dark and in French`);
    }
    await desk.close(page, `telephone of ${who}`);
  }
}

module.exports = only([testPlans, testMember, testDesk, testOnTelephone]);
