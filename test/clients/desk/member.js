// What members do with the page, and what they do not get to see.
'use strict';

const desk = require('./harness.js');

const { check } = desk;

const VIEWS = ['classes', 'free_times', 'bookings', 'bills', 'account', 'weight', 'messages', 'profile'];

// ---- the page, as members see it ----

function text(page, selector = '#view') {
  return page.locator(selector).first().innerText();
}

async function lastNotice(page) {
  return page.locator('#notices .done').last().innerText();
}

// Rows of a table of bookings or classes, but for those that say the day.
function rows(page) {
  return page.locator('#view tbody tr:not(.date)');
}

async function press(page, selector) {
  await page.locator(selector).first().click();
  await desk.settled(page);
}

async function submit(page, values, form = '#view form') {
  for (const [name, value] of Object.entries(values)) {
    const input = page.locator(`${form} [name=${name}]`);
    if (await input.evaluate((one) => one.tagName) === 'SELECT') await input.selectOption(value);
    else await input.fill(value);
  }
  await press(page, `${form} button[type=submit]`);
}

// Waits for what another browser did to be shown, at most a second.
async function within(read, wanted) {
  const end = Date.now() + 1000;
  let got = await read();
  while (!wanted(got) && Date.now() < end) {
    await desk.pause(20);
    got = await read();
  }
  return { seen: wanted(got), got };
}

// ---- the club, as the desk sets it up ----

// More than a page.
function many(part) {
  return Array.from({ length: 25 }, (_, i) => part(i)).join('\n');
}

function monday(week) {
  return new Date(Date.UTC(2035, 0, 8 + 7 * week)).toISOString().slice(0, 10);
}

async function setUp() {
  const token = await desk.tokenOf('grace');
  const answer = await desk.ask(token, `mutation {
    updateClub(input: { lateCancellationFeePercent: "50" }) { clubId }
    createService(input: { name: "Massage", duration: { minutes: 50 }, price: "60" }) { serviceId }
    ${many((i) => `b${i}: createBillingItem(input: {
      memberId: "1", amount: "1", description: "Towel ${i}" }) { billingId }`)}
    ${many((i) => `c${i}: createClass(input: { name: "Course ${i}", trainerId: "3", roomId: "5",
      startTime: "${monday(i)} 16:00 America/Toronto", endTime: "${monday(i)} 17:00 America/Toronto" }) { classId }`)}
  }`);
  const { serviceId } = answer.data.createService;
  const own = await desk.ask(token, `mutation {
    setTrainerService(input: { trainerId: "1", serviceId: "${serviceId}", price: "75" }) { serviceId } }`);
  check(!answer.errors && !own.errors, 'the desk sets prices and a fee', answer.errors, own.errors);
  return { serviceId };
}

async function setClub(input) {
  const { errors } = await desk.ask(await desk.tokenOf('grace'),
    'mutation ($input: UpdateClubInput!) { updateClub(input: $input) { clubId } }', { input });
  check(!errors, 'the desk changes the club', errors);
}

// ---- classes ----

async function testVisitor() {
  const page = await desk.newPage();
  check(await rows(page).count() > 3 && await page.locator('#view td button').count() === 0,
    'a visitor sees the classes, and no buttons');
  check(await page.locator('#view a[href="#sign_in"]').count() === 1, 'and is asked to sign in');
  await submit(page, { search: 'YOGA', trainerId: '2' });
  const found = await rows(page).allInnerTexts();
  check(found.length > 0 && found.every((row) => row.includes('Yoga') && row.includes('Omar Ali')),
    'classes are found by name and trainer', found);
  await submit(page, { search: 'nothing like it', trainerId: '' });
  check(await rows(page).count() === 0 && await page.locator('#view .empty').count() === 1,
    'a search that finds nothing says so');
  await submit(page, { search: 'course', trainerId: '' });
  const first = await rows(page).allInnerTexts();
  await press(page, '#view a.button:has-text("Next page")');
  const second = await rows(page).allInnerTexts();
  check(first.length === 20 && second.length === 5 && !second.some((row) => first.includes(row)),
    'classes come in pages', first.length, second);
  await press(page, '#view a.button:has-text("First page")');
  check((await rows(page).allInnerTexts()).join() === first.join(), 'to and fro');
  await desk.close(page, 'classes of a visitor');
}

