// Who may come in, for how long, and what they see then.
'use strict';

const desk = require('./harness.js');

const { check } = desk;

const first = { ana: 'classes', tina: 'week', grace: 'board' };

async function shown(page) {
  return (await page.locator('#view > .view').getAttribute('class')).split(' ').pop();
}

async function problem(page) {
  return (await page.locator('#view .problem').allInnerTexts()).filter((text) => text);
}

async function testVisitor() {
  const page = await desk.newPage();
  check(await shown(page) === 'classes' && (await problem(page)).length === 0, 'a visitor sees the classes', await problem(page));
  check(await page.title() !== 'fitclub' && (await page.locator('#club').innerText()) === 'Harbour Gym', 'of a club with a name');
  await desk.accessible(page, 'visitor');
  await desk.show(page, 'sign_in');
  await desk.accessible(page, 'sign-in');
  await page.evaluate(() => { location.hash = '#people'; });
  await desk.settled(page);
  check(await shown(page) === 'classes', 'and nothing of what is the desk\'s');
  await desk.close(page, 'visitor');
}

async function testPersonas() {
  for (const [name, view] of Object.entries(first)) {
    const page = await desk.openAs(name);
    check(await shown(page) === view, `${name} signs in and sees the ${view}`, await shown(page), await problem(page));
    await page.locator('#account button').click();
    await desk.settled(page);
    check(await shown(page) === 'sign_in', 'and signs out');
    const kept = await page.evaluate(() => sessionStorage.length);
    check(kept === 0, 'with nothing kept', kept);
    await desk.close(page, name);
  }
}

async function testWrongPassword() {
  const page = await desk.newPage();
  await desk.signIn(page, 'ben', 'not his password');
  check(await shown(page) === 'sign_in' && (await problem(page)).join('').length > 20, 'a wrong password is told', await problem(page));
  await desk.signIn(page, ['trainer', 'ben.cole@example.com']);
  check(await shown(page) === 'sign_in', 'a member is no trainer');
  for (let tries = 0; tries < 6; tries++) await desk.tokenOf('ben', 'not his password');
  await desk.signIn(page, 'ben');
  const told = (await problem(page)).join('');
  check(await shown(page) === 'sign_in' && /wait/.test(told), 'after many it says to wait, whatever the password', told);
  for (let tries = 0; tries < 20 && await shown(page) === 'sign_in'; tries++) {
    await desk.pause(500);
    await desk.signIn(page, 'ben').catch(() => {});
  }
  check(await shown(page) === 'classes', 'and then lets him in', await problem(page));
  await desk.close(page, 'wrong password');
}

// Puts a token in the place of the one that the page has.
async function give(page, token) {
  await page.evaluate((given) => sessionStorage.setItem('fitclub.token', given), token);
}

async function testTokens() {
  const ana = { role: 'club_members', identity: 'member:1' };
  const page = await desk.newPage();
  await give(page, desk.makeToken({ role: 'club_desk', identity: 'staff:1' }, 'another secret'));
  await desk.show(page, 'people').catch(() => {});
  await desk.settled(page);
  check(await shown(page) === 'sign_in', 'a token of another secret leads to the sign-in', await shown(page));
  await page.context().close(); // the browser complains of the 401

  const later = await desk.newPage();
  await give(later, desk.makeToken({ ...ana, exp: Math.floor(Date.now() / 1000) + 2 }));
  await desk.show(later, 'bookings');
  check(await shown(later) === 'bookings', 'a token counts until it ends');
  await desk.pause(2500);
  await later.evaluate(() => { location.hash = '#bills'; });
  await desk.settled(later);
  check(await shown(later) === 'sign_in', 'and then leads to the sign-in', await shown(later));
  await desk.close(later, 'end of a token');
}

async function testApi() {
  const whoIs = async (token) => (await desk.ask(token, '{ currentIdentity }'));
  const { exp, identity, role } = JSON.parse(Buffer.from((await desk.tokenOf('ana')).split('.')[1], 'base64url'));
  check(identity === 'member:1' && role === 'club_members' && Math.abs(exp - Date.now() / 1000 - 8 * 3600) < 60,
    'a token is one person\'s for eight hours', identity, role, exp);
  const tokens = {
    'of another secret': desk.makeToken({ role: 'club_desk', identity: 'staff:1' }, 'another secret'),
    'that has ended': desk.makeToken({ role: 'club_desk', identity: 'staff:1', exp: 1 }),
    'for somebody else': desk.makeToken({ role: 'club_desk', identity: 'staff:1', aud: 'another' }),
    'without a signature': `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${
      Buffer.from(JSON.stringify({ role: 'club_desk', identity: 'staff:1', aud: 'postgraphile' })).toString('base64url')}.`,
  };
  for (const [name, token] of Object.entries(tokens)) {
    const answer = await whoIs(token);
    check(answer.status === 401 && answer.data === undefined, `a token ${name} is refused`, answer);
  }
  const visitor = desk.errorOf(await desk.ask(null, '{ listBookings(memberId: "1") { nodes { startTime } } }'));
  check(visitor.errcode === '42501', 'visitors read nobody\'s bookings', visitor);
  const other = desk.errorOf(await desk.ask(await desk.tokenOf('ana'), '{ listBookings(memberId: "2") { nodes { startTime } } }'));
  check(other.constraint === 'own_only', 'and members only their own', other);
  for (const name of [null, 'ana', 'tina']) {
    const error = desk.errorOf(await desk.ask(name && await desk.tokenOf(name), 'mutation { resetDemo(input: {}) { clientMutationId } }'));
    check(error.errcode === '42501', `${name ?? 'a visitor'} does not empty the demo`, error);
  }
}

