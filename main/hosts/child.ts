import { runPracticeTokensEntry } from '../compose-practice-tokens.ts';
import { endAtOnce, runTokenEntry } from '../compose-token.ts';

/** A child process of the office under plain Node: the first argument says which. It ends when its parent is gone. */
const link = {
  // A parent that is gone hears nothing; that is told below, and no reason to crash in the middle of a note.
  send: (message: unknown) => void process.send?.(message, undefined, undefined, () => undefined),
  listen: (listener: (message: unknown) => void) => void process.on('message', listener),
};

process.on('disconnect', endAtOnce);

const entry = process.argv[2];
if (entry === 'token') runTokenEntry(link);
else if (entry === 'practice-tokens') runPracticeTokensEntry(link);
else if (entry === 'practice-gateway') void import('../compose-practice-gateway.ts').then(({ runPracticeGatewayEntry }) => runPracticeGatewayEntry(link));
else process.exit(64);
