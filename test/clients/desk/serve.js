#!/usr/bin/env node
// The page and its API at one address, as behind a web server: the files of
// doc/examples/desk, and under /graphql what PostGraphile answers, which is
// started for the database of PGHOST, PGDATABASE, ... Ends with a signal.
//
// usage: serve.js [PORT]
'use strict';

const { spawn } = require('child_process');
const crypto = require('crypto');
const { once } = require('events');
const fs = require('fs');
const http = require('http');
const net = require('net');
const path = require('path');
const { setTimeout: pause } = require('timers/promises');

const HOST = '127.0.0.1';
const page = path.join(__dirname, '../../../doc/examples/desk');
const types = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

async function freePort() {
  const server = net.createServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

// PostGraphile, with the configuration beside the page.
async function startApi(secret) {
  const folder = path.join(page, 'server');
  const modules = [folder, path.join(__dirname, '..')].map((one) => path.join(one, 'node_modules'))
    .find((one) => fs.existsSync(one));
  if (!modules) throw new Error(`npm ci in ${folder} first`);
  const api = { port: await freePort(), said: '' };
  api.process = spawn(path.join(modules, '.bin/postgraphile'), [], {
    cwd: folder,
    env: { ...process.env, NODE_PATH: modules, JWT_SECRET: secret, PORT: api.port, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [api.process.stdout, api.process.stderr]) stream.on('data', (data) => { api.said += data; });
  process.on('exit', () => api.process.kill('SIGKILL'));
  for (let tries = 0; tries < 600 && api.process.exitCode === null; tries++) {
    const answer = await fetch(`http://${HOST}:${api.port}/graphql`, { method: 'OPTIONS' }).catch(() => null);
    if (answer) return api;
    await pause(100);
  }
  throw new Error(`PostGraphile does not answer: ${api.said}`);
}

function sendFile(name, response) {
  const file = path.join(page, name.endsWith('/') ? `${name}index.html` : name);
  const type = types[path.extname(file)];
  if (!type || !file.startsWith(`${page}/`) || file.startsWith(`${page}/server/`)) {
    response.writeHead(404).end();
    return;
  }
  fs.readFile(file, (error, content) => {
    if (error) response.writeHead(404).end();
    else response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-cache' }).end(content);
  });
}

function passOn(api, request, response) {
  const { method, url, headers } = request;
  const onward = http.request({ host: HOST, port: api.port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.writeHead(502).end());
  request.pipe(onward);
}

// The websocket: the request for it as it came, and then whatever is said.
function passOnSocket(api, request, socket, head) {
  const onward = net.connect(api.port, HOST, () => {
    const headers = [];
    for (let i = 0; i < request.rawHeaders.length; i += 2) headers.push(request.rawHeaders.slice(i, i + 2).join(': '));
    onward.write(`${[`GET ${request.url} HTTP/1.1`, ...headers].join('\r\n')}\r\n\r\n`);
    onward.write(head);
    socket.pipe(onward).pipe(socket);
  });
  for (const one of [socket, onward]) {
    one.on('error', () => {});
    one.on('close', () => { socket.destroy(); onward.destroy(); });
  }
}

// Resolves to the page's address, the API and a way to stop both.
async function serve({ port = 0, secret = crypto.randomBytes(32).toString('hex') } = {}) {
  const api = await startApi(secret);
  const server = http.createServer((request, response) => {
    const [name] = request.url.split('?');
    if (name === '/graphql') passOn(api, request, response);
    else sendFile(name, response);
  });
  server.on('upgrade', (request, socket, head) => passOnSocket(api, request, socket, head));
  server.listen(port, HOST);
  await once(server, 'listening');
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    api.process.kill();
    if (api.process.exitCode === null && api.process.signalCode === null) await once(api.process, 'exit');
  };
  return { url: `http://${HOST}:${server.address().port}/`, api, secret, stop };
}

module.exports = { serve };

if (require.main === module) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit());
  serve({ port: Number(process.argv[2] ?? 0) }).then(({ url, api }) => {
    console.log(url);
    api.process.on('exit', () => { console.error(api.said); process.exit(1); });
  }, (error) => {
    console.error(error.message);
    process.exit(1);
  });
}
