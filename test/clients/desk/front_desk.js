// The desk's members, money, equipment, closures and demo.
'use strict';

const desk = require('./harness.js');
const { button, contentOf, dates, dialog, notice, only, problems, row, within } = require('./parts/page.js');

const { check } = desk;
const BEN = '2';
const GRACE = '1';

async function as(name, query) {
  return (await desk.ask(await desk.tokenOf(name), query)).data;
}

async function testSearch() {
  const page = await desk.openAs('grace');
  await desk.show(page, 'people');
  await desk.accessible(page, 'members');
  const before = page.told.requests.length;
  await page.getByLabel('Find a member').pressSequentially('cole', { delay: 30 });
  await page.waitForFunction(() => document.querySelectorAll('.found tbody tr').length === 1);
  check(/Ben Cole/.test(await contentOf(page.locator('.found'))), 'a member is found as one types');
  const asked = page.told.requests.length - before;
  check(asked < 4, 'with fewer requests than keys', asked);
  await page.getByLabel('Find a member').fill('<b>nobody</b>');
  await page.waitForSelector('.found .empty');
  check(await page.locator('.found tbody tr').count() === 0, 'and nobody where there is nobody');
  await page.getByLabel('Find a member').fill('5550142');
  await page.waitForFunction(() => document.querySelectorAll('.found tbody tr').length === 1);
  await page.locator('.found tbody a').click();
  await page.waitForSelector('.view.people dl');
  await desk.settled(page);
  const { memberBalance } = await as('grace', `{ memberBalance(memberId: "${BEN}") }`);
  check((await contentOf(page.locator('.view .card'))).includes(memberBalance), 'by the telephone number, with what is owed', memberBalance);
  await desk.accessible(page, 'a member');
  await desk.close(page, 'search');
}

async function testMember() {
  const page = await desk.openAs('grace');
  await desk.show(page, 'people');
  await button(page, 'New member').click();
  await dialog(page).getByLabel('First name').fill('Gita');
  await dialog(page).getByLabel('Last name').fill('<i>Rao</i>');
  await dialog(page).getByLabel('E-mail').fill('ben.cole@example.com');
  await dialog(page).getByLabel('Telephone').fill('+1 416 555 0199');
  await desk.accessible(page, 'a member to be');
  await button(dialog(page), 'Create member').click();
  await desk.settled(page);
  check(await dialog(page).getByLabel('E-mail').getAttribute('aria-invalid') === 'true', 'an e-mail that somebody has is marked', await problems(page));
  await dialog(page).getByLabel('E-mail').fill('gita.rao@example.com');
  await button(dialog(page), 'Create member').click();
  await page.waitForSelector('.view.people dl');
  await desk.settled(page);
  check(await page.locator('.view h2').innerText() === 'Gita <i>Rao</i>', 'a new member has a page, and a name is text');

  await button(page, 'Change details').click();
  await dialog(page).getByLabel('Last name').fill('Rao');
  await dialog(page).getByLabel('Telephone').fill('');
  await dialog(page).getByLabel('Notes').fill('Prefers mornings');
  await button(dialog(page), 'Save').click();
  await desk.settled(page);
  const about = await contentOf(page.locator('.view .card'));
  check(/Prefers mornings/.test(about) && !/0199/.test(about), 'what is emptied is emptied', about);

  await button(page, 'Set a password').click();
  await dialog(page).getByLabel('New password').fill('first password');
  await desk.accessible(page, 'a password');
  await button(dialog(page), 'Save').click();
  await desk.settled(page);
  check(await desk.tokenOf(['member', 'gita.rao@example.com'], 'first password') !== null, 'and signs in with the password from the desk');

  await button(page, 'Erase member').click();
  await button(dialog(page), 'Erase member').click();
  check(await dialog(page).count() === 1, 'nobody is erased by a slip');
  await dialog(page).getByLabel('Yes, erase').check();
  await button(dialog(page), 'Erase member').click();
  await page.waitForSelector('.view.people .found');
  await desk.settled(page);
  check(await desk.tokenOf(['member', 'gita.rao@example.com'], 'first password') === null, 'but by a decision', await notice(page));
  await desk.close(page, 'member');
}

