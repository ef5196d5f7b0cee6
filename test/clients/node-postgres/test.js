#!/usr/bin/env node
// Two clients at once, with node-postgres. Prints TAP.
'use strict';

const { Client } = require('pg');
const { setTimeout: pause } = require('timers/promises');
const {
  pool, inTransaction, book, pay, freeTimes, bookWithAny, bookOrExplain,
} = require('./booking');

const [ANA, BEN, CARA, DAN] = [1, 2, 3, 4];
const [TINA, OMAR] = [1, 2];
const [WEIGHTS, YOGA] = [1, 2];

const rival = new Client({ user: 'rival' });
const observer = new Client({ user: 'rival', application_name: 'observer' });
let tests = 0;

function check(passed, name, ...got) {
  console.log(`${passed ? 'ok' : 'not ok'} ${++tests} - ${name}`);
  if (!passed) console.log('#  got:', ...got);
}

// An hour of a Monday by the clock on the club's wall, in Toronto in winter.
function slot(hour) {
  const start = new Date(`2035-01-08T${String(hour).padStart(2, '0')}:00:00-05:00`);
  return [start, new Date(start.getTime() + 60 * 60 * 1000)];
}

async function value(client, query, ...values) {
  const { rows } = await client.query({ text: query, values, rowMode: 'array' });
  return rows[0][0];
}

// How many sessions the trainer has at an hour.
async function booked(hour) {
  return Number(await value(rival,
    `SELECT count(*) FROM fitclub.private_session
     WHERE trainer_id = $1 AND start_time = $2 AND cancelled_at IS NULL`, TINA, slot(hour)[0]));
}

// work() runs steps(client, try), and ends tells how each try of it ended.
function noting(steps) {
  const ends = [];
  const work = async (client) => {
    try {
      const result = await steps(client, ends.length + 1);
      ends.push('done');
      return result;
    } catch (error) {
      ends.push(error.code);
      throw error;
    }
  };
  return { work, ends };
}

function takeSnapshot(client) {
  return client.query('SELECT count(*) FROM fitclub.private_session');
}

// Writes a row that a booking of the trainer builds on.
function changeTrainer() {
  return value(rival, 'SELECT fitclub.update_trainer($1, phone_number => $2)',
    TINA, String(process.hrtime.bigint()));
}

function failure(promise) {
  return promise.then(() => null, (error) => error);
}

async function testBooking() {
  const { sessionId, amount } = await inTransaction(async (client) => {
    const sessionId = await book(client, ANA, TINA, WEIGHTS, ...slot(9));
    return { sessionId, amount: await pay(client, sessionId) };
  });
  const at = await value(rival,
    `SELECT to_char(start_time AT TIME ZONE 'America/Toronto', 'YYYY-MM-DD HH24:MI')
     FROM fitclub.private_session WHERE session_id = $1`, sessionId);
  check(at === '2035-01-08 09:00', "a session is booked, at the time that the club's clock shows", at);
  check(amount === '85.00', 'and its bill paid, to the cent', amount);
  const status = await value(rival,
    'SELECT status FROM fitclub.billing_item WHERE private_session_id = $1', sessionId);
  check(status === 'paid', "as the club's books say", status);
  check(typeof sessionId === 'string' && /^\d+$/.test(sessionId),
    'an id is a string, as a number would not hold every bigint', sessionId);
}

async function testClash() {
  const times = slot(9).map((time) => new Date(time.getTime() + 30 * 60 * 1000));
  const answer = await bookOrExplain(BEN, TINA, null, ...times);
  check(answer.field === 'trainer', 'a clash is known by its constraint', answer);
  check(answer.message === 'trainer 1 is already booked'
    && answer.detail.includes('2035-01-08 14:00:00+00 to 2035-01-08 15:00:00+00')
    && answer.hint === 'Choose another time or another trainer.', 'and explained', answer);
  const { work, ends } = noting((client) => book(client, BEN, TINA, null, ...times));
  await failure(inTransaction(work));
  check(ends.join() === '23P01', 'and not tried again', ends);
}

