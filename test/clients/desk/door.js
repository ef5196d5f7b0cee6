// The door at the desk: who comes is found, let in or not, and listed.
'use strict';

const desk = require('./harness.js');
const { as, button, contentOf, dates, only, problems, row, within } = require('./parts/page.js');

const { check } = desk;
const BEN = '2';
const CARA = '3';

async function setClub(admission) {
  await as('grace', `mutation { updateClub(input: { admission: "${admission}" }) { clubId } }`);
}

async function find(page, text, count = 1) {
  await page.getByLabel('Find a member').fill(text);
  await page.waitForFunction((wanted) => document.querySelectorAll('.door-found li').length === wanted, count);
}

function card(page, kind) {
  return page.locator(`.card.${kind}`);
}

function visits(page) {
  return within(page, /today$/).locator('tbody tr');
}

async function testCheckIn() {
  await setClub('anybody');
  const { createPlan: { planId } } = await as('grace', 'mutation { createPlan(input: { name: "Gold", price: "60" }) { planId } }');
  await as('grace', `mutation { joinPlan(input: { memberId: "${BEN}", planId: "${planId}" }) { membershipId } }`);
  const page = await desk.openAs('grace');
  await desk.show(page, 'door');
  check(await visits(page).count() === 0, 'nobody has come yet');
  await desk.accessible(page, 'the door');
  await page.getByLabel('Find a member').press('Enter');
  check(await card(page, 'admitted').count() === 0, 'nobody is let in by a key');
  await find(page, 'cole');
  await desk.accessible(page, 'somebody at the door');
  await page.keyboard.press('Enter');
  await card(page, 'admitted').waitFor();
  await desk.settled(page);
  const { memberBalance } = await as('grace', `{ memberBalance(memberId: "${BEN}") }`);
  const said = await contentOf(card(page, 'admitted'));
  check(/Ben Cole.*has come in/s.test(said) && said.includes(memberBalance) && /Gold/.test(said), 'a member comes in, and the desk sees what they have and owe',
    said, await problems(page));
  check(await visits(page).count() === 1 && /Ben Cole.*Grace Kim/s.test(await contentOf(visits(page))), 'the visit is listed', await contentOf(visits(page)));
  check(await page.evaluate(() => document.activeElement.type) === 'search'
    && await page.getByLabel('Find a member').inputValue() === '', 'and the next can be looked for at once');
  await desk.accessible(page, 'somebody who has come in');

  await find(page, 'ben.cole');
  await button(page.locator('.door-found'), 'Check in').click();
  await desk.settled(page);
  check(/came in at/.test(await contentOf(card(page, 'admitted'))) && await visits(page).count() === 1, 'who comes again at once has come once',
    await contentOf(card(page, 'admitted')));
  await desk.close(page, 'the door');
}

async function testRefused() {
  const { createMember: { memberId } } = await as('grace',
    'mutation { createMember(input: { firstName: "Gita", lastName: "Rao", email: "gita.rao@example.com" }) { memberId } }');
  await setClub('members');
  const page = await desk.openAs('grace');
  await desk.show(page, 'door');
  await find(page, 'rao');
  await button(page.locator('.door-found'), 'Check in').click();
  await desk.settled(page);
  check(/Gita Rao.*not admitted.*is for today/s.test(await contentOf(card(page, 'refused'))) && await visits(page).count() === 0,
    'who has nothing for today is not let in', await contentOf(page.locator('#view')));
  await desk.accessible(page, 'somebody who is not let in');
  await page.keyboard.type('Has come to look');
  await page.keyboard.press('Enter');
  await card(page, 'admitted').waitFor();
  await desk.settled(page);
  check(/Gita Rao.*Grace Kim.*Has come to look/s.test(await contentOf(visits(page))), 'unless for a reason', await problems(page));
  check(await card(page, 'refused').count() === 0, 'which is asked for no longer');

  const { createPack: { packId } } = await as('grace', 'mutation { createPack(input: { name: "Ten visits", credits: 10, price: "0" }) { packId } }');
  await as('grace', `mutation { sellPack(input: { memberId: "${CARA}", packId: "${packId}" }) { saleId } }`);
  await find(page, 'diaz');
  await page.locator(`#check-in-${CARA}`).click();
  await desk.settled(page);
  check(/Cara Diaz.*has come in/s.test(await contentOf(card(page, 'admitted'))) && await visits(page).count() === 2, 'who has credits is let in',
    await contentOf(card(page, 'admitted')), await problems(page));
  await page.getByRole('link', { name: 'Gita Rao' }).click();
  await page.waitForSelector('.view.people dl');
  check((await page.evaluate(() => location.hash)) === `#people/${memberId}`, 'and has a page');
  await desk.close(page, 'the door of a club for members');
  await setClub('anybody');
}

async function testNobodyElse() {
  for (const name of ['ana', 'tina']) {
    const token = await desk.tokenOf(name);
    for (const query of [`mutation { checkIn(input: { memberId: "${BEN}" }) { visit } }`, `{ listVisits(memberId: "${BEN}",
      fromTime: "${dates.today()}", toTime: "2100-01-01") { nodes { cameAt } } }`]) {
      const error = desk.errorOf(await desk.ask(token, query));
      check(error.errcode === '42501', `${name} is refused: ${query}`, error);
    }
  }
}

async function testOnTelephone() {
  await as('grace', `mutation { checkIn(input: { memberId: "${BEN}", reason: "Has come to look" }) { visit } }`);
  const page = await desk.openAs('grace', { locale: 'fr-CA', colorScheme: 'dark', viewport: { width: 360, height: 740 } });
  await desk.show(page, 'door');
  await page.locator('#view input[type=search]').fill('diaz');
  await page.locator(`#check-in-${CARA}`).click();
  await card(page, 'admitted').waitFor();
  await desk.fits(page, 'door');
  await desk.accessible(page, 'door, dark and in French');
  check(await row(page, /aujourd’hui/, 'Cara Diaz').count() === 1, 'the door speaks French');
  await desk.close(page, 'telephone');
}

module.exports = only([testCheckIn, testRefused, testNobodyElse, testOnTelephone]);