// What a token is worth when its person is not what they were.
async function testEndOfPeople() {
  const [grace, finn, ines] = await Promise.all(['grace', 'finn', 'ines'].map((name) => desk.tokenOf(name)));
  const id = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).identity.split(':')[1];
  const erased = await desk.ask(grace, `mutation { eraseMember(input: { memberId: "${id(finn)}" }) { memberId } }`);
  const left = await desk.ask(grace, `mutation { updateTrainer(input: { trainerId: "${id(ines)}", isActive: false }) { trainerId } }`);
  check(!erased.errors && !left.errors, 'the desk erases a member and has a trainer leave', erased, left);
  check(await desk.tokenOf('finn') === null && await desk.tokenOf('ines') === null, 'who cannot sign in from then on');
  const seat = desk.errorOf(await desk.ask(finn, `mutation { bookSession(input: { memberId: "${id(finn)}", trainerId: "1",
    startTime: "2035-01-08 09:00 America/Toronto", endTime: "2035-01-08 10:00 America/Toronto" }) { sessionId } }`));
  check(seat.constraint === 'member_erased', 'with a token of before, the member books nothing', seat);
  const about = await desk.ask(finn, `{ memberDashboard(memberId: "${id(finn)}") }`);
  check(about.data?.memberDashboard && !JSON.stringify(about).includes('Finn'), 'and reads nothing of who it was', about);
  const hour = desk.errorOf(await desk.ask(ines, `mutation { createClass(input: { name: "Spin", trainerId: "${id(ines)}", roomId: "3",
    startTime: "2035-01-08 09:00 America/Toronto", endTime: "2035-01-08 10:00 America/Toronto", capacity: 3 }) { classId } }`));
  check(hour.constraint === 'trainer_inactive', 'nor does the trainer take new work', hour);
  const week = await desk.ask(ines, `{ trainerSchedule(trainerId: "${id(ines)}") }`);
  check(week.data?.trainerSchedule, 'but sees what there still is', week);
  const nobody = desk.makeToken({ role: 'club_desk', identity: 'staff:99' });
  const [members, rows] = [await desk.ask(nobody, '{ searchMembers(query: "a") { nodes { lastName } } }'),
    await desk.ask(nobody, '{ allMembers { nodes { lastName } } }')];
  check(desk.errorOf(members).constraint === 'identity_unknown' && rows.data?.allMembers.nodes.length === 0,
    'a token for staff who are not there, or not active, reads nothing', members, rows);
}

async function testLanguage() {
  const page = await desk.newPage({ locale: 'fr-CA' });
  check(await page.evaluate(() => document.documentElement.lang) === 'fr', 'who reads French gets French');
  await desk.accessible(page, 'in French');
  await page.locator('#account select').selectOption('en');
  await desk.settled(page);
  await page.reload();
  await desk.settled(page);
  check(await page.evaluate(() => document.documentElement.lang) === 'en', 'or the language that they choose');
  await desk.close(page, 'language');
}

async function testKeyboard() {
  const page = await desk.newPage();
  await desk.show(page, 'sign_in');
  await page.reload();
  await desk.settled(page);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('Tab');
  const skip = await page.evaluate(() => document.activeElement.id);
  check(skip === 'skip', 'the first key leads to the link past the views', skip);
  await page.locator('#view [name=persona]').focus();
  for (const keys of ['at', 'grace.kim@example.com', desk.PASSWORD]) {
    await page.keyboard.type(keys);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.waitForSelector('#view > .view.board');
  await desk.settled(page);
  check(await shown(page) === 'board', 'a person signs in by the keyboard alone');
  await desk.close(page, 'keyboard');
}

// What somebody books is shown to others at once.
async function testLive() {
  const page = await desk.newPage();
  const { data } = await desk.ask(null, '{ listUpcomingClasses(first: 20) { nodes { classId name seatsLeft } } }');
  const { classId } = data.listUpcomingClasses.nodes.find(({ seatsLeft }) => seatsLeft > 1);
  const before = page.told.requests.length;
  const grace = await desk.tokenOf('grace');
  const { data: created } = await desk.ask(grace, `mutation { createMember(input: {
    firstName: "Gus", lastName: "Orr", email: "gus.orr@example.com" }) { memberId } }`);
  await desk.pause(500);
  check(page.told.requests.length === before, 'what is no booking changes no page', page.told.requests.slice(before));
  const answer = await desk.ask(grace, `mutation { registerForClass(input: {
    memberId: "${created.createMember.memberId}", classId: "${classId}" }) { registrationId } }`);
  for (let tries = 0; tries < 50 && page.told.requests.length === before; tries++) await desk.pause(100);
  check(page.told.requests.length > before, 'a seat that is taken is seen on an open page', answer);
  await desk.close(page, 'live');
}

// The page runs nothing but its own files.
async function testPolicy() {
  const page = await desk.newPage();
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.foreign = true';
    document.body.append(script);
  });
  check(await page.evaluate(() => window.foreign) === undefined, 'a script that is put into the page does not run');
  const there = await page.evaluate(async () => (await fetch('server/setup.sql')).status);
  check(there === 404, 'and the server\'s files are not among those of the page', there);
  await page.context().close();
}

module.exports = async () => {
  await testVisitor();
  await testPersonas();
  await testApi();
  await testTokens();
  await testLanguage();
  await testKeyboard();
  await testLive();
  await testPolicy();
  await testWrongPassword();
  await testEndOfPeople();
};
