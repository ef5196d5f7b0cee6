// What a booking costs is said before it is made and before it is cancelled:
// credits, a membership or money.
'use strict';

const desk = require('./harness.js');
const { as, button, contentOf, dates, dialog, notice, only, problems, row } = require('./parts/page.js');

const { check } = desk;
const BEN = '2';
const TINA = '1';

async function send(page, text) {
  await button(dialog(page), text).click();
  await desk.settled(page);
}

// Credits of a pack that Ben need not pay.
async function grant(credits, input = {}) {
  const { createPack: { packId } } = await as('grace', 'mutation ($input: CreatePackInput!) { createPack(input: $input) { packId } }',
    { input: { name: 'Ten visits', credits: 10, price: '150', ...input } });
  await as('grace', `mutation { grantCredits(input: { memberId: "${BEN}", packId: "${packId}", credits: ${credits} }) { saleId } }`);
  return packId;
}

async function join(input, scope) {
  const { createPlan: { planId } } = await as('grace', 'mutation ($input: CreatePlanInput!) { createPlan(input: $input) { planId } }',
    { input: { name: 'Gold', price: '60', ...input } });
  if (scope) await as('grace', `mutation { addPlanScope(input: { planId: "${planId}", ${scope} }) { planScopeId } }`);
  await as('grace', `mutation { joinPlan(input: { memberId: "${BEN}", planId: "${planId}" }) { membershipId } }`);
}

// A class two weeks ahead, at noon.
async function createClass(name) {
  const date = dates.monday(14);
  const { createClass: { classId } } = await as('grace', `mutation { createClass(input: { name: "${name}", trainerId: "3", roomId: "5", price: "20",
    startTime: "${date} 12:00 America/Toronto", endTime: "${date} 12:30 America/Toronto" }) { classId } }`);
  return classId;
}

async function balance() {
  return (await as('grace', `{ memberBalance(memberId: "${BEN}") }`)).memberBalance;
}

function found(page, text) {
  return page.locator('#view tbody tr', { hasText: text });
}

async function showClass(page, name) {
  await desk.show(page, `classes//${encodeURIComponent(name)}`);
}

async function testClass() {
  await createClass('Course of credits');
  const page = await desk.openAs('ben');
  await showClass(page, 'Course of credits');
  check(/\$20\.00/.test(await contentOf(found(page, 'Course of credits'))), 'without packs a class has a price');
  await grant(2);
  const before = await balance();
  await showClass(page, 'none');
  await showClass(page, 'Course of credits');
  const seat = found(page, 'Course of credits');
  check(/credits of Ten visits/.test(await contentOf(seat)), 'with credits it is said that they pay', await contentOf(seat));
  await desk.accessible(page, 'classes that credits pay for');
  await button(seat, 'Take a seat').click();
  await desk.settled(page);
  check(/You have a seat/.test(await contentOf(seat)) && await balance() === before, 'and they do', await problems(page));
  await desk.show(page, 'membership');
  check(/1 of 2/.test(await contentOf(row(page, /^Credits$/, 'Ten visits'))), 'one less is left', await contentOf(page.locator('#view')));

  await desk.show(page, 'bookings');
  const booking = found(page, 'Course of credits');
  check(/Ten visits, 1 credit/.test(await contentOf(booking)), 'the booking says what pays for it', await contentOf(booking));
  await button(booking, 'Give back').click();
  await page.waitForSelector('dialog');
  check(/gives back 1 credit of Ten visits/.test(await contentOf(dialog(page))), 'and until when the credit comes back', await contentOf(dialog(page)));
  await desk.accessible(page, 'a seat to be given back');
  await page.keyboard.press('Escape');
  await as('grace', 'mutation { updateClub(input: { cancellationNotice: { days: 60 } }) { clubId } }');
  await button(booking, 'Give back').click();
  await page.waitForSelector('dialog');
  check(/forfeits 1 credit of Ten visits/.test(await contentOf(dialog(page))), 'or that it is forfeited', await contentOf(dialog(page)));
  await as('grace', 'mutation { updateClub(input: { cancellationNotice: { hours: 24 } }) { clubId } }');
  await send(page, 'Give back the seat');
  await desk.show(page, 'membership');
  check(/2 of 2/.test(await contentOf(row(page, /^Credits$/, 'Ten visits'))), 'what is cancelled in time is given back', await problems(page));
  await desk.close(page, 'classes and credits');
}

