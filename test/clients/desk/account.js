// Families and accounts: the desk says who pays for whom and takes money, and
// a payer books, moves, cancels and pays for dependants.
'use strict';

const desk = require('./harness.js');
const { button, contentOf, dialog, notice, only, problems, row, within } = require('./parts/page.js');

const { check } = desk;
const ANA = '1';
const BEN = '2';
const EVA = '5';

async function as(name, query, variables) {
  const answer = await desk.ask(await desk.tokenOf(name), query, variables);
  if (answer.errors) throw new Error(desk.errorOf(answer).message);
  return answer.data;
}

// Kim, for whom Ana pays: the id.
async function createKim() {
  const { createDependant } = await as('grace',
    `mutation { createDependant(input: { payerId: "${ANA}", firstName: "Kim", lastName: "Lee" }) { memberId } }`);
  return createDependant.memberId;
}

async function bill(memberId, amount, description) {
  const { createBillingItem } = await as('grace', `mutation { createBillingItem(input: {
    memberId: "${memberId}", amount: "${amount}", description: "${description}" }) { billingId } }`);
  return createBillingItem.billingId;
}

// ---- who pays for whom ----

async function testFamily() {
  const page = await desk.openAs('grace');
  const facts = page.locator('#view .facts');
  await desk.show(page, `people/${ANA}`);
  await button(page, 'New dependant').click();
  await dialog(page).getByLabel('First name').fill('Kim');
  await dialog(page).getByLabel('Last name').fill('Lee');
  await desk.accessible(page, 'a dependant to be');
  await button(dialog(page), 'Create dependant').click();
  await desk.settled(page);
  check(/Pays for\s*Kim Lee/.test(await contentOf(facts)), 'a member pays for a dependant', await problems(page));

  await facts.getByRole('link', { name: 'Kim Lee' }).click();
  await page.waitForFunction(() => document.querySelector('#view h2')?.textContent === 'Kim Lee');
  await desk.settled(page);
  check(/Paid for by\s*Ana Lee/.test(await contentOf(facts)), 'whose page says who pays');
  check(await page.getByRole('button', { name: 'Set a password' }).count() === 0, 'and has no password');
  await desk.accessible(page, 'a dependant');
  await button(page, 'Choose who pays').click();
  check(await page.getByRole('button', { name: 'Nobody else pays' }).count() === 0, 'somebody has to pay for a dependant');
  await dialog(page).getByRole('searchbox').pressSequentially('cole');
  await page.waitForFunction(() => /Ben Cole/.test(document.querySelector('dialog select').textContent));
  await desk.accessible(page, 'a choice of payers');
  await button(dialog(page), 'Save').click();
  await desk.settled(page);
  check(/Paid for by\s*Ben Cole/.test(await contentOf(facts)), 'who may be another member', await problems(page));
  await button(page, 'Make independent').click();
  await dialog(page).getByLabel('E-mail').fill('ben.cole@example.com');
  await button(dialog(page), 'Make independent').click();
  await desk.settled(page);
  check(await dialog(page).getByLabel('E-mail').getAttribute('aria-invalid') === 'true', 'an e-mail is one member\'s', await problems(page));
  await dialog(page).getByLabel('E-mail').fill('kim.lee@example.com');
  await button(dialog(page), 'Make independent').click();
  await desk.settled(page);
  check(/kim\.lee/.test(await contentOf(facts)) && !/Paid for by/.test(await contentOf(facts)), 'and who has grown up pays alone',
    await contentOf(facts));
  await desk.close(page, 'family');
}

// ---- what a payer does for dependants ----

