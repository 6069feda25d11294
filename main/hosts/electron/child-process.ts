import { runPracticeGatewayEntry } from '../../compose-practice-gateway.ts';
import { runPracticeTokensEntry } from '../../compose-practice-tokens.ts';
import { endAtOnce, runTokenEntry } from '../../compose-token.ts';

/** A child of the office inside Electron. The first message brings the port to the office; the argument says which child this is. */
process.parentPort.once('message', ({ ports }) => {
  const [port] = ports;
  if (port === undefined) process.exit(64);
  const link = { send: (message: unknown) => port.postMessage(message), listen: (listener: (message: unknown) => void) => void port.on('message', (event) => listener(event.data)) };
  // Without the office nobody may keep a PIN or a login.
  port.on('close', endAtOnce);
  const entry = process.argv.at(-1);
  if (entry === 'token') runTokenEntry(link);
  else if (entry === 'practice-tokens') runPracticeTokensEntry(link);
  else if (entry === 'practice-gateway') void runPracticeGatewayEntry(link);
  else process.exit(64);
  port.start();
});
