// The desk's week: what is in the way of a booking is said before it is tried,
// and what others book is seen at once.
'use strict';

const desk = require('./harness.js');

const { check } = desk;

// The Monday of the week of seed_demo() that is to come.
function nextMonday() {
  const today = new Date(new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Toronto' }).format());
  today.setUTCDate(today.getUTCDate() + 7 - ((today.getUTCDay() + 6) % 7));
  return today.toISOString().slice(0, 10);
}

const monday = nextMonday();
const [tuesday, wednesday, thursday] = [1, 2, 3].map((days) => (
  new Date(Date.parse(monday) + days * 86400000).toISOString().slice(0, 10)));

async function openBoard(options) {
  const page = await desk.openAs('grace', options);
  await desk.show(page, `board/${monday}`);
  return page;
}

// What is booked in the week, as the database has it: 'Ana Lee 2035-01-08T09:00'.
async function booked() {
  const { data } = await desk.ask(await desk.tokenOf('grace'), `{ schedule(fromTime: "${monday} America/Toronto") {
    nodes { kind title member startTime people } } }`);
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Toronto', dateStyle: 'short', timeStyle: 'short' });
  return data.schedule.nodes.map(({ title, member, startTime }) => (
    `${member ?? title} ${wall.format(new Date(startTime)).replace(' ', 'T')}`));
}

function writes(page) {
  return page.told.requests.filter(({ query }) => /mutation/.test(query) && !/findConflicts/.test(query)).length;
}

function block(page, name, date) {
  return page.locator(`.lane[data-date="${date}"] .block`, { hasText: name }).first();
}

async function openBlock(page, name, date) {
  await block(page, name, date).click();
  await page.waitForSelector('dialog');
  await desk.settled(page);
  return page.locator('dialog');
}

async function closeDialog(page) {
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog', { state: 'detached' });
}

async function testLooks() {
  for (const [name, options] of Object.entries({
    wide: {}, dark: { colorScheme: 'dark' }, telephone: { viewport: { width: 360, height: 740 } } })) {
    const page = await openBoard(options);
    check(await page.locator('.block').count() > 0, `${name}: the board shows the week`);
    await desk.accessible(page, name);
    await desk.fits(page, name);
    await openBlock(page, 'Morning Yoga', monday);
    await desk.accessible(page, `${name}, a class`);
    await desk.fits(page, `${name}, a class`);
    await closeDialog(page);
    check(await page.locator('.column').count() === (name === 'telephone' ? 1 : 7), 'a telephone shows one day');
    await desk.close(page, name);
  }
}

// By the club's clock, five hours behind UTC then.
async function testNow() {
  const page = await openBoard();
  for (const [instant, here, time] of [['2026-01-13T17:00Z', 1, 'noon'], ['2026-01-13T06:00Z', 0, 'night']]) {
    await page.clock.setFixedTime(new Date(instant));
    await desk.show(page, `board/2026-01-13/days/all/${time === 'noon' ? 'all' : '1'}`);
    const lines = await page.locator('.now').evaluateAll((all) => all.filter((one) => one.checkVisibility())
      .map((one) => `${one.parentElement.dataset.date} ${one.style.getPropertyValue('--from')}`));
    check(lines.join() === (here ? '2026-01-13 720' : ''), `the line of the present time at ${time}`, lines);
  }
  await page.locator('#today').click();
  await desk.settled(page);
  check(await page.locator('.today').count() === 1, 'the club\'s day is today');
  await desk.close(page, 'now');
}

async function testColumnsAndFilters() {
  const page = await openBoard();
  const all = await page.locator('.block').count();
  await page.locator('#choose-trainer').focus();
  await page.locator('#choose-trainer').selectOption({ label: 'Omar Ali' });
  await desk.settled(page);
  const his = await page.locator('.block').allInnerTexts();
  check(his.length > 0 && his.length < all && his.every((text) => /Omar Ali/.test(text)), 'the board of one trainer', his);
  check(await page.evaluate(() => document.activeElement.id) === 'choose-trainer', 'and the choice keeps the focus');
  await desk.show(page, `board/${thursday}/rooms`);
  const rooms = await page.locator('.grid h3').allInnerTexts();
  check(rooms.includes('Pool') && await page.locator('.lane[data-room]').count() === rooms.length, 'rooms across', rooms);
  check(await page.locator('.column', { hasText: 'Main Hall' }).locator('.block').count() === 1, 'with what is in them');
  const order = await page.locator('.block').evaluateAll((blocks) => blocks.every((one) => one.tagName === 'BUTTON'));
  check(order, 'and all of it are buttons');
  await testSkip(page);
  await desk.close(page, 'columns');
}

async function testMoveByForm() {
  const page = await openBoard();
  const dialog = await openBlock(page, 'Ana Lee', monday);
  await dialog.locator('summary', { hasText: 'Move' }).click();
  const before = [await booked(), writes(page)];
  await dialog.locator('[name=start]').fill(`${monday}T11:00`);
  await page.waitForSelector('.watch.broken');
  const told = await page.locator('.watch li').allInnerTexts();
  check(told.length === 2 && told.some((text) => /room is already/.test(text)) && told.some((text) => /Tina Ray/.test(text)),
    'each broken rule is told while the form is filled in', told);
  check(JSON.stringify(await booked()) === JSON.stringify(before[0]) && writes(page) === before[1], 'and nothing is tried');
  await dialog.locator('[name=start]').fill(`${monday}T14:00`);
  await page.waitForSelector('.watch.free');
  await dialog.locator('button[type=submit]', { hasText: 'Move' }).click();
  await page.waitForSelector('dialog', { state: 'detached' });
  await desk.settled(page);
  check((await booked()).includes(`Ana Lee ${monday}T14:00`), 'what is free is moved to', await booked());
  await desk.close(page, 'move by form');
}

// Holds a block over an hour of a day.
async function dragTo(page, from, date, hour) {
  const start = await from.boundingBox();
  const lane = page.locator(`.lane[data-date="${date}"]`);
  const hours = await page.locator('.hours span').count();
  const { x, y, width, height } = await lane.boundingBox();
  await page.mouse.move(start.x + 10, start.y + 5);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + (height * (hour - 8)) / hours + 5, { steps: 8 });
  await page.waitForSelector('.ghost.free, .ghost.broken');
}