async function testBookings() {
  const page = await desk.openAs('grace');
  await desk.show(page, `people/${BEN}`);
  const rows = within(page, 'Bookings to come').locator('tbody tr');
  const past = within(page, 'over or cancelled').locator('tbody tr');
  const before = await rows.count();
  await button(page, 'Book a session').click();
  await dialog(page).getByLabel('Trainer').selectOption({ label: 'Omar Ali' });
  await desk.settled(page);
  await desk.accessible(page, 'free times');
  // not the first of today, which may begin before it is looked for
  await page.locator('dialog .slot-days section').nth(1).locator('button').first().click();
  await button(dialog(page), 'Take this time').click();
  await desk.settled(page);
  check(await rows.count() === before + 1, 'the desk books for a member', await problems(page));

  const coming = rows.filter({ hasText: 'to come' }).last();
  await button(coming, 'Cancel').click();
  await dialog(page).getByLabel('Charge no').check();
  await desk.accessible(page, 'a cancellation');
  await button(dialog(page), 'Cancel booking').click();
  await desk.settled(page);
  check(await rows.count() === before && /Cancelled/.test(await notice(page)), 'and cancels', await problems(page));

  await page.getByText('Bookings that are over').first().click();
  await button(past.filter({ hasText: 'over' }).first(), 'Cancel').click();
  await button(dialog(page), 'Cancel booking').click();
  await desk.settled(page);
  check((await problems(page)).length > 20, 'what is over not without a reason', await problems(page));
  await dialog(page).getByLabel('Reason').fill('The shower was cold');
  await button(dialog(page), 'Cancel booking').click();
  await desk.settled(page);
  check(await dialog(page).count() === 0, 'but with one', await problems(page));
  await desk.close(page, 'bookings');
}

async function testPayments() {
  const page = await desk.openAs('grace');
  await desk.show(page, 'money');
  await desk.accessible(page, 'open bills');
  const [bill] = (await as('grace', '{ listBills(onlyOpen: true, maxRows: 1) { nodes { billingId owed debtor debtorId } } }')).listBills.nodes;
  const first = within(page, 'Open bills').locator('tbody tr').first();
  check((await first.innerText()).includes(bill.debtor), 'the desk sees all open bills, the newest first');
  const pay = async (amount) => {
    await dialog(page).getByLabel('Amount').fill(amount);
    await dialog(page).getByLabel('How').selectOption('cash');
    await button(dialog(page), 'Take payment').click();
    await desk.settled(page);
  };
  await button(first, 'Take payment').click();
  await desk.accessible(page, 'a payment');
  await pay('99999');
  check(await dialog(page).getByLabel('Amount').getAttribute('aria-invalid') === 'true', 'nobody pays more than is owed', await problems(page));
  await pay('1.50');
  check(/partly paid/.test(await first.innerText()), 'but a part', await first.innerText());
  const { listPayments } = await as('grace', '{ listPayments(paymentType: "cash") { nodes { paymentId amount takenById billingId } } }');
  const payment = listPayments.nodes.find(({ billingId }) => billingId === bill.billingId);
  check(payment?.amount === '1.50' && payment.takenById === GRACE, 'which the desk takes in its own name', payment);

  await desk.show(page, 'money/day');
  await desk.accessible(page, 'payments of a day');
  const paid = row(page, '', '$1.50').filter({ hasText: 'Cash' });
  check(await paid.count() === 1, 'it is among the payments of the day', await contentOf(page.locator('.view')));
  const total = await contentOf(within(page, 'What came in'));
  check(/Cash\s+Grace Kim/.test(total) && /Total/.test(total), 'with totals', total);
  await button(paid, 'Refund').click();
  await dialog(page).getByLabel('Amount').fill('2');
  await button(dialog(page), 'Give back').click();
  await desk.settled(page);
  check((await problems(page)).length > 10, 'no more is given back than was paid', await problems(page));
  await dialog(page).getByLabel('Amount').fill('');
  await button(dialog(page), 'Give back').click();
  await desk.settled(page);
  check(await row(page, '', '-$1.50').count() === 1, 'but all of it', await problems(page), await row(page, '', '$1.50').allInnerTexts());
  await desk.show(page, `money/day/${dates.after(dates.today(), -40)}`);
  check(await page.locator('.empty').count() === 1, 'a day without payments is empty');
  await desk.close(page, 'payments');
}

