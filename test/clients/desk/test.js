#!/usr/bin/env node
// The page over GraphQL (doc/examples/desk), in a browser. Prints TAP.
//
//   FITCLUB_DESK="NAME..."     only these files, such as "sign_in board"
'use strict';

const fs = require('fs');
const { run } = require('./harness.js');

const others = ['harness.js', 'screenshot.js', 'serve.js', 'test.js'];
const names = process.env.FITCLUB_DESK?.split(' ')
  ?? fs.readdirSync(__dirname).filter((name) => name.endsWith('.js') && !others.includes(name)).map((name) => name.slice(0, -3));

run(Object.fromEntries(names.map((name) => [name, require(`./${name}.js`)]))).then((failures) => {
  process.exitCode = failures ? 1 : 0;
}, (error) => {
  console.error(error);
  process.exit(1);
});