async function testClasses(page) {
  const visitor = await desk.newPage();
  await desk.show(page, 'classes');
  const buttons = await page.locator('#view button[id^=class-]').allInnerTexts();
  const free = page.locator('#view button[id^=class-]', { hasText: 'Take a seat' }).first();
  const id = await free.getAttribute('id');
  const index = await rows(page).evaluateAll((all, one) => all.findIndex((row) => row.querySelector(`#${one}`)), id);
  const seats = async () => Number(await rows(visitor).nth(index).locator('td').nth(4).innerText());
  const before = await seats();
  await free.click();
  const { seen, got } = await within(seats, (now) => now === before - 1);
  check(seen, 'who takes a seat takes it before the eyes of others', before, got);
  await desk.settled(page);
  check(/You have a seat/.test(await lastNotice(page)) && await text(page, `#${id}`) === 'Give it back',
    'and sees that they have it', buttons);

  await press(page, `#${id}`);
  const said = await text(page, 'dialog');
  check(/\$\d.*24 hours.*50%/s.test(said), 'the fee is said before the seat is given back', said);
  await page.keyboard.press('Escape');
  await desk.settled(page);
  check(await text(page, `#${id}`) === 'Give it back', 'who leaves the dialog keeps the seat');
  const focused = await page.evaluate(() => document.activeElement.id);
  check(focused === id, 'and the focus is where it was', focused);
  await press(page, `#${id}`);
  await press(page, 'dialog button[type=submit]');
  check(await text(page, `#${id}`) === 'Take a seat' && await seats() === before, 'the seat is given back');
  await desk.close(visitor, 'classes before the eyes of a visitor');
}

// ---- free times ----

async function slotIds(page) {
  return page.locator('#view .slot-days button').evaluateAll((all) => all.map(({ id }) => id));
}

async function testFreeTimes(page, { serviceId }) {
  await desk.show(page, 'free_times');
  const length = page.locator('#view [name=minutes]');
  check(await length.isVisible(), 'a member chooses how long a session is');
  await page.locator('#view [name=serviceId]').selectOption(serviceId);
  check(!await length.isVisible(), 'but for a service that has a length');
  await submit(page, { trainerId: '1', serviceId });
  const offered = await page.locator('#view [name=serviceId]').evaluate((one) => one.selectedOptions[0].text);
  check(offered === 'Massage, 50 minutes, $75.00', 'the price is the trainer\'s own', offered);

  const first = await slotIds(page);
  check(first.length === 100, 'there are free times', first.length);
  await press(page, '#view a.button:has-text("Later times")');
  const second = await slotIds(page);
  check(second.length > 0 && second[0].slice(5, 30) > first.at(-1).slice(5, 30) && !second.includes(first.at(-1)),
    'later ones are on the next page', first.at(-1), second[0]);

  const visitor = await desk.openAs('ben');
  await desk.show(visitor, `free_times/1/${serviceId}`);
  await desk.show(page, `free_times/1/${serviceId}`);
  // days ahead, as one of the next hours cannot be moved
  const slot = (await slotIds(visitor)).filter((one) => first.includes(one)).at(-1);
  await page.locator(`[id="${slot}"]`).focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog');
  const said = await text(page, 'dialog');
  check(/Tina Ray/.test(said) && /\$75\.00/.test(said), 'trainer and price are said before a booking', said);
  for (const key of ['Tab', 'Tab', 'Enter']) await page.keyboard.press(key);
  const { seen } = await within(() => slotIds(visitor), (ids) => !ids.includes(slot));
  check(seen, 'what one books is gone for another within a second', slot);
  await desk.settled(page);
  check(/Booked/.test(await lastNotice(page)), 'the member is told', await lastNotice(page));
  await desk.show(page, 'bookings');
  check(/Massage/.test(await text(page)), 'and finds it among the bookings');
  await desk.close(visitor, 'free times of another member');
}

async function testLengths(page) {
  await setClub({ longestSession: { minutes: 45 } });
  await desk.show(page, 'free_times');
  const lengths = await page.locator('#view [name=minutes] option').allInnerTexts();
  check(lengths.join() === '30 minutes,45 minutes', 'no length is offered that the club does not have', lengths);
  await setClub({ longestSession: { hours: 24 } });
}

// ---- bookings, messages, bills ----

async function testBookings(page) {
  await desk.show(page, 'bookings');
  const row = rows(page).filter({ hasText: 'Massage' });
  const before = await text(page);
  await row.getByRole('button', { name: 'Move' }).click();
  await page.waitForSelector('dialog .slot-days');
  await press(page, 'dialog .slot-days section:nth-of-type(3) button >> nth=0'); // as late is a day ahead
  check(/Moved/.test(await lastNotice(page)) && await text(page) !== before, 'a session is moved', before);
  await row.getByRole('button', { name: 'Cancel' }).click();
  await page.waitForSelector('dialog');
  check(/\$75\.00.*50%/s.test(await text(page, 'dialog')), 'the fee is said before a session is cancelled',
    await text(page, 'dialog'));
  await page.keyboard.press('Escape');
  await desk.settled(page);
  await setClub({ cancellationNotice: { days: 60 } });
  await row.getByRole('button', { name: 'Cancel' }).click();
  await page.waitForSelector('dialog');
  check(/60 days.*\$37\.50/s.test(await text(page, 'dialog')), 'and what it is now, when it is late',
    await text(page, 'dialog'));
  await setClub({ cancellationNotice: { hours: 24 } });
  await press(page, 'dialog button[type=submit]');
  check(/Cancelled/.test(await row.innerText()) && await row.locator('button').count() === 0, 'it is cancelled');

  await press(page, '#view .bar a');
  check(await page.locator('#view td button').count() === 0, 'what is past is not changed');
  for (let month = 0; month < 2 && await rows(page).count() === 0; month++) await press(page, '#view .bar a');
  check(await rows(page).count() > 0, 'and is kept by month');
}

