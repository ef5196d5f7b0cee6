// Packs: the desk makes and sells them, members buy them, and both see what is
// left of their credits.
'use strict';

const desk = require('./harness.js');
const { as, button, contentOf, dates, dialog, notice, only, problems, row } = require('./parts/page.js');

const { check } = desk;
const BEN = '2';
const CARA = '3';

// A pack, as the desk makes it: the id.
async function createPack(input) {
  const { createPack: { packId } } = await as('grace', 'mutation ($input: CreatePackInput!) { createPack(input: $input) { packId } }',
    { input: { name: 'Ten visits', credits: 10, price: '150', ...input } });
  return packId;
}

async function sellPack(memberId, packId) {
  await as('grace', `mutation { sellPack(input: { memberId: "${memberId}", packId: "${packId}" }) { clientMutationId } }`);
}

async function creditsOf(memberId) {
  const { listCredits } = await as('grace', `{ listCredits(memberId: "${memberId}") { nodes { pack credits leftOver expiresOn } } }`);
  return listCredits.nodes;
}

async function send(page, text) {
  await button(dialog(page), text).click();
  await desk.settled(page);
}

function lot(page, text) {
  return row(page, /^Credits$/, text);
}

async function testCreate() {
  const page = await desk.openAs('grace');
  await desk.show(page, 'plans');
  await desk.accessible(page, 'plans and packs');
  await button(page, 'New pack').focus();
  await page.keyboard.press('Enter');
  await dialog(page).getByLabel('Name').fill('Ten visits');
  await dialog(page).getByLabel('Credits').fill('0');
  await dialog(page).getByLabel('Price').fill('150');
  await dialog(page).getByLabel('Valid for').fill('3');
  await dialog(page).getByLabel('given to another').check();
  await desk.accessible(page, 'a pack to be');
  await dialog(page).getByLabel('Credits').fill('10');
  await send(page, 'Save');
  const pack = row(page, 'Packs', 'Ten visits');
  check(/\$150\.00\s+10\s+every booking\s+valid for 3 months · Can be given/.test(await contentOf(pack)), 'there is a pack', await contentOf(pack),
    await problems(page));
  const { clubInfo } = await as('grace', '{ clubInfo { nodes { usesCover } } }');
  check(clubInfo.nodes[0].usesCover, 'and from then on packs pay for bookings');

  await button(page, 'New pack').click();
  await dialog(page).getByLabel('Name').fill('ten visits');
  await dialog(page).getByLabel('Price').fill('1');
  await send(page, 'Save');
  check(await dialog(page).getByLabel('Name').getAttribute('aria-invalid') === 'true' && /already a pack/.test(await problems(page)),
    'two packs do not have one name', await problems(page));
  await page.keyboard.press('Escape');

  await button(pack, 'Pays for').click();
  await dialog(page).getByLabel('Kind').selectOption('session');
  await dialog(page).getByLabel('Trainer').selectOption({ label: 'Tina Ray' });
  await desk.accessible(page, 'what a pack pays for');
  await send(page, 'Save');
  check(/all sessions with Tina Ray/.test(await contentOf(pack)), 'that pays for some bookings only', await contentOf(pack), await problems(page));

  await button(pack, 'Withdraw').click();
  await send(page, 'Withdraw');
  check(/no longer/.test(await contentOf(pack)), 'it can be withdrawn', await problems(page));
  await desk.show(page, `people/${BEN}`);
  await button(page, 'Sell a pack').click();
  check(!/Ten visits/.test(await contentOf(dialog(page))), 'and is not sold then');
  await page.keyboard.press('Escape');
  await desk.close(page, 'packs of the club');
}

