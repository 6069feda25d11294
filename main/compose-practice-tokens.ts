import { runPracticeTokensProcess } from './practice/tokens/provision.ts';
import type { ProcessLink } from './signing/token/token-process.ts';

/** The process 'practice-tokens': makes training tokens. It needs SOFTHSM2_CONF in its environment where they live in SoftHSM. */
export function runPracticeTokensEntry(link: ProcessLink): void {
  runPracticeTokensProcess(link);
}