async function testBills() {
  const page = await desk.openAs('grace');
  await desk.show(page, `people/${BEN}`);
  await button(page, 'Bill something else').click();
  await dialog(page).getByLabel('For').fill('Padlock');
  await dialog(page).getByLabel('Amount').fill('5');
  await desk.accessible(page, 'a bill');
  await button(dialog(page), 'Create bill').click();
  await desk.settled(page);
  const padlock = row(page, 'Open bills', 'Padlock');
  check(/\$5\.00/.test(await contentOf(padlock)), 'anything can be billed', await problems(page));
  await button(padlock, 'Cancel bill').click();
  await button(dialog(page), 'Cancel bill').click();
  await desk.settled(page);
  await page.getByText('Bills that are closed').first().click();
  check(/cancelled/.test(await contentOf(row(page, 'Bills that are closed', 'Padlock'))), 'and a bill be cancelled', await problems(page));

  await desk.show(page, 'money/all');
  const bills = (await as('grace', '{ listBills(maxRows: 1000) { nodes { billingId } } }')).listBills.nodes.length;
  let seen = await within(page, 'All bills').locator('tbody tr').count();
  for (let pages = 0; pages < 20 && await page.getByRole('link', { name: 'Next page' }).count(); pages++) {
    await page.getByRole('link', { name: 'Next page' }).click();
    await desk.settled(page);
    seen += await within(page, 'All bills').locator('tbody tr').count();
  }
  check(bills > 20 && seen === bills, 'page by page there are all of them', seen, bills);
  await desk.close(page, 'bills');
}

async function testEquipment() {
  const page = await desk.openAs('grace');
  await desk.show(page, 'equipment');
  await desk.accessible(page, 'equipment');
  await button(page, 'New equipment').click();
  await dialog(page).getByLabel('Equipment').fill('Leg Press');
  await dialog(page).getByLabel('Room').selectOption({ label: 'Weights Room' });
  await dialog(page).getByLabel('Responsible').selectOption({ label: 'Tina Ray' });
  await desk.accessible(page, 'a piece');
  await button(dialog(page), 'Save').click();
  await desk.settled(page);
  const press = row(page, 'Equipment', 'Leg Press');
  check(/in order[^]*Tina Ray/.test(await press.innerText()), 'a piece is added', await problems(page));

  await button(press, 'Change').click();
  await dialog(page).getByLabel('Responsible').selectOption({ label: 'Nobody' });
  await dialog(page).getByLabel('Notes').fill('Two plates');
  await button(dialog(page), 'Save').click();
  await desk.settled(page);
  check(/Two plates/.test(await press.innerText()) && !/Tina/.test(await press.innerText()), 'and changed', await press.innerText());

  await button(press, 'Report').click();
  await dialog(page).getByLabel('What is wrong').fill('The seat does not lock');
  await dialog(page).getByLabel('It must not be used').check();
  await button(dialog(page), 'Report an issue').click();
  await desk.settled(page);
  const issue = row(page, 'Issues', 'The seat does not lock');
  check(/out of order/.test(await press.innerText()) && await issue.count() === 1, 'an issue puts it out of order', await press.innerText());
  await button(issue, 'Take it on').click();
  await desk.settled(page);
  check(/in progress[^]*Grace Kim/.test(await issue.innerText()) && /under repair/.test(await press.innerText()),
    'somebody takes it on', await issue.innerText());
  await button(issue, 'Change').click();
  await dialog(page).getByLabel('What is wrong').fill('The seat does not lock at all');
  await button(dialog(page), 'Save').click();
  await desk.settled(page);
  await button(issue, 'Mark as resolved').click();
  await desk.settled(page);
  check(await issue.count() === 0 && /in order/.test(await press.innerText()), 'and resolves it', await press.innerText());
  await desk.show(page, 'equipment/all');
  await button(issue, 'Reopen').click();
  await desk.settled(page);
  check(/in progress/.test(await issue.innerText()), 'or opens it again');
  await desk.accessible(page, 'all issues');
  await desk.close(page, 'equipment');
}