async function testSell() {
  await createPack({ isTransferable: true, validFor: { days: 30 } });
  const page = await desk.openAs('grace');
  await desk.show(page, `people/${BEN}`);
  await button(page, 'Sell a pack').click();
  await dialog(page).getByLabel('Price').fill('120');
  await desk.accessible(page, 'a sale');
  await send(page, 'Sell a pack');
  check(/Ten visits\s+10 of 10/.test(await contentOf(lot(page, 'unpaid'))), 'the desk sells a pack', await problems(page));
  const bill = row(page, 'Open bills', 'Ten visits');
  check(/\$120\.00/.test(await contentOf(bill)), 'at its own price', await contentOf(bill));
  await button(bill, 'Take payment').click();
  await send(page, 'Take payment');
  check(await lot(page, 'unpaid').count() === 0 && await lot(page, 'paid').count() === 1, 'which is paid', await problems(page));
  await desk.accessible(page, 'a member with credits');

  await button(lot(page, 'Ten visits'), 'Transfer').click();
  await dialog(page).getByRole('searchbox').pressSequentially('diaz');
  await page.waitForFunction(() => /Cara Diaz/.test(document.querySelector('dialog select').textContent));
  await dialog(page).getByLabel('Credits').fill('3');
  await desk.accessible(page, 'a transfer');
  await send(page, 'Transfer');
  check(/7 of 10/.test(await contentOf(lot(page, 'Ten visits'))), 'credits are transferred', await problems(page));
  check((await creditsOf(CARA)).map(({ leftOver }) => leftOver).join() === '3', 'and another has them', await creditsOf(CARA));

  const [{ expiresOn }] = await creditsOf(BEN);
  await button(lot(page, 'Ten visits'), 'Extend').click();
  await dialog(page).getByLabel('Until').fill(dates.after(expiresOn, 10));
  await send(page, 'Extend');
  check((await creditsOf(BEN))[0].expiresOn === dates.after(expiresOn, 10), 'they can be used for longer', await problems(page));

  await button(lot(page, 'Ten visits'), 'Refund').click();
  await dialog(page).getByLabel('Credits').fill('8');
  await send(page, 'Give back');
  check(/credits/.test(await problems(page)), 'no more is refunded than is left', await problems(page));
  await dialog(page).getByLabel('Credits').fill('2');
  await desk.accessible(page, 'a refund of credits');
  await send(page, 'Give back');
  check(/5 of 10/.test(await contentOf(lot(page, 'Ten visits'))), 'what is left can be', await problems(page));
  await page.getByText('Payments of the last').first().click();
  check(/-\$24\.00/.test(await contentOf(row(page, 'Payments of the last', 'Ten visits').filter({ hasText: 'refund' }))),
    'for what they cost', await contentOf(page.locator('#view')));

  await button(page, 'Grant credits').click();
  await dialog(page).getByLabel('Credits').fill('2');
  await desk.accessible(page, 'a grant');
  await send(page, 'Grant credits');
  check(/2 of 2/.test(await contentOf(page.locator('#view'))), 'and others are granted', await problems(page));
  await desk.show(page, `money/books/${dates.today().slice(0, 7)}`);
  check(await row(page, '', 'Bookings, packs and dues: packs').count() === 1, 'the books have an account of packs', await contentOf(page.locator('#view')));
  await desk.close(page, 'a member\'s packs at the desk');
}

async function testBuy() {
  const packId = await createPack();
  const page = await desk.openAs('ben');
  await desk.show(page, 'membership');
  check(/no plan and no credits/.test(await contentOf(page.locator('#view'))), 'a member has nothing yet');
  await desk.accessible(page, 'a membership to be');
  await page.locator(`#buy-${packId}`).focus();
  await page.keyboard.press('Enter');
  check(/\$150\.00/.test(await contentOf(dialog(page))) && /once it is paid/.test(await contentOf(dialog(page))), 'the price is said first',
    await contentOf(dialog(page)));
  await desk.accessible(page, 'a pack to be bought');
  await send(page, 'Buy');
  check(/You have Ten visits now/.test(await notice(page)) && await lot(page, 'unpaid').count() === 1, 'a member buys a pack', await problems(page));
  await desk.show(page, 'bills');
  check(await row(page, 'All bills', 'Ten visits').count() === 1, 'and finds the bill');
  await desk.close(page, 'a member buys a pack');

  const token = await desk.tokenOf('ben');
  for (const [rule, input] of [['own_only', `memberId: "${CARA}", packId: "${packId}"`],
    ['staff_argument', `memberId: "${BEN}", packId: "${packId}", price: "1"`]]) {
    const error = desk.errorOf(await desk.ask(token, `mutation { sellPack(input: { ${input} }) { clientMutationId } }`));
    check(error.constraint === rule, `members buy for themselves, at the price that there is: ${rule}`, error);
  }
  for (const query of [`mutation { grantCredits(input: { memberId: "${BEN}", packId: "${packId}" }) { clientMutationId } }`,
    'mutation { createPack(input: { name: "Mine", credits: 1, price: "0" }) { clientMutationId } }']) {
    check(desk.errorOf(await desk.ask(token, query)).errcode === '42501', `and are refused: ${query}`);
  }
}

async function testOnTelephone() {
  await sellPack(BEN, await createPack({ validFor: { months: 1 }, isShared: true }));
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

module.exports = only([testCreate, testSell, testBuy, testOnTelephone]);
