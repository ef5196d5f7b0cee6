// The desk's view of the club: rooms, services, trainers, prices and rules.
'use strict';

const desk = require('./harness.js');
const { button, contentOf, dialog, notice, only, problems, row } = require('./parts/page.js');

const { check } = desk;

async function save(page) {
  await button(dialog(page), 'Save').click();
  await desk.settled(page);
}

async function testRooms() {
  const page = await desk.openAs('grace');
  await desk.show(page, 'club');
  await desk.accessible(page, 'club');
  await button(page, 'New room').click();
  await dialog(page).getByLabel('Name').fill('pool');
  await dialog(page).getByLabel('People').fill('8');
  await desk.accessible(page, 'a room');
  await save(page);
  check(await dialog(page).getByLabel('Name').getAttribute('aria-invalid') === 'true', 'two rooms do not have one name', await problems(page));
  await dialog(page).getByLabel('Name').fill('Ring');
  await save(page);
  check(/8/.test(await contentOf(row(page, 'Rooms', 'Ring'))), 'there is another room', await problems(page));
  await button(row(page, 'Rooms', 'Ring'), 'Change').click();
  await dialog(page).getByLabel('Bookings at once').fill('2');
  await save(page);
  check(/8\s+2/.test(await contentOf(row(page, 'Rooms', 'Ring'))), 'for two at once', await contentOf(row(page, 'Rooms', 'Ring')));
  await desk.close(page, 'rooms');
}

async function testServices() {
  const page = await desk.openAs('grace');
  await desk.show(page, 'club');
  await button(page, 'New service').click();
  await dialog(page).getByLabel('Name').fill('Massage');
  await dialog(page).getByLabel('Minutes').fill('50');
  await dialog(page).getByLabel('Price').fill('60');
  await dialog(page).getByLabel('Credits').fill('2');
  await desk.accessible(page, 'a service');
  await save(page);
  const massage = row(page, 'Services', 'Massage');
  check(/50 minutes\s+\$60\.00\s+2/.test(await contentOf(massage)), 'a service has a length, a price and credits that it uses',
    await contentOf(massage));
  await button(massage, 'Change').click();
  await dialog(page).getByLabel('Price').fill('');
  await save(page);
  check(/50 minutes\s+standard/.test(await contentOf(massage)), 'or the club\'s', await contentOf(massage));

  await desk.show(page, 'people/2');
  await button(page, 'Book a session').click();
  await dialog(page).getByLabel('Activity').fill('Massage');
  await dialog(page).getByLabel('Activity').press('Tab');
  await desk.settled(page);
  check(!await dialog(page).getByLabel('Length').isVisible(), 'who books it is not asked how long it is');
  await page.locator('dialog .slot-days button').first().click();
  await button(dialog(page), 'Take this time').click();
  await desk.settled(page);
  check(await row(page, 'Bookings to come', 'Massage').count() === 1, 'and gets it', await problems(page));

  await desk.show(page, 'club');
  await button(massage, 'Withdraw').click();
  await button(dialog(page), 'Withdraw').click();
  await desk.settled(page);
  check(/no longer/.test(await contentOf(massage)), 'it can be withdrawn', await notice(page));
  await button(massage, 'Offer again').click();
  await desk.settled(page);
  check(!/no longer/.test(await contentOf(massage)), 'and offered again', await problems(page));
  await desk.close(page, 'services');
}

async function testTrainers() {
  const page = await desk.openAs('grace');
  await desk.show(page, 'club');
  await button(page, 'New trainer').click();
  await dialog(page).getByLabel('First name').fill('Lin');
  await dialog(page).getByLabel('Last name').fill('Wu');
  await dialog(page).getByLabel('E-mail').fill('lin.wu@example.com');
  await desk.accessible(page, 'a trainer');
  await save(page);
  const lin = row(page, 'Trainers', 'Lin Wu');
  await button(lin, 'Change').click();
  await dialog(page).getByLabel('Specialization').fill('Boxing');
  await save(page);
  check(/Boxing/.test(await contentOf(lin)), 'there is another trainer', await problems(page));
  await button(lin, 'Set a password').click();
  await dialog(page).getByLabel('New password').fill('first password');
  await save(page);
  const who = ['trainer', 'lin.wu@example.com'];
  check(await desk.tokenOf(who, 'first password') !== null, 'who signs in with the password from the desk', await problems(page));
  await button(lin, 'Has left').click();
  await button(dialog(page), 'Has left').click();
  await desk.settled(page);
  check(/no longer/.test(await contentOf(lin)) && await desk.tokenOf(who, 'first password') === null, 'until they leave', await problems(page));
  await button(lin, 'Is back').click();
  await desk.settled(page);
  check(await desk.tokenOf(who, 'first password') !== null, 'and from when they are back', await problems(page));
  await desk.close(page, 'trainers');
}

