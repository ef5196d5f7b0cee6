// Two members who want the same hour, in two browsers, at the same moment.
'use strict';

const desk = require('./harness.js');

const { check } = desk;

const ROUNDS = 50;
const TRAINER = 2; // who has no more than a class a day
const SLOT = '#view .slot-days button';
const BOOK = 'dialog .buttons button:not(.quiet)';

function slotIds(page) {
  return page.locator(SLOT).evaluateAll((all) => all.map(({ id }) => id));
}

// Sessions that stand, of which a slot's button tells start and trainer.
async function sessionsIn(token, slot) {
  const [, startTime, trainerId] = /^slot-(.*)-(\d+)$/.exec(slot);
  const { data } = await desk.ask(token, `query ($condition: PrivateSessionCondition) {
    allPrivateSessions(condition: $condition) { nodes { memberId cancelledAt } } }`,
  { condition: { startTime, trainerId } });
  return data.allPrivateSessions.nodes.filter(({ cancelledAt }) => cancelledAt === null);
}

// Whether the page has booked ('won'), or offers other times ('lost').
async function outcome(page) {
  await page.waitForSelector('#notices .done, dialog .slot-days');
  return await page.locator('dialog .slot-days').count() > 0 ? 'lost' : 'won';
}

async function clearNotices(page) {
  await page.evaluate(() => document.getElementById('notices').replaceChildren());
}

// One slot, clicked by both. Returns what went otherwise than it should.
async function round(pages, token, number) {
  await Promise.all(pages.map(clearNotices));
  const [mine, theirs] = await Promise.all(pages.map(slotIds));
  const slot = mine.find((id) => theirs.includes(id));
  for (const page of pages) {
    await page.locator(`[id="${slot}"]`).click();
    await page.waitForSelector(BOOK);
  }
  await Promise.all(pages.map((page) => page.evaluate((button) => document.querySelector(button).click(), BOOK)));
  const outcomes = await Promise.all(pages.map(outcome));
  const sessions = await sessionsIn(token, slot);
  const loser = pages[outcomes.indexOf('lost')];
  let others = 0;
  if (loser) {
    others = await loser.locator('dialog .slot-days button').count();
    // Every tenth time, one click takes another.
    if (number % 10 === 0) {
      await loser.locator('dialog .slot-days button').nth(others - 1).click();
      await loser.waitForSelector('#notices .done');
    } else {
      await loser.keyboard.press('Escape');
    }
  }
  for (const page of pages) {
    await page.waitForSelector('dialog', { state: 'detached' });
    await desk.settled(page);
  }
  const right = outcomes.toSorted().join() === 'lost,won' && sessions.length === 1 && others > 0;
  return right ? [] : [{ slot, outcomes, sessions, others }];
}

function after(instant, minutes) {
  return new Date(new Date(instant).getTime() + minutes * 60000).toISOString();
}

// What else can come between the click and the booking is told as well.
async function testOtherReasons(page, token) {
  const cases = {
    'The club is closed': (startTime, endTime) => desk.ask(token,
      'mutation ($input: CloseClubInput!) { closeClub(input: $input) { closureId } }',
      { input: { startTime, endTime } }),
    'The trainer is away': (startTime, endTime, trainerId) => desk.ask(token,
      'mutation ($input: SetLeaveInput!) { setLeave(input: $input) { closureId } }',
      { input: { trainerId, startTime, endTime } }),
    'There is already another booking': (startTime, endTime) => desk.ask(token,
      'mutation ($input: BookAvailableSessionInput!) { bookAvailableSession(input: $input) { sessionId } }',
      { input: { memberId: '1', startTime, endTime, trainerIds: ['1', '3'], online: true } }),
    'The trainer needs more time': (startTime, endTime, trainerId) => desk.ask(token, `mutation (
      $trainer: UpdateTrainerInput!, $session: BookSessionInput!) {
      bookSession(input: $session) { sessionId } updateTrainer(input: $trainer) { trainerId } }`, {
      session: { memberId: '3', trainerId, startTime: endTime, endTime: after(endTime, 30) },
      trainer: { trainerId, turnaround: { minutes: 15 } } }),
  };
  for (const [i, [words, change]] of Object.entries(cases).entries()) {
    await clearNotices(page);
    await desk.show(page, `free_times/${TRAINER}//30/2035-01-${10 + i}`);
    const [, slot] = await slotIds(page);
    const [, startTime, trainerId] = /^slot-(.*)-(\d+)$/.exec(slot);
    await page.locator(`[id="${slot}"]`).click();
    await page.waitForSelector(BOOK);
    const { errors } = await change(startTime, after(startTime, 30), trainerId);
    await page.locator(BOOK).click();
    await page.waitForSelector('dialog .slot-days, #notices p');
    const said = await page.innerText('body');
    const others = await page.locator('dialog .slot-days button').count();
    check(!errors && said.includes(words) && others > 0, `other times are offered when: ${words}`, errors, said);
    await page.keyboard.press('Escape');
    await desk.settled(page);
  }
}

module.exports = async () => {
  const token = await desk.tokenOf('grace');
  const pages = [await desk.openAs('ana'), await desk.openAs('ben')];
  for (const page of pages) await desk.show(page, `free_times/${TRAINER}//30`);
  const wrong = [];
  for (let number = 1; number <= ROUNDS && wrong.length < 3; number++) {
    wrong.push(...await round(pages, token, number));
  }
  check(wrong.length === 0, `${ROUNDS} times two want one slot: one has it, the other is offered others`, ...wrong);

  const wins = [];
  for (const i of pages.keys()) {
    const { data } = await desk.ask(token, `{ allPrivateSessions(condition: {
      memberId: "${i + 1}", trainerId: "${TRAINER}", activityType: "Personal training" }) { totalCount } }`);
    wins[i] = data.allPrivateSessions.totalCount;
  }
  const booked = ROUNDS + Math.floor(ROUNDS / 10);
  check(wins[0] + wins[1] === booked, `${booked} sessions were booked`, wins);
  await testOtherReasons(pages[0], token);
  for (const [i, page] of pages.entries()) await desk.close(page, `browser ${i + 1}`);
};
