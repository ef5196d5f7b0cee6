// Booking at the club with node-postgres.
'use strict';

const { Pool } = require('pg');
const { setTimeout: pause } = require('timers/promises');

// Where and as whom is up to PGHOST, PGDATABASE, PGUSER, and ~/.pgpass.
const pool = new Pool();

const AGAIN = new Set(['40001', '40P01']); // serialization failure, deadlock

// Resolves to what work(client) does, done as a whole or not at all. When the
// server says that the transaction has to be run again, all of it is run
// again, what it read included. COMMIT may say so too.
async function inTransaction(work, tries = 10) {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect();
    let broken = false;
    try {
      await client.query('BEGIN ISOLATION LEVEL SERIALIZABLE');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => { broken = true; });
      if (!AGAIN.has(error.code) || attempt === tries) throw error;
    } finally {
      client.release(broken); // a broken connection does not go back to the pool
    }
    await pause(Math.random() * 10 * 2 ** attempt);
  }
}

// Books a session and resolves to its id, a string. The times are Dates.
async function book(client, memberId, trainerId, roomId, startTime, endTime) {
  const { rows } = await client.query(
    `SELECT fitclub.book_session(
       member_id => $1, trainer_id => $2, room_id => $3,
       start_time => $4, end_time => $5) AS id`,
    [memberId, trainerId, roomId, startTime, endTime]);
  return rows[0].id;
}

// Pays what a session costs, by card, and resolves to it: a string, '85.00'.
async function pay(client, sessionId) {
  const { rows: [bill] } = await client.query(
    'SELECT billing_id, amount FROM fitclub.billing_item WHERE private_session_id = $1',
    [sessionId]);
  await client.query(
    "SELECT fitclub.record_payment(billing_id => $1, amount => $2, payment_type => 'card')",
    [bill.billing_id, bill.amount]);
  return bill.amount;
}

// When a session of that length can be booked: times, trainer and room.
async function freeTimes(client, length, first, last) {
  const { rows } = await client.query(
    `SELECT start_time, end_time, trainer_id, room_id
     FROM fitclub.find_slots($1, $2, $3, max_slots => 20)`,
    [length, first, last]);
  return rows;
}

// Books a session with any trainer who is free, and resolves to its id.
async function bookWithAny(client, memberId, startTime, endTime) {
  const { rows: [{ session_id }] } = await client.query(
    'SELECT fitclub.book_available_session($1, $2, $3) AS session_id',
    [memberId, startTime, endTime]);
  return session_id;
}

// The field of the form that is to be marked, by the rule that was broken.
const FIELDS = {
  trainer_double_booked: 'trainer',
  room_double_booked: 'room',
  member_double_booked: 'member',
  trainer_away: 'trainer',
  room_closed: 'room',
  club_closed: 'time',
};

// Resolves to the session's id, or to what to mark and to say in the form.
async function bookOrExplain(...booking) {
  try {
    return { sessionId: await inTransaction((client) => book(client, ...booking)) };
  } catch (error) {
    if (error.code !== '23P01') throw error;
    return {
      field: FIELDS[error.constraint],
      message: error.message,
      detail: error.detail,
      hint: error.hint,
    };
  }
}

module.exports = { pool, inTransaction, book, pay, freeTimes, bookWithAny, bookOrExplain };