async function testDependant() {
  const kim = await createKim();
  const page = await desk.openAs('ana');
  const chooser = page.locator('#acting-for');
  const actFor = async (name) => {
    await chooser.selectOption({ label: name });
    await desk.settled(page);
  };
  await desk.accessible(page, 'classes of a payer');
  const id = await page.locator('#view button[id^=class-]', { hasText: 'Take a seat' }).first().getAttribute('id');
  await actFor('Kim Lee');
  await page.locator(`#${id}`).click();
  await desk.settled(page);
  check(/Kim Lee has a seat/.test(await notice(page)), 'a payer takes a seat for a dependant', await problems(page));
  const seats = async (memberId) => (await as('grace', `{ listBookings(memberId: "${memberId}",
    fromTime: "now", toTime: "2100-01-01") { nodes { kind state } } }`)).listBookings.nodes;
  check((await seats(kim)).length === 1, 'which is the dependant\'s');
  await actFor('Myself');
  check(await page.locator(`#${id}`).innerText() === 'Take a seat', 'the payer has none there');

  await actFor('Kim Lee');
  await desk.show(page, 'free_times');
  await page.locator('#view .slot-days button').first().click();
  await page.waitForSelector('dialog');
  check(/For\s*Kim Lee/.test(await contentOf(dialog(page))), 'for whom a session is, is said before it is booked');
  await button(dialog(page), 'Book').click();
  await desk.settled(page);
  await desk.show(page, 'bookings');
  const session = page.locator('#view tbody tr', { hasText: 'Personal training' });
  check(await session.count() === 1, 'it is among the bookings of the dependant', await problems(page));
  const before = await session.innerText();
  await button(session, 'Move').click();
  await page.locator('dialog .slot-days button').nth(7).click();
  await desk.settled(page);
  check(await session.innerText() !== before, 'and moved', await problems(page));
  await button(session, 'Cancel').click();
  await button(dialog(page), 'Cancel the session').click();
  await desk.settled(page);
  check(/Cancelled/.test(await session.innerText()), 'and cancelled', await problems(page));
  await desk.show(page, 'messages');
  check(await page.locator('#view tbody tr').count() > 0, 'of which the payer reads');
  await desk.fits(page, 'messages of a dependant');
  await desk.close(page, 'a payer');

  const other = await desk.openAs('ben');
  check(await other.locator('#acting-for').count() === 0, 'who pays for nobody has no choice');
  const { errcode, constraint } = desk.errorOf(await desk.ask(await desk.tokenOf('ben'), `{ memberBalance(memberId: "${kim}") }`));
  check(errcode === '42501' && constraint === 'own_only', 'and sees nothing of others\' dependants');
  await desk.close(other, 'who pays for nobody');
}

// ---- accounts ----

async function testStatement() {
  const kim = await createKim();
  await bill(kim, '12.50', 'Belt');
  const page = await desk.openAs('ana');
  await desk.show(page, 'account');
  await desk.accessible(page, 'an account');
  const belt = row(page, 'Statement of', 'Belt');
  check(/Kim Lee/.test(await contentOf(belt)) && /\$12\.50/.test(await contentOf(belt)), 'a payer\'s statement has the lines of dependants',
    await contentOf(page.locator('#view')));
  const { householdStatement } = await as('ana', `{ householdStatement(payerId: "${ANA}") { nodes { balance } } }`);
  const balance = await contentOf(page.locator('#view .sum').first());
  check(balance.replaceAll(/[$,]/g, '') === householdStatement.nodes.at(-1).balance, 'and the balance of all of them', balance);
  await desk.close(page, 'account');
}

async function creditOf(memberId) {
  const { accountBalance } = await as('grace', `{ accountBalance(account: "credit", memberId: "${memberId}") }`);
  return -Number(accountBalance);
}

async function payments(memberId) {
  return (await as('grace', `{ listPayments(memberId: "${memberId}", fromTime: "yesterday", toTime: "tomorrow") {
    nodes { paymentId amount type refundOf billingId } } }`)).listPayments.nodes;
}

async function testReceive() {
  const kim = await createKim();
  const [towel, belt, gloves] = [await bill(ANA, '4', 'Towel'), await bill(kim, '12.50', 'Belt'), await bill(kim, '20', 'Gloves')];
  const page = await desk.openAs('grace');
  await desk.show(page, `people/${ANA}`);
  await button(page.locator('#view .card'), 'Take payment').click();
  await dialog(page).getByRole('checkbox').first().waitFor();
  const boxes = dialog(page).getByRole('checkbox');
  const amount = dialog(page).getByLabel('Amount');
  check(await boxes.count() > 3, 'the desk sees all that is open in the family', await contentOf(dialog(page)));
  await desk.accessible(page, 'a payment for several bills');
  for (const box of await boxes.all()) await box.uncheck();
  check(await amount.inputValue() === '0.00', 'nothing chosen is nothing to pay');
  for (const name of ['Towel', 'Belt']) await dialog(page).getByRole('checkbox', { name: new RegExp(name) }).check();
  check(await amount.inputValue() === '16.50', 'what is chosen is added up', await amount.inputValue());
  await amount.fill('30');
  await dialog(page).getByLabel('How').selectOption('cash');
  await button(dialog(page), 'Take payment').dblclick();
  await desk.settled(page);
  const open = (await as('grace', `{ listBills(memberId: "${kim}", onlyOpen: true) { nodes { billingId } } }`)).listBills.nodes
    .map(({ billingId }) => billingId);
  check(!open.includes(belt) && open.includes(gloves), 'those are paid, and no others', towel, open);
  const taken = (await payments(ANA)).filter(({ type, billingId }) => type === 'cash' && !billingId);
  check(taken.length === 1 && taken[0].amount === '30.00', 'a double click takes the money once', taken);
  check(await creditOf(ANA) === 13.5 && /On account \$13\.50/.test(await contentOf(page.locator('#view .card').first())),
    'and the rest is on account', await creditOf(ANA), await problems(page));

  // The answer was lost: what is sent again is the same payment.
  const sent = page.told.requests.find(({ query }) => /receivePayment/.test(query));
  await desk.ask(await desk.tokenOf('grace'), sent.query, sent.variables);
  check(await creditOf(ANA) === 13.5, 'a request that is sent again takes nothing more', sent.variables);
  await desk.close(page, 'money received');

  const own = await desk.openAs('ana');
  await desk.show(own, 'account');
  check(/On account\s*\$13\.50/.test(await contentOf(own.locator('#view .card'))), 'the payer sees it', await contentOf(own.locator('#view')));
  await desk.accessible(own, 'an account with money on it');
  await desk.show(own, 'bills/open');
  await own.locator('#acting-for').selectOption({ label: 'Kim Lee' });
  await desk.settled(own);
  await desk.accessible(own, 'bills that can be paid from an account');
  await button(row(own, 'Open bills', 'Gloves'), 'Pay from account').click();
  await desk.settled(own);
  check(/\$13\.50[^]*\$6\.50/.test(await contentOf(row(own, 'Open bills', 'Gloves'))) && await creditOf(ANA) === 0,
    'and pays the bill of a dependant from it, as far as it goes', await problems(own));
  await desk.close(own, 'paid from an account');
}

