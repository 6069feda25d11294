import { connect, type Socket } from 'node:net';
import type { PivCard } from './piv-card.ts';

/** T=1, no historical bytes. */
const answerToReset = Buffer.from('3b80800101', 'hex');
const controls = { off: 0, on: 1, reset: 2, answerToReset: 4 } as const;

/**
 * Puts a card into the virtual reader: a client of vpcd's TCP port, each message two bytes of length and its content; a content of one byte
 * is for the card's power. Gives back how to pull it.
 */
export async function insertCard(port: number, card: PivCard): Promise<{ pull(): void }> {
  const socket = await connected(port);
  let received = Buffer.alloc(0);
  const send = (content: Buffer) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(content.length);
    socket.write(Buffer.concat([length, content]));
  };
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const content = received.subarray(2, 2 + received.readUInt16BE(0));
      received = Buffer.from(received.subarray(2 + content.length));
      if (content.length !== 1) send(card.answer(Buffer.from(content)));
      else if (content[0] === controls.answerToReset) send(answerToReset);
      else if (content[0] === controls.off || content[0] === controls.reset) card.powerOff();
    }
  });
  return {
    pull() {
      socket.destroy();
      card.powerOff();
    },
  };
}

/** The reader opens its port a moment after pcscd has started. */
async function connected(port: number): Promise<Socket> {
  for (let attempt = 0; ; attempt += 1) {
    const socket = connect(port, '127.0.0.1');
    const opened = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    if (opened) return socket;
    if (attempt > 100) throw new Error('The virtual reader does not open its port.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
