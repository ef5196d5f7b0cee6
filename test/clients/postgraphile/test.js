#!/usr/bin/env node
// A GraphQL API by PostGraphile, of which nothing but its configuration is
// ours. Prints TAP.
'use strict';

const { spawn } = require('child_process');
const crypto = require('crypto');
const fs = require('fs');
const net = require('net');
const path = require('path');
const { once } = require('events');
const { setTimeout: pause } = require('timers/promises');
const JSON5 = require('json5');
const { Client } = require('pg');

const [ANA, BEN, CARA] = [1, 2, 3];
const [TINA, OMAR] = [1, 2];
const WEIGHTS = 1;
const secret = crypto.randomBytes(32).toString('hex');
const catalog = new Client();
let url;
let said = ''; // by the server
let tests = 0;
let failures = 0;

function read(name) {
  return fs.readFileSync(path.join(__dirname, name), 'utf8');
}

function check(passed, name, ...got) {
  console.log(`${passed ? 'ok' : 'not ok'} ${++tests} - ${name}`);
  if (passed) return;
  failures++;
  console.log('#  got:', ...got.map((one) => JSON.stringify(one)));
}

// Passes when both are the same list, and there is something in it.
function same(got, expected, name) {
  const surplus = got.filter((one) => !expected.includes(one));
  const missing = expected.filter((one) => !got.includes(one));
  check(expected.length > 0 && surplus.length + missing.length === 0, name, { surplus, missing });
}