async function testDrag() {
  const page = await openBoard({ viewport: { width: 1280, height: 1100 } });
  const before = [await booked(), writes(page)];
  await dragTo(page, block(page, 'Dan Moss', monday), wednesday, 13);
  const told = await page.locator('.ghost li').allInnerTexts();
  check(told.length > 0 && told.some((text) => /Ines Paz/.test(text)), 'what is in the way is told while a block is over it', told);
  await page.mouse.up();
  await page.waitForSelector('dialog .rules');
  check(JSON.stringify(await booked()) === JSON.stringify(before[0]) && writes(page) === before[1],
    'and when it is dropped there, nothing is tried');
  await closeDialog(page);

  await dragTo(page, block(page, 'Dan Moss', monday), wednesday, 16);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await desk.settled(page);
  check(JSON.stringify(await booked()) === JSON.stringify(before[0]) && await page.locator('dialog, .ghost').count() === 0,
    'Escape lets go of it');

  await dragTo(page, block(page, 'Dan Moss', monday), monday, 15);
  check(await page.locator('.ghost.free').count() === 1, 'where nothing is in the way, that is told');
  await page.mouse.up();
  await page.waitForSelector('#notices .done');
  await desk.settled(page);
  check((await booked()).includes(`Dan Moss ${monday}T15:00`), 'and there it moves', await booked());
  check(await page.locator('dialog').count() === 0, 'without the dialog of a click');
  await desk.close(page, 'drag');
}

async function testNewSession() {
  const page = await openBoard();
  const { x, y, width } = await page.locator(`.lane[data-date="${thursday}"]`).boundingBox();
  await page.mouse.click(x + width / 2, y + 5);
  await page.locator('dialog button', { hasText: 'New session' }).click();
  const dialog = page.locator('dialog', { hasText: 'Activity' });
  check(await dialog.locator('[name=start]').inputValue() === `${thursday}T08:00`, 'a click on an empty place is its time');
  await dialog.locator('[name=trainerId]').selectOption({ label: 'Tina Ray' });
  await page.waitForSelector('.watch.broken');
  check(/does not work/.test(await dialog.locator('.watch').innerText()), 'a trainer who does not work then is told');
  await dialog.locator('[type=search]').fill('cole');
  await dialog.locator('[name=memberId] option', { hasText: 'Ben Cole' }).waitFor({ state: 'attached' });
  await dialog.locator('[name=start]').fill(`${thursday}T12:00`);
  await page.waitForSelector('.watch.free');
  await dialog.locator('button[type=submit]').click();
  await page.waitForSelector('dialog', { state: 'detached' });
  await desk.settled(page);
  check((await booked()).includes(`Ben Cole ${thursday}T12:00`) && await block(page, 'Ben Cole', thursday).count() === 1,
    'a session is booked and on the board');
  await desk.close(page, 'new session');
}