async function testSettings() {
  const page = await desk.openAs('grace');
  await desk.show(page, 'club');
  await page.getByLabel('Late cancellation fee').fill('101');
  await button(page, 'Save').click();
  await desk.settled(page);
  check(await page.getByLabel('Late cancellation fee').getAttribute('aria-invalid') === 'true', 'a fee is not more than the bill', await problems(page));
  await page.getByLabel('Late cancellation fee').fill('50');
  await page.getByLabel('Cash is rounded to').fill('101');
  await button(page, 'Save').click();
  await desk.settled(page);
  check(await page.getByLabel('Cash is rounded to').getAttribute('aria-invalid') === 'true' && /from 0 to 100/.test(await problems(page)),
    'no coin is so large', await problems(page));
  await page.getByLabel('Cash is rounded to').fill('0.05');
  await page.getByLabel('What was paid for a booking').selectOption({ label: 'goes on account' });
  await page.getByLabel('pay for bookings').check();
  await page.getByLabel('past due').fill('21');
  await page.getByLabel('The door').selectOption({ label: 'those with a plan, a pack or a booking' });
  await page.getByLabel('Shortest session').fill('30');
  await page.getByLabel('Longest session').fill('120');
  await page.getByLabel('Sessions start every').fill('15');
  await page.getByLabel('Standard price of a private session').fill('90.50');
  await page.getByLabel('Book at the earliest').fill('14');
  await page.locator('#view form').getByLabel('Name').fill('Harbour Gym & Spa');
  await button(page, 'Save').click();
  await desk.settled(page);
  check(await page.locator('#club').innerText() === 'Harbour Gym & Spa', 'the club has another name', await problems(page));
  const { data } = await desk.ask(null, `{ clubInfo { nodes { defaultSessionPrice lateCancellationFeePercent
    bookingHorizon { days hours } cancellationNotice { days hours } cancelledPayment cashStep
    usesCover blockPastDueDays admission shortestSession { hours minutes } longestSession { hours minutes } startStep { hours minutes } } } }`);
  const [info] = data.clubInfo.nodes;
  check(info.defaultSessionPrice === '90.50' && Number(info.lateCancellationFeePercent) === 50, 'prices and fees', info);
  check((info.bookingHorizon.days ?? 0) * 24 + info.bookingHorizon.hours === 14 * 24 && info.cancellationNotice.hours === 24,
    'and rules; what was not changed stays', info);
  check(info.cancelledPayment === 'credit' && info.cashStep === '0.05', 'what is paid for a cancelled booking, and coins', info);
  check(info.usesCover && info.blockPastDueDays === 21 && info.admission === 'members', 'what covers, what blocks and who is let in', info);
  const minutes = [info.shortestSession, info.longestSession, info.startStep].map(({ hours, minutes: rest }) => (hours ?? 0) * 60 + (rest ?? 0));
  check(String(minutes) === '30,120,15', 'and how long sessions are', minutes);
  const grace = await desk.tokenOf('grace');
  await desk.ask(grace, `mutation { updateClub(input: { name: "Harbour Gym", defaultSessionPrice: "85", lateCancellationFeePercent: "0",
    bookingHorizon: { days: 0 }, cancelledPayment: "keep", cashStep: "0", shortestSession: { minutes: 0 }, longestSession: { hours: 24 },
    startStep: { minutes: 0 }, usesCover: false, blockPastDueDays: 0, admission: "anybody" }) { clubId } }`); // settings outlive the demo
  await desk.close(page, 'settings');
}

async function testOnTelephone() {
  const page = await desk.openAs('grace', { locale: 'fr-CA', colorScheme: 'dark', viewport: { width: 360, height: 740 } });
  await desk.show(page, 'club');
  await desk.fits(page, 'club');
  await desk.accessible(page, 'club, dark and in French');
  await desk.close(page, 'telephone');
}

module.exports = only([testRooms, testServices, testTrainers, testSettings, testOnTelephone]);