async function testMessages(page) {
  await desk.show(page, 'messages');
  check(/^2 unread/.test(await text(page, '#view [role=status]')), 'members are told of the move and the cancellation',
    await text(page));
  await press(page, '#view td button');
  check(/^1 unread/.test(await text(page, '#view [role=status]')), 'one is marked as read');
  await desk.show(page, 'messages/all');
  check(await rows(page).count() === 2, 'and is kept');
  await press(page, '#view td button');
  check(/^No unread/.test(await text(page, '#view [role=status]')), 'all are read');
}

async function testBills(page) {
  await desk.show(page, 'bills');
  const { data } = await desk.ask(await desk.tokenOf('ana'), '{ memberBalance(memberId: "1") }');
  const owed = await text(page, '#view .sum');
  check(owed === `$${data.memberBalance}`, 'what is owed is what the club says', owed, data);
  const first = await rows(page).first().innerText();
  await press(page, '#view a.button:has-text("Next page")');
  const second = await rows(page).first().innerText();
  check(/Towel/.test(second) && second !== first, 'bills come in pages', first, second);
  await press(page, '#view a.button:has-text("Open bills")');
  const states = await page.locator('#view table').first().locator('.badge').allInnerTexts();
  check(states.length > 0 && states.every((one) => ['Open', 'Partly paid'].includes(one)), 'open ones alone', states);
  check(await page.locator('#view table').count() === 2, 'payments are there as well');
}

// ---- weight and profile ----

async function testWeight(page) {
  await desk.show(page, 'weight');
  const drawn = () => page.locator('#view .chart circle').count();
  const before = await drawn();
  check(before === 10 && /Goal: 62 kg/.test(await page.locator('#view .chart svg').getAttribute('aria-label')),
    'the weight is drawn with the goal', before);
  await submit(page, {});
  check(/at least one value/.test(await text(page, '#view form .problem')), 'nothing is not logged');
  await submit(page, { weight: '61.5', heartRate: '58' });
  check(await drawn() === before + 1 && /61\.5.*58/s.test(await rows(page).first().innerText()),
    'what is measured is drawn and listed', await rows(page).first().innerText());
  check(/0\.5 kg below/.test(await text(page, '#view .card')), 'and compared with the goal');
}

async function testProfile(page) {
  await desk.show(page, 'profile');
  await submit(page, { targetWeight: '60.5', notes: '' }, '#view section:has-text("About you") form');
  const { data } = await desk.ask(await desk.tokenOf('ana'), '{ memberDashboard(memberId: "1") }');
  const { goal, notes } = data.memberDashboard.profile;
  check(goal.target_weight === 60.5 && notes === null, 'own data is changed and cleared', goal, notes);

  const password = '#view section:has-text("Password") form';
  await submit(page, { old: desk.PASSWORD, new: 'another password', again: 'a third one' }, password);
  check(/not the same/.test(await text(page, `${password} .problem`)), 'two new passwords have to be the same');
  await submit(page, { old: desk.PASSWORD, new: 'short', again: 'short' }, password);
  check(/too short/.test(await text(page, `${password} .problem`)), 'and long enough');
  check(await page.locator(`${password} [name=new]`).getAttribute('aria-invalid') === 'true', 'which the field says');
  await submit(page, { old: 'not it', new: 'another password', again: 'another password' }, password);
  check(/present password/.test(await text(page, `${password} .problem`)), 'the present password is asked for');
  await submit(page, { old: desk.PASSWORD, new: 'another password', again: 'another password' }, password);
  check(await desk.tokenOf('ana', 'another password') !== null, 'the password is changed',
    await text(page, `${password} .problem`));

  await page.locator('#profile-language').selectOption('fr');
  await desk.settled(page);
  check(await text(page, '#view h2') === 'Profil', 'and so is the language');
  await page.locator('#profile-language').selectOption('en');
  await desk.settled(page);
}

