// The end of the day and of the month at the desk: the till, chargebacks,
// receipts and the books.
'use strict';

const desk = require('./harness.js');
const { button, contentOf, dates, dialog, notice, only, problems, row, within } = require('./parts/page.js');

const { check } = desk;
const BEN = '2';
const TINA = '1';

async function as(name, query) {
  const answer = await desk.ask(await desk.tokenOf(name), query);
  if (answer.errors) throw new Error(desk.errorOf(answer).message);
  return answer.data;
}

async function bill(amount, description) {
  const { createBill } = await as('grace', `mutation { createBill(input: {
    memberId: "${BEN}", amount: "${amount}", description: "${description}" }) { billingId } }`);
  return createBill.billingId;
}

// A bill of Ben's that is paid at the desk: the id of the payment.
async function paid(amount, description, type) {
  const { recordPayment } = await as('grace', `mutation { recordPayment(input: {
    billingId: "${await bill(amount, description)}", paymentType: "${type}" }) { paymentId } }`);
  return recordPayment.paymentId;
}

function dollars(amount) {
  return Number(amount).toLocaleString('en', { style: 'currency', currency: 'CAD', currencyDisplay: 'narrowSymbol' });
}

async function openPayments(page) {
  await desk.show(page, `people/${BEN}`);
  await page.getByText('Payments of the last').first().click();
}

function payment(page, text) {
  return row(page, 'Payments of the last', text);
}

// Of these cells, in this order.
async function hasCells(where, ...cells) {
  return (await where.locator('td').allInnerTexts()).join('|').includes(cells.join('|'));
}

async function testTill() {
  await paid('40', 'Racket', 'cash');
  const { accountBalance: expected, allTillCounts: { totalCount: counts }, tillReport } = await as('grace', `{
    accountBalance(account: "money", part: "cash")
    allTillCounts { totalCount }
    tillReport { nodes { paymentType staffId taken givenBack net } } }`);
  const cash = tillReport.nodes.find(({ paymentType, staffId }) => paymentType === 'cash' && staffId === '1');
  const page = await desk.openAs('grace');
  await desk.show(page, 'money/till');
  await desk.accessible(page, 'a till');
  const taken = row(page, 'Since the last count', 'Cash').filter({ hasText: 'Grace Kim' });
  check(await hasCells(taken, dollars(cash.taken), dollars(cash.givenBack), dollars(cash.net)),
    'the desk sees what came into the till', await contentOf(page.locator('#view')), cash);

  await page.locator('#count-till').focus();
  await page.keyboard.press('Enter');
  await dialog(page).getByLabel('In the till').fill('250');
  await dialog(page).getByLabel('Taken to the bank').fill('300');
  await desk.accessible(page, 'a count');
  await page.keyboard.press('Enter');
  await desk.settled(page);
  check(await dialog(page).getByLabel('Taken to the bank').getAttribute('aria-invalid') === 'true'
    && /No more can be taken/.test(await problems(page)), 'no more is taken to the bank than there is', await problems(page));
  await dialog(page).getByLabel('Taken to the bank').fill('200');
  await dialog(page).getByLabel('Notes').fill('A coin rolled away');
  await button(dialog(page), 'Save').dblclick();
  await row(page, 'The last counts', 'A coin').waitFor();
  await desk.settled(page);
  const counted = within(page, 'The last counts').locator('tbody tr').first();
  const { allTillCounts } = await as('grace', '{ allTillCounts { totalCount } }');
  check(allTillCounts.totalCount === counts + 1 && await hasCells(counted, 'Grace Kim', dollars(expected), '$250.00', dollars(250 - expected), '$200.00',
    'A coin rolled away'), 'the till is counted, once', await contentOf(counted), await problems(page));
  check(await page.evaluate(() => document.activeElement.id) === 'count-till', 'and what has the focus is what had it');
  check(await within(page, 'Since the last count').count() === 0, 'nothing has come since');
  await desk.accessible(page, 'a till that was counted');

  await openPayments(page);
  await button(payment(page, 'Racket'), 'Void').click();
  await button(dialog(page), 'Void the payment').click();
  await desk.settled(page);
  check(/till was counted/.test(await problems(page)), 'what was counted is not voided, and it is said why', await problems(page));
  await desk.close(page, 'till');
}