async function testSession() {
  const packId = await grant(1, { validFor: { days: 3 } });
  await as('grace', `mutation { sellPack(input: { memberId: "${BEN}", packId: "${packId}" }) { saleId } }`);
  const page = await desk.openAs('ben');
  await desk.show(page, `free_times/${TINA}`);
  const slots = page.locator('#view .slot-days button');
  await slots.last().click();
  await page.waitForSelector('dialog');
  const far = await contentOf(dialog(page));
  check(/\$85\.00/.test(far) && /Not Ten visits: These credits do not hold on that day/.test(far), 'the price is said, and why credits do not pay', far);
  await desk.accessible(page, 'a session to be paid');
  await page.keyboard.press('Escape');
  await desk.settled(page);
  await join({ visits: 4 });
  await slots.last().click();
  await page.waitForSelector('dialog');
  const covered = await contentOf(dialog(page));
  check(/Gold \(4 left/.test(covered) && !/\$/.test(covered), 'or that a plan does', covered);
  const before = await balance();
  await send(page, 'Book');
  check(/Booked/.test(await notice(page)) && await balance() === before, 'and nothing is billed', await problems(page));
  await desk.show(page, 'membership');
  const { listMemberships } = await as('grace', `{ listMemberships(memberId: "${BEN}") { nodes { visitsLeft } } }`);
  check(listMemberships.nodes.length === 1 && await page.locator('.card.membership').count() === 1, 'by the membership', listMemberships.nodes);
  await desk.close(page, 'a session and a plan');
}

async function testDiscount() {
  await join({}, 'kind: "class", discount: "25"');
  await createClass('Course at a discount');
  const page = await desk.openAs('ben');
  await showClass(page, 'Course at a discount');
  check(/\$15\.00/.test(await contentOf(found(page, 'Course at a discount'))), 'a plan\'s discount is taken off the price',
    await contentOf(found(page, 'Course at a discount')));
  await desk.close(page, 'a discount');
}

async function testDesk() {
  const classId = await createClass('Course to be paid');
  await grant(3);
  await as('grace', `mutation { registerForClass(input: { memberId: "${BEN}", classId: "${classId}" }) { registrationId } }`);
  const page = await desk.openAs('grace');
  await desk.show(page, `people/${BEN}`);
  const booking = row(page, 'Bookings to come', 'Course to be paid');
  check(/Ten visits, 1 credit/.test(await contentOf(booking)), 'the desk sees what pays for a booking', await contentOf(booking));
  await button(booking, 'Pay otherwise').click();
  await dialog(page).getByLabel('Pay with').selectOption({ label: 'A bill' });
  await desk.accessible(page, 'what pays for a booking');
  await send(page, 'Save');
  check(/\$20\.00\s+\$20\.00/.test(await contentOf(booking)), 'and has it paid otherwise', await contentOf(booking), await problems(page));
  await button(booking, 'Pay otherwise').click();
  await dialog(page).getByLabel('Pay with').selectOption({ label: 'A membership' }).catch(() => {});
  await dialog(page).getByLabel('Pay with').selectOption({ label: 'Credits of Ten visits, 3 left' });
  await send(page, 'Save');
  check(/Ten visits, 1 credit\s+\$0\.00/.test(await contentOf(booking)), 'or by credits again', await contentOf(booking), await problems(page));

  await button(page, 'Book a session').click();
  await page.locator('dialog .slot-days button').first().click();
  await page.locator('dialog .cost').waitFor();
  check(/credits of Ten visits \(2 left/.test(await contentOf(dialog(page))), 'what a session costs is said at the desk as well', await contentOf(dialog(page)));
  await desk.accessible(page, 'a session at the desk');
  await page.keyboard.press('Escape');
  await desk.close(page, 'cover at the desk');
}

async function choose(page, text, name) {
  await dialog(page).getByRole('searchbox').pressSequentially(text);
  await page.waitForFunction((one) => document.querySelector('dialog [name=memberId]').textContent.includes(one), name);
  await page.locator('dialog .cost').waitFor();
}

async function testBoard() {
  const date = dates.monday(14);
  await createClass('Course to be paid');
  await grant(3);
  const page = await desk.openAs('grace');
  await desk.show(page, `board/${date}`);
  await page.locator('.block', { hasText: 'Course to be paid' }).click();
  await page.waitForSelector('dialog');
  await dialog(page).locator('summary', { hasText: 'Register a member' }).click();
  await choose(page, 'cole', 'Ben Cole');
  check(/Price: credits of Ten visits \(3 left/.test(await contentOf(dialog(page))), 'what a seat costs is said on the board', await contentOf(dialog(page)));
  await desk.accessible(page, 'a seat on the board');
  await dialog(page).getByLabel('Close').click();
  await page.waitForSelector('dialog', { state: 'detached' });

  await page.locator('#new-session').click();
  await page.locator('dialog [name=start]').fill(`${date}T13:00`);
  await choose(page, 'diaz', 'Cara Diaz');
  check(/Price: \$85\.00/.test(await contentOf(page.locator('dialog .cost').locator('..'))), 'and what a session costs', await contentOf(dialog(page)));
  await page.locator('dialog [name=price]').fill('50');
  await page.locator('dialog .cost').waitFor({ state: 'detached' });
  check(true, 'but for one at a price that is given');
  await page.keyboard.press('Escape');
  await desk.close(page, 'cost on the board');
}

async function testOnTelephone() {
  await createClass('Course of credits');
  await grant(5);
  const page = await desk.openAs('ben', { locale: 'fr-CA', colorScheme: 'dark', viewport: { width: 360, height: 740 } });
  await showClass(page, 'Course of credits');
  check(/crédits de Ten visits/.test(await contentOf(found(page, 'Course of credits'))), 'costs are said in French');
  await desk.fits(page, 'classes and credits');
  await desk.accessible(page, 'classes and credits, dark and in French');
  await desk.show(page, `free_times/${TINA}`);
  await page.locator('#view .slot-days button').last().click();
  await page.waitForSelector('dialog');
  await desk.fits(page, 'a session');
  await desk.accessible(page, 'a session, dark and in French');
  await page.keyboard.press('Escape');
  await desk.close(page, 'telephone');
}

module.exports = only([testClass, testSession, testDiscount, testDesk, testBoard, testOnTelephone]);