async function testNewClassAndCancel() {
  const page = await openBoard();
  await page.locator('#new-class').click();
  const dialog = page.locator('dialog');
  await dialog.locator('[name=name]').fill('Boxing');
  await dialog.locator('[name=start]').fill(`${tuesday}T14:00`);
  await dialog.locator('[name=trainerId]').selectOption({ label: 'Omar Ali' });
  await dialog.locator('[name=roomId]').selectOption({ label: 'Main Hall' });
  await page.waitForSelector('.watch.free');
  await dialog.locator('button[type=submit]').click();
  await page.waitForSelector('dialog', { state: 'detached' });
  await desk.settled(page);
  check((await booked()).includes(`Boxing ${tuesday}T14:00`), 'a class is created');
  const opened = await openBlock(page, 'Boxing', tuesday);
  await opened.locator('summary', { hasText: 'Cancel the class' }).click();
  await opened.locator('button[type=submit]', { hasText: 'Cancel the class' }).click();
  await page.waitForSelector('dialog', { state: 'detached' });
  await desk.settled(page);
  check(!(await booked()).includes(`Boxing ${tuesday}T14:00`) && await block(page, 'Boxing', tuesday).count() === 0,
    'and cancelled');
  await desk.close(page, 'new class');
}

async function testSkip(page) {
  await page.evaluate(() => document.activeElement.blur());
  await page.locator('#skip').focus();
  await page.keyboard.press('Enter');
  check(await page.evaluate(() => document.activeElement.id) === 'view' && await page.locator('.view.board').count() === 1,
    'the link past the views leads to what is shown');
}

// A seat that is taken at one desk is seen at another.
async function testSeats() {
  const [page, other] = [await openBoard(), await openBoard()];
  const seats = () => block(other, 'Aqua Fit', wednesday).innerText();
  check(/3 \/ 10/.test(await seats()), 'the board shows the seats that are taken', await seats());
  const dialog = await openBlock(page, 'Aqua Fit', wednesday);
  await dialog.locator('summary', { hasText: 'Register' }).click();
  await dialog.locator('.roster [type=search]').fill('lee');
  await dialog.locator('.roster option', { hasText: 'Ana Lee' }).waitFor({ state: 'attached' });
  await dialog.locator('.roster button[type=submit]').click();
  const taken = Date.now();
  await block(other, '4 / 10', wednesday).waitFor();
  check(Date.now() - taken < 2000, 'a seat that is taken is seen at another desk at once', Date.now() - taken);
  await dialog.locator('.roster li', { hasText: 'Ana Lee' }).locator('button').click();
  await dialog.locator('.roster li form button[type=submit]').click();
  await block(other, '3 / 10', wednesday).waitFor();
  check(!/Ana Lee/.test(await dialog.locator('.roster').innerText()), 'and one that is given back');
  await desk.close(page, 'seats');
  await desk.close(other, 'the other desk');
}

// Blocks stand by the clock on the club's wall, where it is changed as well.
async function testClockChange() {
  const grace = await desk.tokenOf('grace');
  const at = (date) => `availableOn: "${date}", startTime: "00:00", endTime: "23:00"`;
  const answer = await desk.ask(grace, `mutation {
    a: setAvailability(input: { trainerId: "1", ${at('2035-03-11')} }) { availabilityId }
    b: setAvailability(input: { trainerId: "1", ${at('2035-11-04')} }) { availabilityId }
    spring: bookSession(input: { memberId: "1", trainerId: "1", startTime: "2035-03-11 01:00-05", endTime: "2035-03-11 04:00-04" }) { sessionId }
    autumn: bookSession(input: { memberId: "1", trainerId: "1", startTime: "2035-11-04 01:30-04", endTime: "2035-11-04 01:30-05" }) { sessionId }
  }`);
  check(!answer.errors, 'sessions over a change of the clock', answer);
  const page = await openBoard();
  const stands = async (date) => {
    await desk.show(page, `board/${date}`);
    return block(page, 'Ana Lee', date).evaluate((one) => ['--from', '--to'].map((name) => Number(one.style.getPropertyValue(name))));
  };
  const [spring, autumn] = [await stands('2035-03-11'), await stands('2035-11-04')];
  check(spring.join() === '60,240', 'where an hour is left out, the block is from 1 to 4', spring);
  check(autumn[0] === 90 && autumn[1] > 90, 'where one comes twice, the block is where it begins, and can be seen', autumn);
  const dialog = await openBlock(page, 'Ana Lee', '2035-11-04');
  await dialog.locator('summary', { hasText: 'Move' }).click();
  check(await dialog.locator('[name=minutes]').inputValue() === '60', 'and is as long as it lasts');
  await closeDialog(page);
  await desk.close(page, 'change of the clock');
}

module.exports = async () => {
  await testLooks();
  await testNow();
  await testColumnsAndFilters();
  await testMoveByForm();
  await testDrag();
  await testNewSession();
  await testNewClassAndCancel();
  await testSeats();
  await testClockChange();
};