async function testChargeback() {
  await paid('40', 'Racket', 'card');
  await paid('5', 'Towel', 'cash');
  const page = await desk.openAs('grace');
  await openPayments(page);
  check(await button(payment(page, 'Towel'), 'Chargeback').count() === 0, 'no bank takes back cash');
  await button(payment(page, 'Racket'), 'Chargeback').click();
  check(/owed again/.test(await contentOf(dialog(page))), 'what a chargeback means is said first');
  await desk.accessible(page, 'a chargeback');
  await dialog(page).getByLabel('Amount').fill('41');
  await button(dialog(page), 'Record the chargeback').click();
  await desk.settled(page);
  check(await dialog(page).getByLabel('Amount').getAttribute('aria-invalid') === 'true' && (await problems(page)).length > 20,
    'no more is taken back than was paid', await problems(page));
  await dialog(page).getByLabel('Amount').fill('16');
  await dialog(page).getByLabel('Fee').fill('15');
  await dialog(page).getByLabel('Reference').fill('CB 17');
  await button(dialog(page), 'Record the chargeback').dblclick();
  await row(page, 'Open bills', 'Racket').waitFor();
  await desk.settled(page);
  check(await hasCells(row(page, 'Open bills', 'Racket'), '$40.00', '$16.00'), 'then the bill is open again', await problems(page));
  const { listBills } = await as('grace', `{ listBills(memberId: "${BEN}", onlyOpen: true) { nodes { kind owed } } }`);
  const fees = listBills.nodes.filter(({ kind }) => kind === 'chargeback');
  check(fees.length === 1 && fees[0].owed === '15.00', 'and a fee is billed, once', fees);
  check(/-\$16\.00 chargeback/.test(await contentOf(payment(page, 'Racket'))), 'the payments say so', await contentOf(payment(page, 'Racket')));

  const sent = page.told.requests.findLast(({ query }) => /recordChargeback/.test(query));
  await desk.ask(await desk.tokenOf('grace'), sent.query, sent.variables);
  const again = await as('grace', `{ listBills(memberId: "${BEN}", onlyOpen: true) { nodes { kind } } }`);
  check(again.listBills.nodes.filter(({ kind }) => kind === 'chargeback').length === 1, 'a request that is sent again takes nothing more');
  await desk.close(page, 'chargeback');
}

async function testReceipt() {
  const towel = await bill('4', 'Towel');
  await as('grace', `mutation { receivePayment(input: {
    memberId: "${BEN}", amount: "30", paymentType: "bank_transfer", billingIds: ["${towel}"], externalRef: "Wire 9" }) { paymentId } }`);
  const first = await paid('40', 'Racket', 'card');
  const page = await desk.openAs('grace');
  await openPayments(page);
  await payment(page, '$30.00').filter({ hasText: 'Bank transfer' }).getByRole('link', { name: 'Receipt' }).click();
  await page.waitForSelector('#view h2:has-text("receipt")');
  await desk.settled(page);
  const text = await contentOf(page.locator('#view'));
  check(/Harbour Gym: receipt \d+/.test(text) && /Ben Cole/.test(text) && /Bank transfer/.test(text) && /\$30\.00/.test(text) && /Wire 9/.test(text),
    'a receipt names the club, the payer and the money', text);
  check(await hasCells(row(page, 'What it is for', 'Towel'), '$4.00', '$0.00')
    && await hasCells(row(page, 'What it is for', 'On account'), '$26.00'), 'and what it was for', text);
  await desk.accessible(page, 'a receipt');

  await page.evaluate(() => { window.print = () => { document.body.dataset.printed = 'yes'; }; });
  await button(page, 'Print').click();
  check(await page.evaluate(() => document.body.dataset.printed) === 'yes', 'it is printed');
  await page.emulateMedia({ media: 'print' });
  check(await page.locator('#view table').isVisible() && !await page.locator('#nav').isVisible()
    && !await button(page, 'Print').isVisible(), 'without what is around it');
  await page.emulateMedia({ media: null });

  const { voidPayment } = await as('grace', `mutation { voidPayment(input: { paymentId: "${first}" }) { paymentId } }`);
  await desk.show(page, `money/receipt/${voidPayment.paymentId}`);
  const back = await contentOf(page.locator('#view'));
  check(new RegExp(`Refund of receipt\\s+${first}\\b`).test(back) && /-\$40\.00/.test(back), 'what is given back has one too', back);
  await desk.show(page, 'money/receipt/999999');
  check((await problems(page)).length > 10, 'a payment that is not there has none', await problems(page));
  await desk.close(page, 'receipt');
}

// The month so many months from this one: '2035-01'.
function month(by) {
  const [year, number] = dates.today().split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + by)).toISOString().slice(0, 7);
}

