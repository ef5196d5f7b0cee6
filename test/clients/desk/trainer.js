// What trainers do on the page, and what they may not see.
'use strict';

const desk = require('./harness.js');
const { button, contentOf, dates, dialog, notice, only, problems } = require('./parts/page.js');

const { check } = desk;
const TINA = '1';

function weekOf(name, date) {
  return desk.tokenOf(name).then((token) => desk.ask(token, `{ schedule(trainerIds: ["${TINA}"],
    fromTime: "${date} 00:00 America/Toronto", toTime: "${dates.after(date, 7)} 00:00 America/Toronto") {
    nodes { kind bookingId title member startTime } } }`)).then(({ data }) => data.schedule.nodes);
}

async function testWeek() {
  const page = await desk.openAs('tina');
  const next = dates.monday(7);
  await desk.show(page, `week/${next}`);
  const booked = await weekOf('tina', next);
  const shown = await page.locator('.entry').allInnerTexts();
  check(booked.length > 0 && shown.length === booked.length, 'a trainer sees the week\'s bookings', shown);
  check(booked.every(({ member }) => !member || shown.some((text) => text.includes(member))), 'with who comes', shown);
  await desk.accessible(page, 'week');

  const [session] = booked.filter(({ kind }) => kind === 'session');
  const entry = page.locator(`#session-${session.bookingId}`);
  await entry.focus();
  await page.keyboard.press('Enter');
  await desk.accessible(page, 'a booking');
  await button(dialog(page), 'Move').click();
  await dialog(page).getByLabel('From').fill(dates.after(next, 2));
  await desk.settled(page);
  await page.locator('dialog .slot-days button').first().click();
  await button(dialog(page), 'Take this time').click();
  await desk.settled(page);
  check(/Moved/.test(await notice(page)), 'a session is moved to a time that is free', await notice(page));
  const moved = (await weekOf('tina', next)).find(({ bookingId }) => bookingId === session.bookingId);
  check(moved?.startTime !== session.startTime, 'in the database as well', session, moved);

  await page.locator('button.entry').first().click();
  const title = await dialog(page).locator('h2').innerText();
  await button(dialog(page), 'Cancel booking').click();
  await desk.accessible(page, 'a cancellation');
  await button(dialog(page), 'Cancel booking').click();
  await desk.settled(page);
  check(await page.locator('.entry').count() === booked.length - 1, `${title} is cancelled`, await notice(page));
  await desk.close(page, 'week');
}

async function testWeekOfOthers() {
  const page = await desk.openAs('tina');
  await desk.show(page, `week/${dates.monday(-7)}`);
  await page.locator('button.entry').first().click();
  check(await button(dialog(page), 'Move').count() === 0 && await button(dialog(page), 'Cancel booking').count() === 0,
    'what has begun is not moved');
  await button(dialog(page), 'Close').click();

  await desk.show(page, `week/${dates.monday(7)}`);
  const before = await page.locator('.entry').count();
  const grace = await desk.tokenOf('grace');
  const saturday = dates.after(dates.monday(7), 5);
  const window = await desk.ask(grace, `mutation { setAvailability(input: { trainerId: "${TINA}", availableOn: "${saturday}",
    startTime: "09:00", endTime: "12:00" }) { availabilityId } }`);
  const answer = await desk.ask(grace, `mutation { bookSession(input: { memberId: "5", trainerId: "${TINA}",
    startTime: "${saturday} 09:00 America/Toronto", endTime: "${saturday} 10:00 America/Toronto" }) { sessionId } }`);
  await page.waitForFunction((count) => document.querySelectorAll('.entry').length > count, before);
  check(!answer.errors, 'what the desk books is there at once', window, answer);
  await desk.close(page, 'week of others');
}

// A class that moves takes its members along, if they can.
async function testMoveOfClass() {
  const page = await desk.openAs('tina');
  const next = dates.monday(7);
  await desk.show(page, `week/${next}`);
  await page.locator('button.entry.class').first().click();
  await button(dialog(page), 'Move').click();
  await dialog(page).getByLabel('From').fill(dates.after(next, 1));
  await desk.settled(page);
  const first = page.locator('dialog .slot-days section').first();
  check(/Tuesday/.test(await first.innerText()), 'times are offered from a day on', await first.innerText());
  await button(first, '12:30 PM').click();
  await button(dialog(page), 'Take this time').click();
  await desk.settled(page);
  check(/busy/.test(await contentOf(dialog(page))), 'it is told that members have another booking then', await contentOf(dialog(page)));
  await button(dialog(page), 'Back').click();
  await desk.settled(page);
  check((await contentOf(dialog(page).locator('.problem'))).length > 20, 'without them it moves only when that is wanted');
  await button(dialog(page), 'Take this time').click();
  await button(dialog(page), 'Move without them').click();
  await desk.settled(page);
  const day = await contentOf(page.locator('.day').nth(1));
  check(/12:30[^]*Circuit/.test(day), 'then the class is at another time', day);
  await page.locator('button.entry.class').first().click();
  await button(dialog(page), 'Cancel booking').click();
  check(/will be told/.test(await contentOf(dialog(page))), 'before it is cancelled, it says how many are told', await contentOf(dialog(page)));
  await button(dialog(page), 'Cancel booking').click();
  await desk.settled(page);
  check(!/Circuit/.test(await contentOf(page.locator('.days'))), 'and then it is gone', await problems(page));
  await desk.close(page, 'move of a class');
}