// ---- the server ----

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function startServer() {
  const port = await freePort();
  const server = spawn(path.join(__dirname, '../node_modules/.bin/postgraphile'), [], {
    cwd: __dirname,
    env: { ...process.env, JWT_SECRET: secret, PORT: port, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (data) => { said += data; });
  process.on('exit', () => server.kill('SIGKILL'));
  url = `http://127.0.0.1:${port}/graphql`;
  for (let tries = 0; tries < 600; tries++) {
    if (server.exitCode !== null) break;
    const answer = await fetch(url, { method: 'OPTIONS' }).catch(() => null);
    if (answer) return server;
    await pause(100);
  }
  throw new Error('PostGraphile does not answer');
}

// ---- requests ----

function base64url(text) {
  return Buffer.from(text).toString('base64url');
}

// The token of a role, as a service that people sign in with would issue it.
function tokenOf(role, key = secret) {
  const signed = `${base64url(JSON.stringify({ alg: 'HS256', typ: 'JWT' }))}.${base64url(
    JSON.stringify({ role, aud: 'postgraphile', exp: Math.floor(Date.now() / 1000) + 600 }))}`;
  return `${signed}.${crypto.createHmac('sha256', key).update(signed).digest('base64url')}`;
}

async function request(token, query, variables) {
  const headers = { 'Content-Type': 'application/json' };
  if (token) headers.Authorization = `Bearer ${token}`;
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  return { status: answer.status, ...await answer.json() };
}

const ana = tokenOf('web_ana');
const grace = tokenOf('web_grace');

// What an answer says of the first error, as the API's extensions have it.
function errorOf(answer) {
  const error = answer.errors?.[0];
  return error ? { message: error.message, ...error.extensions?.exception } : {};
}

function bookSession(token, memberId, trainerId, startTime, endTime, roomId = null) {
  return request(token, read('book.graphql'),
    { booking: { memberId, trainerId, roomId, startTime, endTime } });
}

// An hour of a Monday by the clock on the club's wall, in Toronto in winter.
function slot(hour, minute = '00') {
  return [hour, hour + 1].map((h) => `2035-01-08T${String(h).padStart(2, '0')}:${minute}:00-05:00`);
}

// ---- what the API looks like ----

function camelCase(name) {
  return name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
}

const typeNames = {
  bigint: 'BigInt',
  'bigint[]': '[BigInt]',
  boolean: 'Boolean',
  date: 'Date',
  integer: 'Int',
  interval: 'IntervalInput',
  numeric: 'BigFloat',
  smallint: 'Int',
  text: 'String',
  'text[]': '[String]',
  'time without time zone': 'Time',
  'timestamp with time zone': 'Datetime',
};

function typeName(type) {
  if (type.kind === 'LIST') return `[${typeName(type.ofType)}]`;
  return type.kind === 'NON_NULL' ? typeName(type.ofType) : type.name;
}

// The functions that members, the desk or visitors may call, but for those that
// the configuration leaves out, and overloaded ones, which PostGraphile does.
async function grantedFunctions(volatilities, omitted) {
  const { rows } = await catalog.query(`
    SELECT proname, obj_description(oid, 'pg_proc') AS comment,
      coalesce(proargnames[1:pronargs], '{}') AS names,
      ARRAY(SELECT format_type(type, NULL) FROM unnest(proargtypes) AS type) AS types
    FROM pg_proc AS p
    WHERE pronamespace = 'fitclub'::regnamespace AND provolatile = ANY ($1) AND EXISTS (
      SELECT FROM unnest('{club_members,club_desk,club_visitors}'::regrole[]) AS role
      WHERE has_function_privilege(role, p.oid, 'EXECUTE')) AND NOT EXISTS (
      SELECT FROM pg_proc AS other
      WHERE other.pronamespace = p.pronamespace AND other.proname = p.proname AND other.oid <> p.oid)
    ORDER BY proname`, [volatilities]);
  return rows.filter(({ proname }) => !omitted.includes(`fitclub.${proname}`));
}

function signature(name, comment, parameters) {
  return `${name}(${parameters.join(', ')}): ${comment?.replace(/\s+/g, ' ') || 'no comment'}`;
}

function expectedSignature({ proname, comment, names, types }) {
  return signature(camelCase(proname), comment,
    names.map((name, i) => `${camelCase(name)} ${typeNames[types[i]] ?? types[i]}`));
}

function testNeeded(fields, needed) {
  const found = fields.filter(({ name, description }) => needed.includes(name) && description);
  check(found.length === needed.length, `${needed.join(', ')} among them`, found.map(({ name }) => name));
}

function listSuffix(tagged) {
  return tagged?.tags.simpleCollections === 'only' ? '_list' : '';
}

async function testSchema() {
  const { data } = await request(null, `{ __schema { types {
    name description
    fields { name description args { ...value } type { name } }
    inputFields { ...value }
  } } }
  fragment value on __InputValue { name type { kind name ofType { kind name ofType { kind name } } } }`);
  const types = Object.fromEntries(data.__schema.types.map((type) => [type.name, type]));
  const tags = JSON5.parse(read('postgraphile.tags.json5')).config;
  const omitted = Object.keys(tags.procedure).filter((name) => tags.procedure[name].tags.omit);
  const parametersOf = (values, ignored) => values
    .map(({ name, type }) => `${name} ${typeName(type)}`)
    .filter((parameter) => !ignored.some((one) => `${parameter} `.startsWith(`${one} `)));

  const mutations = types.Mutation.fields;
  same(
    mutations.map(({ name, description, args }) => signature(name, description,
      parametersOf(types[typeName(args[0].type)].inputFields, ['clientMutationId']))),
    (await grantedFunctions(['v'], omitted)).map(expectedSignature),
    'every writer that somebody may call is a mutation, with its comment and arguments');
  testNeeded(mutations, ['bookSession', 'rescheduleSession', 'cancelSession', 'registerForClass',
    'cancelRegistration', 'recordPayment', 'findConflicts']);

  const unnamed = mutations.map(({ type }) => type.name).filter((name) => !types[name].fields
    .some((field) => !['clientMutationId', 'query', 'bigInt'].includes(field.name)));
  check(unnamed.length === 0, 'and each says what its id is of (postgraphile.tags.json5)', unnamed);

  const readers = (await grantedFunctions(['s', 'i'], omitted)).map((reader) => (
    { ...reader, proname: reader.proname + listSuffix(tags.procedure[`fitclub.${reader.proname}`]) }));
  const names = readers.map(({ proname }) => camelCase(proname));
  const cursors = ['first', 'last', 'offset', 'before Cursor', 'after'];
  same(
    types.Query.fields.filter(({ name }) => names.includes(name))
      .map(({ name, description, args }) => signature(name, description,
        parametersOf(args, cursors))),
    readers.map(expectedSignature),
    'every reader is a query, with its comment and arguments');
  testNeeded(types.Query.fields, ['listTrainers', 'listRooms', 'listUpcomingClasses', 'busyTimes',
    'memberDashboard', 'memberBalance', 'memberStatement', 'trainerSchedule', 'weekTimetable']);
  await testTables(types, Object.keys(tags.class));
  const hidden = omitted.map((name) => camelCase(name.replace('fitclub.', '')));
  const fields = [...mutations, ...types.Query.fields].map(({ name }) => name);
  const shown = fields.filter((name) => hidden.includes(name) || /audit|erased|login|signIn|authenticate/i.test(name));
  check(hidden.length > 0 && shown.length === 0, 'and what is left out is not there', shown);
  same(fields.filter((name) => /password/i.test(name)), ['setPassword', 'changePassword'],
    'nor anything about passwords but how they are set and changed');
  const verifiers = data.__schema.types.filter(({ name, fields: columns }) => /Password$/.test(name)
    || columns?.some((column) => /verifier/i.test(column.name))).map(({ name }) => name);
  check(verifiers.length === 0, 'and what is kept of them is no type', verifiers);
}

// Tables that somebody may read are types, with the comments on them.
async function testTables(types, omitted) {
  const { rows } = await catalog.query(`
    SELECT relname, obj_description(c.oid, 'pg_class') AS comment,
      array_agg(attname || ': ' || coalesce(col_description(c.oid, attnum), '')) AS columns
    FROM pg_class AS c JOIN pg_attribute ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
    WHERE relnamespace = 'fitclub'::regnamespace AND relkind IN ('r', 'v')
      AND has_table_privilege('club_desk', c.oid, 'SELECT')
    GROUP BY c.oid`);
  const tables = rows.filter(({ relname }) => !omitted.includes(`fitclub.${relname}`));
  const named = (name) => camelCase(`_${name}`);
  same(
    tables.flatMap(({ relname }) => (types[named(relname)]?.fields ?? [])
      .map(({ name, description }) => `${relname} ${name}: ${description ?? ''}`))
      .filter((column) => !/ (nodeId:|\w+By\w+:)/.test(column)),
    tables.flatMap(({ relname, columns }) => columns.map((column) => {
      const [name, comment] = column.split(/: (.*)/s);
      return `${relname} ${camelCase(name)}: ${comment}`;
    })),
    'every table that somebody may read is a type, with the comments on its columns');
  same(
    tables.map(({ relname }) => `${relname}: ${types[named(relname)]?.description ?? ''}`),
    tables.map(({ relname, comment }) => `${relname}: ${comment ?? ''}`),
    'and its own');
}

// ---- what it does ----

async function testVisitors() {
  const classes = await request(null, '{ listUpcomingClasses(fromTime: "2025-12-01") { nodes { name seatsLeft } } }');
  check(classes.data?.listUpcomingClasses?.nodes?.length > 0, 'visitors see the classes', classes);
  const error = errorOf(await bookSession(null, ANA, TINA, ...slot(9), WEIGHTS));
  check(error.errcode === '42501', 'and book nothing', error);
}

async function testMember() {
  const booked = await bookSession(ana, ANA, TINA, ...slot(9), WEIGHTS);
  const sessionId = booked.data?.bookSession?.sessionId;
  check(/^\d+$/.test(sessionId), 'a member books a session', booked);
  const mine = await request(ana,
    'query ($id: BigInt) { memberBalance(memberId: $id) memberDashboard(memberId: $id) }', { id: ANA });
  const session = mine.data?.memberDashboard?.upcoming_sessions
    ?.find(({ session_id }) => String(session_id) === sessionId);
  check(new Date(session?.start_time).getTime() === new Date(slot(9)[0]).getTime(),
    'and finds it in the dashboard', session, mine.errors);
  check(/^\d+\.\d\d$/.test(mine.data?.memberBalance), 'with what is owed, to the cent', mine.data?.memberBalance);
  const others = errorOf(await bookSession(ana, BEN, OMAR, ...slot(9)));
  check(others.errcode === '42501' && others.constraint === 'own_only', 'and not for others', others);
  const tables = errorOf(await request(ana, '{ allMembers { nodes { email } } }'));
  check(tables.errcode === '42501', 'and reads no tables', tables);
  return sessionId;
}

async function testClash() {
  const answer = await bookSession(grace, BEN, TINA, ...slot(9, '30'));
  const error = errorOf(answer);
  check(error.errcode === '23P01' && error.constraint === 'trainer_double_booked',
    'a clash has its SQLSTATE and constraint', answer);
  check(error.message === 'trainer 1 is already booked', 'its message', error);
  const { exception } = answer.errors?.[0]?.extensions ?? {};
  check(JSON.stringify(exception, null, 2) === read('clash.json').trim(), 'and its explanation', exception);
  const rules = await request(grace, `
    mutation ($booking: FindConflictsInput!) { findConflicts(input: $booking) { conflicts { rule resourceId } } }`,
  { booking: { trainerId: TINA, startTime: slot(9)[0], endTime: slot(9)[1], memberId: BEN } });
  check(JSON.stringify(rules.data?.findConflicts?.conflicts)
    === '[{"rule":"trainer_double_booked","resourceId":"1"}]', 'the dry run tells it beforehand', rules);
}

async function testTwoAtOnce() {
  const answers = await Promise.all([
    bookSession(grace, BEN, OMAR, ...slot(14)), bookSession(grace, CARA, OMAR, ...slot(14))]);
  const ends = answers.map((answer) => errorOf(answer).constraint ?? 'booked').sort();
  check(ends.join() === 'booked,trainer_double_booked', 'of two at once one is booked', answers);
}

async function testMoney(sessionId) {
  const bills = await request(grace, `
    query ($id: BigInt) {
      allBillingItems(condition: { privateSessionId: $id }) { nodes { billingId amount status } }
    }`, { id: sessionId });
  const bill = bills.data?.allBillingItems?.nodes?.[0];
  check(bill?.amount === '85.00' && bill?.status === 'pending', 'staff read the bill', bills);
  const paid = await request(grace, `
    mutation ($payment: RecordPaymentInput!) {
      recordPayment(input: $payment) { paymentId query { billingItemByBillingId(billingId: "${bill?.billingId}") { status } } }
    }`, { payment: { billingId: bill?.billingId, amount: bill?.amount, paymentType: 'cash' } });
  check(/^\d+$/.test(paid.data?.recordPayment?.paymentId)
    && paid.data.recordPayment.query.billingItemByBillingId.status === 'paid', 'and take the money', paid);
}

async function testChanges(sessionId) {
  const moved = await request(ana, `
    mutation ($change: RescheduleSessionInput!) { rescheduleSession(input: $change) { sessionId } }`,
  { change: { sessionId, startTime: slot(11)[0] } });
  check(moved.data?.rescheduleSession?.sessionId === sessionId, 'a member moves a session', moved);
  const cancelled = await request(ana, `
    mutation ($id: BigInt) { cancelSession(input: { sessionId: $id }) { sessionId } }`, { id: sessionId });
  check(cancelled.data?.cancelSession?.sessionId === sessionId, 'and cancels it', cancelled);

  const created = await request(grace, `
    mutation ($class: CreateClassInput!) { createClass(input: $class) { classId } }`,
  { class: { name: 'Spin', trainerId: TINA, roomId: WEIGHTS, startTime: slot(12)[0], endTime: slot(12)[1], capacity: 1, price: '12.50' } });
  const seat = (token, memberId) => request(token, `
    mutation ($seat: RegisterForClassInput!) { registerForClass(input: $seat) { registrationId } }`,
  { seat: { memberId, classId: created.data?.createClass?.classId } });
  const taken = await seat(ana, ANA);
  check(/^\d+$/.test(taken.data?.registerForClass?.registrationId), 'and takes a seat in a class', created, taken);
  const full = errorOf(await seat(grace, BEN));
  check(full.errcode === '23514' && full.constraint === 'class_capacity', 'of which there are no more', full);
}

// What is left out has its default, and what no default covers is named.
async function testArguments() {
  const bill = await request(grace, `mutation { createBillingItem(input: {
    memberId: "${BEN}", amount: "20.00", description: "Towels" }) { billingId } }`);
  const { billingId } = bill.data?.createBillingItem ?? {};
  const paid = await request(grace, `mutation { recordPayment(input: {
    billingId: "${billingId}", amount: "20.00", notes: "Counted twice" }) {
      paymentId query { allPayments(condition: { billingId: "${billingId}" }) {
        nodes { paymentType notes memberByMemberId { firstName } } } } } }`);
  check(JSON.stringify(paid.data?.recordPayment?.query.allPayments.nodes)
    === '[{"paymentType":"card","notes":"Counted twice","memberByMemberId":{"firstName":"Ben"}}]',
  'an argument that is left out before another has its default', bill, paid);
  const cleared = await request(grace, `mutation { updateMember(input: { memberId: "${BEN}", clear: ["notes"] }) {
    memberId query { memberByMemberId(memberId: "${BEN}") { firstName notes } } } }`);
  check(JSON.stringify(cleared.data?.updateMember?.query.memberByMemberId) === '{"firstName":"Ben","notes":null}',
    'a column is cleared, and others kept', cleared);
  const missing = errorOf(await request(grace,
    `mutation { bookSession(input: { memberId: "${BEN}", trainerId: "${TINA}", startTime: "${slot(15)[0]}" }) { sessionId } }`));
  check(missing.errcode === '22004' && missing.column === 'end_time', 'one that is missing is named', missing);
}

async function testPasswords() {
  const set = (token, persona, id, password) => request(token, `
    mutation ($given: SetPasswordInput!) { setPassword(input: $given) { id } }`, { given: { persona, id, password } });
  const change = (oldPassword, newPassword) => request(ana, `
    mutation ($given: ChangePasswordInput!) { changePassword(input: $given) { changed } }`, { given: { oldPassword, newPassword } });
  const given = await set(grace, 'member', ANA, 'first password');
  check(given.data?.setPassword?.id === String(ANA), 'staff give a member a password', given);
  const wrong = await change('a wrong guess', 'correct horse');
  check(wrong.data?.changePassword?.changed === false, 'which the member cannot change without knowing it', wrong);
  const changed = await change('first password', 'correct horse');
  check(changed.data?.changePassword?.changed === true, 'but with it', changed);
  const again = await change('first password', 'battery staple');
  check(again.data?.changePassword?.changed === false, 'and that one is wrong from then on', again);
  const short = errorOf(await change('correct horse', 'short'));
  check(short.errcode === '22023' && short.constraint === 'member_password_check', 'one that is too short is refused', short);
  const others = [errorOf(await set(ana, 'member', BEN, 'correct horse')), errorOf(await set(grace, 'staff', '2', 'correct horse'))];
  check(others[0].errcode === '42501' && others[1].constraint === 'own_only', 'and members give none, nor do staff to a colleague', others);
}

// Each mutation of a request stands for itself.
async function testTwoInOneRequest() {
  const book = (memberId, [startTime, endTime]) => `bookSession(input: {
    memberId: "${memberId}", trainerId: "${OMAR}", startTime: "${startTime}", endTime: "${endTime}" }) { sessionId }`;
  const answer = await request(grace, `mutation {
    first: ${book(BEN, slot(15))} second: ${book(CARA, slot(15))} third: ${book(CARA, slot(16))} }`);
  check(answer.data?.first && !answer.data.second && answer.data.third
    && errorOf(answer).constraint === 'trainer_double_booked', 'a mutation that is refused does not undo others', answer);
  const { data } = await request(grace, `{ allPrivateSessions(orderBy: START_TIME_ASC, condition: { trainerId: "${OMAR}" }) {
    nodes { sessionId trainerByTrainerId { lastName } } } }`).catch(() => ({}));
  const ids = data?.allPrivateSessions?.nodes.map(({ sessionId }) => sessionId) ?? [];
  check([answer.data?.first, answer.data?.third].every((one) => ids.includes(one?.sessionId))
    && data.allPrivateSessions.nodes[0].trainerByTrainerId.lastName === 'Ali', 'which are stored', ids);
}

async function testTokens() {
  const forged = await bookSession(tokenOf('web_grace', 'guessed'), BEN, OMAR, ...slot(10));
  check([401, 403].includes(forged.status) && forged.data == null, 'a forged token is refused', forged);
  const superuser = await request(tokenOf('postgres'), '{ listTrainers { nodes { firstName } } }');
  check(superuser.data?.listTrainers == null && superuser.errors?.length > 0,
    'and one for a role that the server may not become', superuser);
  const group = errorOf(await bookSession(tokenOf('club_members'), BEN, OMAR, ...slot(10)));
  check(group.errcode === '42501' && group.constraint === 'identity_unknown',
    'one for a group is nobody', group);
}

async function main() {
  await catalog.connect();
  const server = await startServer();
  await testSchema();
  await testVisitors();
  const sessionId = await testMember();
  await testClash();
  await testTwoAtOnce();
  await testMoney(sessionId);
  await testChanges(sessionId);
  await testArguments();
  await testPasswords();
  await testTwoInOneRequest();
  await testTokens();
  server.kill();
  await once(server, 'exit');
  await catalog.end();
  if (failures) console.log(said.replace(/^/gm, '#  '));
  console.log(`1..${tests}`);
}

main().catch((error) => {
  console.error(error, said);
  process.exit(1);
});