async function testClosures() {
  const page = await desk.openAs('grace');
  const monday = dates.monday(7);
  await desk.show(page, 'closures/room');
  await desk.accessible(page, 'closures');
  await page.getByLabel('Room').selectOption({ label: 'Weights Room' });
  await page.getByLabel('From').fill(`${monday}T00:00`);
  await page.getByLabel('Until').fill(`${monday}T00:00`);
  await button(page, 'Show what is booked').click();
  await desk.settled(page);
  await button(dialog(page), 'Close the room').click();
  await desk.settled(page);
  check((await problems(page)).length > 10, 'no time is no closure', await problems(page));
  await button(dialog(page), 'Close').first().click();

  await page.getByLabel('Until').fill(`${dates.after(monday, 2)}T00:00`);
  await page.getByLabel('Reason').fill('The floor');
  await button(page, 'Show what is booked').click();
  await dialog(page).locator('tbody tr').first().waitFor();
  const affected = await contentOf(dialog(page));
  check(/Tina Ray/.test(affected) && /Monday|Mon/.test(affected), 'who is affected is shown first', affected);
  await desk.accessible(page, 'what is affected');
  await button(dialog(page), 'Close the room').click();
  await desk.settled(page);
  check((await contentOf(dialog(page).locator('.problem'))).length > 20, 'nothing is cancelled unless it is chosen');
  check(!/Kim|Grace/.test(await problems(page)), 'and no name of staff is told');
  await dialog(page).getByLabel('Cancel them all').check();
  await button(dialog(page), 'Close the room').click();
  await desk.settled(page);
  const floor = row(page, 'coming year', 'The floor');
  check(/Weights Room/.test(await contentOf(floor)), 'then the room is closed', await problems(page));

  await desk.show(page, 'closures/trainer');
  await page.locator('#view').getByLabel('Trainer').selectOption({ label: 'Ines Paz' });
  await page.getByLabel('From').fill('2040-07-01T00:00');
  await page.getByLabel('Until').fill('2040-07-15T00:00');
  await button(page, 'Show what is booked').click();
  await desk.settled(page);
  check(/Nothing is booked/.test(await contentOf(dialog(page))), 'where nothing is booked, it says so');
  await button(dialog(page), 'Enter leave').click();
  await desk.settled(page);
  check(/Done/.test(await notice(page)), 'and leave is entered', await problems(page));

  await button(floor, 'Lift').click();
  await button(dialog(page), 'Lift').click();
  await desk.settled(page);
  check(await floor.count() === 0, 'a closure is lifted');
  await desk.close(page, 'closures');
}

async function testDemo() {
  const page = await desk.openAs('grace');
  await as('grace', 'mutation { createMember(input: { firstName: "Gus", lastName: "Orr", email: "gus.orr@example.com" }) { memberId } }');
  await desk.show(page, 'demo');
  await desk.accessible(page, 'demo');
  await button(page, 'Reset the demo').click();
  check(/removes every member/.test(await contentOf(dialog(page))), 'what is lost is said first');
  await button(dialog(page), 'Reset the demo').click();
  check(await dialog(page).count() === 1, 'and has to be agreed to');
  await dialog(page).getByLabel('Yes, remove everything').check();
  await button(dialog(page), 'Reset the demo').click();
  await page.waitForFunction(() => !document.querySelector('dialog[open]'), null, { timeout: 30000 });
  await desk.settled(page);
  const { searchMembers } = await as('grace', '{ searchMembers(query: "Orr") { nodes { memberId } } }');
  check(searchMembers.nodes.length === 0, 'then the demo is as it was', await notice(page));
  await desk.show(page, 'people');
  check(await page.locator('.found tbody tr').count() > 3, 'and who is signed in stays so');
  await desk.close(page, 'demo');
}

// A real club has no such mutation: the page shows nothing of it.
async function testNoDemo() {
  const page = await desk.newPage();
  await page.route('**/graphql', async (route) => {
    if (!/resetDemo/.test(route.request().postData() ?? '')) return route.continue();
    return route.fulfill({ json: { errors: [{ message: 'Cannot query field "resetDemo" on type "Mutation".' }] } });
  });
  await desk.signIn(page, 'grace');
  const views = await page.locator('#nav a').allInnerTexts();
  check(views.includes('Closures') && !views.includes('Demo'), 'a club that is no demo shows none', views);
  await page.evaluate(() => { location.hash = '#demo'; });
  await desk.settled(page);
  check(await page.locator('#view > .demo').count() === 0, 'not even to who knows its address');
  await desk.close(page, 'no demo');
}

async function testOnTelephone() {
  const page = await desk.openAs('grace', { locale: 'fr-CA', colorScheme: 'dark', viewport: { width: 360, height: 740 } });
  for (const view of ['people', `people/${BEN}`, `people/${BEN}/account`, 'money', 'money/day', 'equipment', 'closures', 'closures/room', 'demo']) {
    await desk.show(page, view);
    await desk.fits(page, view);
    await desk.accessible(page, `${view}, dark and in French`);
  }
  await desk.close(page, 'telephone');
}

module.exports = only([testSearch, testMember, testBookings, testPayments, testBills, testEquipment, testClosures, testDemo,
  testNoDemo, testOnTelephone]);
