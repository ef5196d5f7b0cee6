// The API of the page: what the schema has and grants, and live events.
'use strict';

const { verify } = require('jsonwebtoken');
const { gql, makeExtendSchemaPlugin } = require('postgraphile');

const secret = process.env.JWT_SECRET; // signs the tokens that sign_in() gives

// For whom a request acts: the one whose token it has, or a visitor.
function pgSettings({ headers }) {
  const [, token] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
  if (!token) return { role: 'club_visitors' };
  try {
    const { role, identity } = verify(token, secret, { audience: 'postgraphile', algorithms: ['HS256'] });
    return { role, 'fitclub.identity': identity };
  } catch (error) {
    throw Object.assign(error, { statusCode: 401 });
  }
}

// What the database says when a booking is committed, which is no secret.
const LiveEvents = makeExtendSchemaPlugin({
  typeDefs: gql`
    type BookingChange {
      event: String!
      table: String!
      id: BigInt
      classId: BigInt
    }
    extend type Subscription {
      bookingChanged: BookingChange @pgSubscription(topic: "fitclub")
    }`,
  resolvers: { BookingChange: { classId: (event) => event.class_id } },
});

module.exports = {
  options: {
    schema: ['fitclub', 'web'],
    includeExtensionResources: true, // fitclub is an extension
    ignoreRbac: false, // show only what somebody may do
    pgSettings,
    jwtSecret: secret,
    jwtTokenIdentifier: 'web.jwt_token',
    plugins: ['@graphile/pg-pubsub'],
    appendPlugins: [LiveEvents],
    subscriptions: true,
    websockets: ['v1'],
    extendedErrors: ['errcode', 'constraint', 'column', 'detail', 'hint'],
    disableDefaultMutations: true, // the functions are how the club is changed
    dynamicJson: true,
    setofFunctionsContainNulls: false,
    disableGraphiql: true,
    disableQueryLog: true, // what is sent concerns people
    host: '127.0.0.1',
    port: process.env.PORT || 5000,
  },
};