async function testStatementFails() {
  const { work, ends } = noting(async (client, attempt) => {
    await takeSnapshot(client);
    if (attempt === 1) await changeTrainer();
    return book(client, ANA, TINA, WEIGHTS, ...slot(10));
  });
  await inTransaction(work);
  check(ends.join() === '40001,done', '40001 of a statement: tried again', ends);
  check(await booked(10) === 1, 'and booked once', await booked(10));
}

async function testCommitFails() {
  const { work, ends } = noting(async (client, attempt) => {
    await takeSnapshot(client);
    const sessionId = await book(client, ANA, TINA, WEIGHTS, ...slot(11));
    if (attempt === 1) {
      await rival.query('BEGIN ISOLATION LEVEL SERIALIZABLE');
      await takeSnapshot(rival);
      await book(rival, BEN, OMAR, YOGA, ...slot(11));
      await rival.query('COMMIT');
    }
    return sessionId;
  });
  await inTransaction(work);
  check(ends.join() === 'done,done', '40001 of COMMIT: tried again', ends);
  check(await booked(11) === 1, 'and booked once', await booked(11));
}

async function testClashWhenTriedAgain() {
  const { work, ends } = noting(async (client, attempt) => {
    await takeSnapshot(client);
    if (attempt === 1) await changeTrainer();
    else await book(rival, BEN, TINA, null, ...slot(12));
    return book(client, ANA, TINA, WEIGHTS, ...slot(12));
  });
  const error = await failure(inTransaction(work));
  check(ends.join() === '40001,23P01' && error.constraint === 'trainer_double_booked',
    '40001, and a clash when tried again: told', ends, error);
  check(await booked(12) === 1, 'and booked once, by the other', await booked(12));
}

async function testGivingUp() {
  const { work, ends } = noting(async (client) => {
    await takeSnapshot(client);
    await changeTrainer();
    return book(client, ANA, TINA, WEIGHTS, ...slot(13));
  });
  const error = await failure(inTransaction(work, 3));
  check(error?.code === '40001' && ends.join() === '40001,40001,40001',
    '40001 again and again: given up', ends, error);
  check(await booked(13) === 0, 'and nothing is booked', await booked(13));
}

async function testDeadlock() {
  const update = "SELECT fitclub.update_member($1, notes => 'Back from holidays')";
  const rivalWaits = () => value(observer,
    `SELECT EXISTS (SELECT FROM pg_stat_activity
     WHERE usename = 'rival' AND wait_event_type = 'Lock')`);
  let other;
  const { work, ends } = noting(async (client, attempt) => {
    if (attempt === 1) {
      await client.query(update, [CARA]);
      await rival.query('BEGIN');
      await rival.query(update, [DAN]);
      other = rival.query(update, [CARA]).then(() => rival.query('COMMIT'));
      while (!await rivalWaits()) await pause(10);
    } else {
      await other;
      await client.query(update, [CARA]);
    }
    await client.query(update, [DAN]);
    return book(client, CARA, TINA, WEIGHTS, ...slot(14));
  });
  await inTransaction(work);
  check(ends.join() === '40P01,done', '40P01: tried again', ends);
  check(await booked(14) === 1, 'and booked once', await booked(14));
}

async function testFreeTimes() {
  const [start, end] = slot(15);
  const offers = await inTransaction((client) => freeTimes(client, '1 hour', start, end));
  check(offers[0].start_time.getTime() === start.getTime(), 'a free time is offered', offers);
  const trainers = [];
  for (const member of [ANA, BEN]) {
    const id = await inTransaction((client) =>
      bookWithAny(client, member, offers[0].start_time, offers[0].end_time));
    trainers.push(await value(rival,
      'SELECT trainer_id FROM fitclub.private_session WHERE session_id = $1', id));
  }
  check(trainers[0] === offers[0].trainer_id && trainers[1] !== trainers[0],
    'and booked with the trainer named, then with another one', trainers);
}

async function main() {
  await rival.connect();
  await observer.connect();
  await testBooking();
  await testClash();
  await testStatementFails();
  await testCommitFails();
  await testClashWhenTriedAgain();
  await testGivingUp();
  await testDeadlock();
  await testFreeTimes();
  check(pool.totalCount === 1 && pool.idleCount === 1,
    'every connection is back in the pool', pool.totalCount, pool.idleCount);
  await Promise.all([rival.end(), observer.end(), pool.end()]);
  console.log(`1..${tests}`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