async function testOthersProfiles() {
  for (const [name, own] of [['tina', 'Strength and conditioning'], ['grace', 'grace.kim@example.com']]) {
    const page = await desk.openAs(name);
    await desk.show(page, 'profile');
    const values = await page.locator('#view input').evaluateAll((all) => all.map(({ value }) => value));
    check([await text(page), ...values].join().includes(own), `${name} sees their own data`, values);
    await desk.accessible(page, `profile of ${name}`);
    if (name === 'tina') {
      await desk.show(page, 'messages');
      check(/session/.test(await text(page, '#view td:nth-child(2)')), 'and what members have done');
    }
    await desk.close(page, `profile of ${name}`);
  }
}

// ---- what members do not get ----

const OTHERS = {
  own_only: [
    '{ memberDashboard(memberId: "2") }',
    '{ memberBalance(memberId: "2") }',
    '{ listBookings(memberId: "2") { nodes { title } } }',
    '{ listBills(memberId: "2") { nodes { amount } } }',
    '{ listPayments(memberId: "2") { nodes { amount } } }',
    '{ listUpcomingClasses(memberId: "2") { nodes { registrationId } } }',
    '{ healthHistoryList(memberId: "2") { weight } }',
    '{ listNotificationsList(memberId: "2") { message } }',
    'mutation { updateMember(input: { memberId: "2", notes: "mine" }) { memberId } }',
    'mutation { logHealthMetric(input: { memberId: "2", weight: "80" }) { metricId } }',
    'mutation { registerForClass(input: { memberId: "2", classId: "1" }) { registrationId } }',
  ],
  staff_argument: [
    'mutation { updateMember(input: { memberId: "1", email: "ben.cole@example.com" }) { memberId } }',
  ],
  undefined: [ // not granted
    '{ allMembers { nodes { email } } }',
    '{ allPrivateSessions { nodes { memberId } } }',
    '{ allBillingItems { nodes { amount } } }',
    '{ searchMembers(query: "ben") { nodes { email } } }',
    '{ trainerSchedule(trainerId: "1") }',
    '{ classRoster(classId: "1") { nodes { memberId } } }',
    'mutation { createMember(input: { firstName: "A", lastName: "B", email: "ab@example.com" }) { memberId } }',
    'mutation { createClass(input: { name: "Mine", trainerId: "1", roomId: "1" }) { classId } }',
    'mutation { recordPayment(input: { billingId: "1", amount: "1", paymentType: "cash" }) { paymentId } }',
    'mutation { updateClub(input: { name: "Mine" }) { clubId } }',
    'mutation { closeClub(input: { startTime: "2035-01-08", endTime: "2035-01-09" }) { closureId } }',
    'mutation { eraseMember(input: { memberId: "1" }) { memberId } }',
    `mutation { setPassword(input: { persona: "member", id: "2", password: "mine, not his" }) {
      clientMutationId } }`,
    'mutation { resetDemo(input: {}) { clientMutationId } }',
  ],
};

async function testDenied(page) {
  const token = await desk.tokenOf('ana', 'another password');
  for (const [rule, requests] of Object.entries(OTHERS)) {
    const wrong = [];
    for (const request of requests) {
      const { errcode, constraint, message } = desk.errorOf(await desk.ask(token, request));
      if (errcode !== '42501' || String(constraint) !== rule) wrong.push([request, errcode, constraint, message]);
    }
    check(wrong.length === 0, `${requests.length} requests for what is not the member's are refused: ${rule}`, wrong);
  }
  await page.evaluate(() => { window.location.hash = '#board'; });
  await desk.settled(page);
  check(await page.locator('#view > .classes').count() === 1, 'the page has no view of the desk for members');
}

async function testLooks() {
  for (const [name, options] of Object.entries({
    'wide and light': { viewport: { width: 1280, height: 900 } },
    'a telephone in the dark, in French': {
      viewport: { width: 360, height: 740 }, colorScheme: 'dark', locale: 'fr-CA' },
  })) {
    const page = await desk.openAs('cara', options);
    for (const view of VIEWS) {
      await desk.show(page, view);
      await desk.accessible(page, `${view}, ${name}`);
      await desk.fits(page, `${view}, ${name}`);
    }
    await desk.close(page, name);
  }
}

module.exports = async () => {
  const set = await setUp();
  await testVisitor();
  const page = await desk.openAs('ana');
  await testClasses(page);
  await testFreeTimes(page, set);
  await testLengths(page);
  await testBookings(page);
  await testMessages(page);
  await testBills(page);
  await testWeight(page);
  await testProfile(page);
  await testDenied(page);
  await desk.close(page, 'views of a member');
  await testOthersProfiles();
  await testLooks();
  await setClub({ lateCancellationFeePercent: '0' });
};
