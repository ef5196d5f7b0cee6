// Dues and what is past due at the desk: billing, collecting and reminding.
'use strict';

const desk = require('./harness.js');
const { as, button, contentOf, dates, dialog, notice, only, problems, row } = require('./parts/page.js');

const { check } = desk;
const BEN = '2';

async function send(page, text) {
  await button(dialog(page), text).click();
  await desk.settled(page);
}

async function billsOf(memberId, kind) {
  const { listBills } = await as('grace', `{ listBills(memberId: "${memberId}", maxRows: 100) { nodes { kind description amount } } }`);
  return listBills.nodes.filter((one) => one.kind === kind);
}

async function testDues() {
  const { createPlan: { planId } } = await as('grace', `mutation { createPlan(input: { name: "Gold", price: "60" }) { planId } }`);
  await as('grace', `mutation { joinPlan(input: { memberId: "${BEN}", planId: "${planId}" }) { membershipId } }`);
  const page = await desk.openAs('grace');
  await desk.show(page, 'money/dues');
  await desk.accessible(page, 'dues');
  const due = row(page, 'Dues to collect', 'Gold');
  check(await due.count() === 1 && /Ben Cole.*\$60\.00/s.test(await contentOf(due)), 'dues are to be collected', await contentOf(due));
  await page.getByLabel('Until').fill(dates.after(dates.today(), 45));
  await button(page, 'Bill dues').click();
  await desk.settled(page);
  check(/1 period is billed/.test(await notice(page)) && await due.count() === 2, 'the next are billed', await notice(page), await problems(page));
  await page.getByLabel('Until').fill(dates.after(dates.today(), 45));
  await page.keyboard.press('Enter');
  await desk.settled(page);
  check(/0 periods/.test(await notice(page)) && await due.count() === 2, 'once, however often it is done', await notice(page));

  await button(due.first(), 'Take payment').click();
  await dialog(page).locator('[name=amount]').fill('0.01');
  await dialog(page).getByRole('checkbox').evaluateAll((all) => all.forEach((one) => { one.checked = false; }));
  await dialog(page).getByLabel(/Gold/).first().check();
  await dialog(page).locator('[name=amount]').fill('60');
  await send(page, 'Take payment');
  check(await due.count() === 1, 'and collected', await problems(page), await contentOf(page.locator('#view')));
  await desk.close(page, 'dues');
}

async function testDunning() {
  await as('grace', `mutation { createBill(input: { memberId: "${BEN}", amount: "40", description: "Racket",
    dueOn: "${dates.after(dates.today(), -10)}" }) { billingId } }`);
  const page = await desk.openAs('grace');
  await desk.show(page, 'money/dunning');
  await desk.accessible(page, 'no steps');
  await button(page, 'New step').focus();
  await page.keyboard.press('Enter');
  await dialog(page).getByLabel('Days after').fill('7');
  await dialog(page).getByLabel('Late fee').fill('5');
  await dialog(page).getByLabel('Message').fill('Please pay {amount} for {description}.');
  await desk.accessible(page, 'a step to be');
  await send(page, 'Save');
  const step = row(page, 'Steps when', 'Please pay');
  check(/^7\s.*\$5\.00\s+0/s.test(await contentOf(step)), 'there is a step', await contentOf(step), await problems(page));
  await button(page, 'New step').click();
  await dialog(page).getByLabel('Days after').fill('7');
  await send(page, 'Save');
  check(/already a step/.test(await problems(page)), 'one for so many days', await problems(page));
  await page.keyboard.press('Escape');

  await page.locator('#dunning-run').click();
  await row(page, 'Steps when', '1').filter({ hasText: 'Please pay' }).waitFor();
  await desk.settled(page);
  check(/1 step was taken/.test(await notice(page)), 'the step is taken', await notice(page), await problems(page));
  const fees = await billsOf(BEN, 'late_fee');
  check(fees.length === 1 && fees[0].amount === '5.00', 'for a fee', fees);
  await page.locator('#dunning-run').click();
  await desk.settled(page);
  check(/0 steps were taken/.test(await notice(page)) && (await billsOf(BEN, 'late_fee')).length === 1, 'once for each bill', await notice(page));
  await desk.accessible(page, 'a step');

  const member = await desk.openAs('ben');
  await desk.show(member, 'messages');
  check(/Please pay \$?40\.00.*Racket/.test(await contentOf(member.locator('#view'))), 'of which the member reads', await contentOf(member.locator('#view')));
  await desk.close(member, 'messages of a debtor');

  await button(step, 'Change').click();
  await dialog(page).getByLabel('Days after').fill('14');
  await send(page, 'Save');
  check(/^14\s/.test(await contentOf(step)), 'a step is changed', await contentOf(step), await problems(page));
  await button(step, 'Remove').click();
  await send(page, 'Remove');
  check(await step.count() === 0, 'and removed', await problems(page));
  await page.locator('#dunning-remind').click();
  await desk.settled(page);
  check(/0 reminders/.test(await notice(page)), 'nothing ends soon', await notice(page), await problems(page));
  await desk.close(page, 'dunning');
}

async function testNobodyElse() {
  for (const name of ['ana', 'tina']) {
    for (const query of ['mutation { runDunning(input: {}) { clientMutationId } }',
      'mutation { sendReminders(input: {}) { clientMutationId } }',
      'mutation { setDunningStep(input: { step: 1, afterDays: 1, message: "Mine" }) { clientMutationId } }',
      '{ listDunningSteps { nodes { step } } }', '{ allDuesToCollects { nodes { owed } } }']) {
      check(desk.errorOf(await desk.ask(await desk.tokenOf(name), query)).errcode === '42501', `${name} is refused: ${query}`);
    }
  }
}

async function testOnTelephone() {
  await as('grace', 'mutation { setDunningStep(input: { step: 1, afterDays: 7, message: "Please pay" }) { step } }');
  const page = await desk.openAs('grace', { locale: 'fr-CA', colorScheme: 'dark', viewport: { width: 360, height: 740 } });
  for (const view of ['money/dues', 'money/dunning']) {
    await desk.show(page, view);
    await desk.fits(page, view);
    await desk.accessible(page, `${view}, dark and in French`);
  }
  await desk.close(page, 'telephone');
}

module.exports = only([testDues, testDunning, testNobodyElse, testOnTelephone]);