async function testBooks() {
  const ZONE = 'America/Toronto';
  const page = await desk.openAs('grace');
  await desk.show(page, `money/books/${month(0)}`);
  await desk.accessible(page, 'books');
  const { trialBalance } = await as('grace', `{ trialBalance(fromTime: "${month(0)}-01 ${ZONE}", asOf: "${month(1)}-01 ${ZONE}") {
    nodes { account part opening debit credit balance } } }`);
  const cells = ({ opening, debit, credit, balance }) => [opening, debit, credit, balance].map(dollars);
  const cash = trialBalance.nodes.find(({ account, part }) => account === 'money' && part === 'cash');
  check(await hasCells(row(page, '', 'Money: Cash'), ...cells(cash)) && await hasCells(row(page, '', 'Total'), ...cells(trialBalance.nodes.at(-1))),
    'the desk sees what is on each account', await contentOf(page.locator('#view')));
  const shown = await page.locator('#view tbody tr').count();
  check(shown === trialBalance.nodes.length && !/undefined|ledger\.|kind\./.test(await contentOf(page.locator('#view'))), 'all of them, by name');
  check(await page.locator('#close-books').count() === 0, 'a month that is not over is not closed');

  await desk.show(page, 'money/books');
  check(/not been closed/.test(await contentOf(page.locator('#view'))) && await page.locator('#close-books').count() === 1, 'the last month can be');
  await page.getByRole('link', { name: 'The month before' }).click();
  await desk.settled(page);
  await page.getByRole('link', { name: 'The month before' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  check(/cannot be undone/.test(await contentOf(dialog(page))), 'that it is for good is said first');
  await desk.accessible(page, 'books to close');
  await button(dialog(page), 'Close the books').click();
  await page.locator('#view', { hasText: 'closed until' }).waitFor();
  await desk.settled(page);
  check(/are closed/.test(await notice(page)) && /closed until/.test(await contentOf(page.locator('#view'))), 'books are closed', await problems(page));
  check(await page.locator('#close-books').count() === 0, 'and not again');

  await desk.show(page, 'money/books');
  await as('grace', `mutation { closeBooks(input: { closedUntil: "${month(0)}-01 ${ZONE}" }) { balances } }`);
  await page.locator('#close-books').click();
  await button(dialog(page), 'Close the books').click();
  await desk.settled(page);
  check(/after the last close/.test(await problems(page)), 'what somebody else has closed meanwhile is told in a sentence', await problems(page));
  await desk.close(page, 'books');
}

async function testKinds() {
  const page = await desk.openAs('grace');
  await desk.show(page, `people/${BEN}`);
  const create = async (description, kind) => {
    await button(page, 'Bill something else').click();
    await dialog(page).getByLabel('For').fill(description);
    await dialog(page).getByLabel('Amount').fill('5');
    await dialog(page).getByLabel('Kind').selectOption({ label: kind });
    if (kind === 'tip') await dialog(page).getByLabel('Trainer').selectOption({ label: 'Tina Ray' });
    else check(!await dialog(page).getByLabel('Trainer').isVisible(), `no trainer gets anything of what is ${kind}`);
    await desk.accessible(page, `a bill: ${kind}`);
    await button(dialog(page), 'Create bill').click();
    await desk.settled(page);
  };
  await create('Shake', 'retail');
  await create('Thank you', 'tip');
  await create('Key', 'other');
  const { listBills } = await as('grace', `{ listBills(memberId: "${BEN}", maxRows: 3) { nodes { description kind trainerId } } }`);
  check(JSON.stringify(listBills.nodes.map(({ description, kind, trainerId }) => [description, kind, trainerId]).reverse())
    === JSON.stringify([['Shake', 'retail', null], ['Thank you', 'tip', TINA], ['Key', 'other', null]]),
  'bills say what they are for', listBills.nodes, await problems(page));
  await desk.close(page, 'kinds');
}

async function testNobodyElse() {
  for (const name of ['ana', 'tina']) {
    const page = await desk.openAs(name);
    check(!(await page.locator('#nav a').allInnerTexts()).includes('Money'), `${name} has no view of the club's money`);
    await page.evaluate(() => { location.hash = '#money/till'; });
    await desk.settled(page);
    check(await page.locator('#view > .money').count() === 0, 'nor with its address');
    await desk.close(page, name);
    for (const query of ['{ tillReport { nodes { net } } }', '{ trialBalance { nodes { balance } } }',
      'mutation { countTill(input: { counted: "0" }) { clientMutationId } }',
      'mutation { closeBooks(input: { closedUntil: "2020-01-01" }) { clientMutationId } }']) {
      check(desk.errorOf(await desk.ask(await desk.tokenOf(name), query)).errcode === '42501', `and is refused: ${query}`);
    }
  }
}

async function testOnTelephone() {
  const id = await paid('40', 'Racket', 'card');
  await as('grace', 'mutation { countTill(input: { counted: "10" }) { clientMutationId } }');
  await paid('4', 'Towel', 'cash');
  const page = await desk.openAs('grace', { locale: 'fr-CA', colorScheme: 'dark', viewport: { width: 360, height: 740 } });
  for (const view of ['money/day', 'money/till', `money/books/${month(0)}`, `money/receipt/${id}`]) {
    await desk.show(page, view);
    await desk.fits(page, view);
    await desk.accessible(page, `${view}, dark and in French`);
  }
  await desk.close(page, 'telephone');
}

module.exports = only([testTill, testChargeback, testReceipt, testBooks, testKinds, testNobodyElse, testOnTelephone]);
