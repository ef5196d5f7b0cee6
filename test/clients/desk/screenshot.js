// Draws the pictures of the README, doc/desk.png and doc/desk-dark.png: the
// demo's week, moved to a week that is always the same, while a session is held
// over an hour that is taken. Needs pngquant.
'use strict';

const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const desk = require('./harness.js');

const MONDAY = '2035-01-08';
const NOW = '2035-01-08T09:40:00-05:00';
const ZONE = 'America/Toronto';
const SIZE = { width: 1200, height: 900 };
const folder = path.join(__dirname, '../../../doc');

const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'short' });

async function told(token, query) {
  const answer = await desk.ask(token, query);
  if (answer.errors) throw new Error(answer.errors.map(({ message }) => message).join('; '));
  return answer.data;
}

// Everything of this week again in the week of the pictures.
async function copyWeek(token) {
  const today = wall.format(new Date()).slice(0, 10);
  const monday = new Date(Date.parse(today) - ((new Date(today).getUTCDay() + 6) % 7) * 86400000);
  const { schedule } = await told(token, `{ schedule(fromTime: "${monday.toISOString().slice(0, 10)} ${ZONE}") {
    nodes { kind bookingId title trainerId roomId memberId capacity startTime endTime } } }`);
  const shift = Date.parse(MONDAY) - monday;
  const at = (instant) => `"${new Date(Date.parse(`${wall.format(new Date(instant)).replace(' ', 'T')}Z`) + shift).toISOString()
    .slice(0, 16)} ${ZONE}"`;
  const about = ({ trainerId, roomId, startTime, endTime }) => `trainerId: "${trainerId}", roomId: ${roomId && `"${roomId}"`},
    startTime: ${at(startTime)}, endTime: ${at(endTime)}`;
  const sessions = schedule.nodes.filter(({ kind }) => kind === 'session').map((one, i) => (
    `s${i}: bookSession(input: { memberId: "${one.memberId}", activityType: "${one.title}", ${about(one)} }) { sessionId }`));
  await told(token, `mutation { ${sessions.join('\n')} }`);

  const classes = schedule.nodes.filter(({ kind }) => kind === 'class');
  const copies = await told(token, `mutation {
    setAvailability(input: { trainerId: "2", availableOn: "2035-01-13", startTime: "10:00", endTime: "13:00" }) { availabilityId }
    ${classes.map((one, i) => (
    `c${i}: createClass(input: { name: "${one.title}", capacity: ${one.capacity}, ${about(one)} }) { classId }`)).join('\n')} }`);
  const rosters = await told(token, `{ ${classes.map(({ bookingId }, i) => (
    `c${i}: classRoster(classId: "${bookingId}") { nodes { memberId } }`)).join('\n')} }`);
  const seats = Object.entries(rosters).flatMap(([name, { nodes }]) => nodes.map(({ memberId }) => (
    `${name}m${memberId}: registerForClass(input: { memberId: "${memberId}", classId: "${copies[name].classId}" }) { registrationId }`)));
  await told(token, `mutation { ${seats.join('\n')}
    closeRoom(input: { roomId: "4", startTime: "2035-01-11 13:00 ${ZONE}", endTime: "2035-01-11 18:00 ${ZONE}",
      reason: "Filter change" }) { closureId }
    closeClub(input: { startTime: "2035-01-14 ${ZONE}", endTime: "2035-01-15 ${ZONE}", reason: "Stocktaking" }) { closureId } }`);
}

async function draw(token, colorScheme, name) {
  const page = await desk.newPage({ viewport: SIZE, deviceScaleFactor: 1.5, colorScheme });
  await page.clock.setFixedTime(new Date(NOW));
  await page.evaluate((given) => sessionStorage.setItem('fitclub.token', given), token);
  await page.reload();
  await desk.show(page, `board/${MONDAY}`);
  const { x, y } = await page.locator('.lane[data-date="2035-01-10"] .block', { hasText: 'Cara Diaz' }).boundingBox();
  const lane = await page.locator('.lane[data-date="2035-01-11"]').boundingBox();
  const hour = lane.height / await page.locator('.hours span').count();
  await page.mouse.move(x + 10, y + 5);
  await page.mouse.down();
  await page.mouse.move(lane.x + 20, lane.y + 2 * hour + 5, { steps: 8 });
  await page.waitForSelector('.ghost.broken');
  const file = path.join(folder, name);
  await page.screenshot({ path: file });
  await page.context().close();
  execFileSync('pngquant', ['--force', '--strip', '--output', file, '128', file]);
  const { size } = fs.statSync(file);
  desk.check(size < 200000, `${name} is drawn, in less than 200 kB`, size);
}

module.exports = async () => {
  const token = desk.makeToken({ role: 'club_desk', identity: 'staff:1', exp: Date.parse('2036-01-01') / 1000 });
  await copyWeek(token);
  await draw(token, 'light', 'desk.png');
  await draw(token, 'dark', 'desk-dark.png');
};