async function testHours() {
  const page = await desk.openAs('tina');
  await desk.show(page, 'hours');
  await desk.accessible(page, 'hours');
  const rows = page.locator('table', { hasText: 'Every week' }).locator('tbody tr');
  const before = await rows.count();
  await button(page, 'Add hours').click();
  await dialog(page).getByLabel('Day').selectOption('5');
  await dialog(page).getByLabel('From').fill('10:00');
  await dialog(page).getByLabel('To', { exact: true }).fill('12:00');
  await button(dialog(page), 'Add hours').click();
  await desk.settled(page);
  check(await rows.count() === before + 1 && /Saturday/.test(await rows.last().innerText()), 'hours are added', await rows.allInnerTexts());

  await button(rows.last(), 'Change').click();
  await dialog(page).getByLabel('To', { exact: true }).fill('13:00');
  await desk.accessible(page, 'a change of hours');
  await button(dialog(page), 'Save').click();
  await desk.settled(page);
  check(/1:00/.test(await rows.last().innerText()), 'and made longer', await rows.last().innerText());

  await button(rows.last(), 'Remove').click();
  await button(dialog(page), 'Remove').click();
  await desk.settled(page);
  check(await rows.count() === before, 'and removed');

  await button(rows.first(), 'Remove').click();
  await button(dialog(page), 'Remove').click();
  await desk.settled(page);
  check(await rows.count() === before && (await problems(page)).length > 20, 'but not those that a booking needs', await problems(page));
  check(!/Grace|Kim/.test(await problems(page)), 'which is told without anybody\'s name');
  await desk.close(page, 'hours');
}

async function testLeave() {
  const page = await desk.openAs('tina');
  await desk.show(page, 'hours');
  const monday = dates.monday(7);
  await page.getByLabel('From').fill(`${monday}T00:00`);
  await page.getByLabel('Until').fill(`${dates.after(monday, 1)}T00:00`);
  await page.getByLabel('Reason').fill('A day by the sea');
  await button(page, 'Show what is booked').click();
  await dialog(page).locator('tbody tr').first().waitFor();
  const affected = await dialog(page).locator('tbody tr').count();
  const booked = (await weekOf('tina', monday)).filter(({ startTime }) => startTime.slice(0, 10) === monday).length;
  check(affected > 0 && affected === booked, 'before leave is entered, it says what is booked', affected, booked);
  await desk.accessible(page, 'what is affected');
  await button(dialog(page), 'Enter leave').click();
  await desk.settled(page);
  check((await contentOf(dialog(page).locator('.problem'))).length > 20, 'which is kept at first', await contentOf(dialog(page)));
  await dialog(page).getByLabel('Cancel them all').check();
  await button(dialog(page), 'Enter leave').click();
  await desk.settled(page);
  const leave = page.locator('table', { hasText: 'A day by the sea' });
  check(await leave.count() === 1, 'or cancelled', await contentOf(page.locator('#view')));
  await desk.show(page, `week/${monday}`);
  check(/All day\s+On leave/.test(await page.locator('.day').first().innerText()), 'the week says so', await page.locator('.day').first().innerText());
  await desk.accessible(page, 'a week with leave');
  await desk.show(page, 'hours');
  await button(leave, 'End leave').click();
  await button(dialog(page), 'End leave').click();
  await desk.settled(page);
  check(await leave.count() === 0, 'leave can be ended');
  await desk.close(page, 'leave');
}

async function testClasses() {
  const page = await desk.openAs('tina');
  await desk.show(page, `my_classes/${dates.monday(-7)}`);
  await page.locator('a.card').first().click();
  await page.waitForSelector('.attendee');
  await desk.settled(page);
  await desk.accessible(page, 'who came');
  const absent = page.locator('.attendee[aria-pressed=false]').first();
  const seat = await absent.getAttribute('id');
  await absent.focus();
  await page.keyboard.press('Enter');
  await desk.settled(page);
  check(await page.locator(`#${seat}`).getAttribute('aria-pressed') === 'true', 'one tap says that a member came');
  check(await page.evaluate(() => document.activeElement.id) === seat, 'and the focus stays there');

  await desk.show(page, `my_classes/${dates.monday(7)}`);
  await page.locator('a.card').first().click();
  await page.waitForSelector('.attendee');
  await desk.settled(page);
  await page.locator('.attendee').first().click();
  await desk.settled(page);
  check((await problems(page)).length > 20, 'but not before the class begins', await problems(page));

  const name = await page.locator('.attendance h3').innerText();
  await button(page, 'Change class').click();
  await dialog(page).getByLabel('Seats').fill('11');
  await button(dialog(page), 'Save').click();
  await desk.settled(page);
  check(/of 11/.test(await page.locator('a.card', { hasText: name }).innerText()), 'a class gets fewer seats');

  const friday = dates.after(dates.monday(7), 4);
  await button(page, 'New class').click();
  await dialog(page).getByLabel('Name').fill('Kettlebells');
  await dialog(page).getByLabel('From').fill(`${friday}T15:00`);
  await dialog(page).getByLabel('To', { exact: true }).fill(`${friday}T16:00`);
  await desk.accessible(page, 'a class to be');
  await button(dialog(page), 'Create class').click();
  await desk.settled(page);
  check(await page.locator('a.card', { hasText: 'Kettlebells' }).count() === 1, 'and there is another', await problems(page));
  await desk.close(page, 'classes');
}

