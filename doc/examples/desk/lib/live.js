// What others book, as soon as it is committed: the notifications of the
// database, by a GraphQL subscription (the protocol graphql-transport-ws).

import { apiAddress } from './api.js';

const SUBSCRIPTION = 'subscription { bookingChanged { event table id classId } }';
const LONGEST_PAUSE = 10000;
let failures = 0;

async function connect(changed) {
  const address = new URL(await apiAddress());
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address, 'graphql-transport-ws');
  const send = (message) => socket.send(JSON.stringify(message));

  socket.onopen = () => send({ type: 'connection_init' });
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === 'ping') send({ type: 'pong' });
    if (message.type === 'connection_ack') {
      send({ id: '1', type: 'subscribe', payload: { query: SUBSCRIPTION } });
      // Nothing is queued for listeners who were away: everything is read again.
      if (failures > 0) changed(null);
      failures = 0;
    }
    if (message.type === 'next') changed(message.payload.data?.bookingChanged ?? null);
  };
  socket.onclose = () => {
    failures++;
    setTimeout(() => connect(changed), Math.min(LONGEST_PAUSE, 200 * 2 ** failures));
  };
}

// Calls changed(event) for each event, and changed(null) when some may be missing.
export function listen(changed) {
  connect(changed);
}
