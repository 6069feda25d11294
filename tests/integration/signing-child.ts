import { runPracticeTokensEntry } from '#main/compose-practice-tokens.ts';
import { runTokenEntry } from '#main/compose-token.ts';

/** The child processes as the hosts fork them, for tests: the entry's name is the first argument. */
const link = {
  send: (message: unknown) => void process.send?.(message),
  listen: (listener: (message: unknown) => void) => void process.on('message', listener),
};

process.on('disconnect', () => process.exit(0));

if (process.argv[2] === 'practice-tokens') runPracticeTokensEntry(link);
else runTokenEntry(link);