async function testMembers() {
  const page = await desk.openAs('tina');
  await desk.show(page, 'my_members');
  const tina = await desk.tokenOf('tina');
  const { data } = await desk.ask(tina, `{ lookupMembers(trainerId: "${TINA}") { nodes { memberId firstName lastName } } }`);
  const mine = data.lookupMembers.nodes;
  const links = page.locator('.found tbody a');
  check(mine.length > 0 && await links.count() === mine.length, 'a trainer sees the members whom they work with', await links.allInnerTexts());
  await desk.accessible(page, 'members');
  await page.getByLabel('Search by name').fill('ben co');
  await page.waitForFunction(() => document.querySelectorAll('.found tbody a').length === 1);
  await links.first().click();
  await page.waitForSelector('.view.my_members svg');
  await desk.settled(page);
  const about = await contentOf(page.locator('#view'));
  check(/Ben Cole/.test(about) && /84 kg/.test(about), 'and the goal of each', about);
  check(!/\$|Owes|Bill/.test(about), 'but nothing of what they owe');
  await desk.accessible(page, 'a member');

  await button(page, 'Book a session').click();
  await page.locator('dialog .slot-days button').first().click();
  await button(dialog(page), 'Take this time').click();
  await desk.settled(page);
  check(/booked/.test(await notice(page)), 'a session is booked for a member', await problems(page));
  await desk.close(page, 'members');
}

async function testOthers() {
  const tina = await desk.tokenOf('tina');
  const grace = await desk.tokenOf('grace');
  const mine = (await desk.ask(tina, `{ lookupMembers(trainerId: "${TINA}") { nodes { memberId } } }`)).data.lookupMembers.nodes;
  const created = await desk.ask(grace, 'mutation { createMember(input: { firstName: "Gus", lastName: "Orr", email: "gus.orr@example.com" }) { memberId } }');
  const { memberId } = created.data.createMember;
  check(!mine.some((one) => one.memberId === memberId), 'somebody else is no member of theirs');
  const refusals = await Promise.all([
    `{ healthHistoryList(memberId: "${memberId}") { weight } }`,
    '{ lookupMembers(trainerId: "2") { nodes { firstName } } }',
    `{ listBills(memberId: "${mine[0].memberId}") { nodes { amount } } }`,
    '{ searchMembers(query: "") { nodes { firstName } } }',
    'mutation { recordPayment(input: { billingId: "1", amount: "1" }) { clientMutationId } }',
    'mutation { closeClub(input: { startTime: "2040-01-01Z", endTime: "2040-01-02Z" }) { clientMutationId } }',
  ].map(async (query) => desk.errorOf(await desk.ask(tina, query))));
  check(refusals.every(({ errcode }) => errcode === '42501'), 'a trainer reads and does nothing of others or of the desk', refusals);

  const page = await desk.openAs('tina');
  await desk.show(page, `my_members/${memberId}`);
  const about = await contentOf(page.locator('#view'));
  check(/\w{20}|\w+ \w+/.test(about) && !/Gus|Orr|Grace/.test(about), 'and the page says no more', about);
  for (const view of ['people', 'money', 'equipment', 'closures', 'demo', 'board']) {
    await page.evaluate((to) => { location.hash = to; }, `#${view}`);
    await desk.settled(page);
    check(await page.locator('#view > .week').count() === 1, `${view} is not a trainer's`);
  }
  await desk.close(page, 'others');
}

async function testOnTelephone() {
  const page = await desk.openAs('tina', { locale: 'fr-CA', colorScheme: 'dark', viewport: { width: 360, height: 740 } });
  for (const view of [`week/${dates.monday(7)}`, 'hours', `my_classes/${dates.monday(7)}`, 'my_members', 'my_members/1']) {
    await desk.show(page, view);
    await desk.fits(page, view);
    await desk.accessible(page, `${view}, dark and in French`);
  }
  await desk.close(page, 'telephone');
}

module.exports = only([testWeek, testWeekOfOthers, testMoveOfClass, testHours, testLeave, testClasses, testMembers, testOthers, testOnTelephone]);