async function testOnAccount() {
  const before = await creditOf(EVA);
  const page = await desk.openAs('grace');
  await desk.show(page, `people/${EVA}/account`);
  await desk.accessible(page, 'an account at the desk');
  await button(page, 'Take payment').click();
  await dialog(page).getByLabel('Amount').waitFor();
  for (const box of await dialog(page).getByRole('checkbox').all()) await box.uncheck();
  await dialog(page).getByLabel('Amount').fill('3000');
  await button(dialog(page), 'Take payment').click();
  await desk.settled(page);
  check(await creditOf(EVA) === before + 3000, 'money is taken on account', await problems(page));
  check(await page.locator('#view tbody tr', { hasText: '$3,000.00' }).count() > 0, 'which the statement shows', await contentOf(page.locator('#view')));
  await bill(EVA, '7', 'Water');
  await button(page, 'Pay open bills').click();
  await desk.settled(page);
  const { memberBalance } = await as('grace', `{ memberBalance(memberId: "${EVA}") }`);
  check(memberBalance === '0.00', 'and pays what is open', await problems(page));
  const left = await creditOf(EVA);
  await button(page, 'Give back money').click();
  await desk.accessible(page, 'money to give back');
  await button(dialog(page), 'Give back').click();
  await desk.settled(page);
  check(left > 0 && await creditOf(EVA) === 0, 'what is left is given back', left, await problems(page));
  check(await button(page, 'Give back money').count() === 0, 'and no more');
  await desk.close(page, 'on account');
}

async function testVoid() {
  await bill(BEN, '40', 'Racket');
  const page = await desk.openAs('grace');
  await desk.show(page, `people/${BEN}`);
  const racket = row(page, 'Open bills', 'Racket');
  await button(racket, 'Take payment').click();
  await button(dialog(page), 'Take payment').click();
  await desk.settled(page);
  check(await racket.count() === 0, 'a bill is paid', await problems(page));
  await page.getByText('Payments of the last').first().click();
  const paid = row(page, 'Payments of the last', 'Racket').first();
  await button(paid, 'Void').click();
  check(/owed again/.test(await contentOf(dialog(page))), 'before a payment is void it is said what that means');
  await desk.accessible(page, 'a payment to void');
  await button(dialog(page), 'Void the payment').click();
  await desk.settled(page);
  check(await racket.count() === 1, 'then the bill is open again', await problems(page));
  check(/-\$40\.00 void/.test(await contentOf(row(page, 'Payments of the last', 'Racket'))), 'the payments say so', await contentOf(row(page, 'Payments of the last', 'Racket')));
  check(await button(row(page, 'Payments of the last', 'Racket'), 'Void').count() === 0, 'and the payment is not voided twice');

  for (const [to, credit] of [['The account', 40], ['The way it was paid', 0]]) {
    await desk.show(page, `people/${BEN}`);
    const one = `Racket ${to}`;
    const id = await bill(BEN, '40', one);
    await as('grace', `mutation { recordPayment(input: { billingId: "${id}", amount: "40", paymentType: "cash" }) { clientMutationId } }`);
    const before = await creditOf(BEN);
    await desk.show(page, 'money/all');
    await button(row(page, 'All bills', one), 'Refund').click();
    await dialog(page).getByLabel('To', { exact: true }).selectOption({ label: to });
    await desk.accessible(page, `a refund: ${to}`);
    await button(dialog(page), 'Give back').click();
    await desk.settled(page);
    check(await creditOf(BEN) - before === credit, `a bill is refunded: ${to}`, await problems(page));
    check(/refunded/.test(await contentOf(row(page, 'All bills', one))), 'and says so', await contentOf(row(page, 'All bills', one)));
  }
  await desk.close(page, 'void');
}

module.exports = only([testFamily, testDependant, testStatement, testReceive, testOnAccount, testVoid]);
