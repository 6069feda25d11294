import { z } from 'zod';
import { OfficeError } from '#core/contract/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { PreparedSignature, SignatureSlot, TokenService } from '../ports/signing.ts';
import type { BatchJournal, MadeSignature, SignableItem, SignatureWorkers } from '../ports/signing-batch.ts';

/** What the token process notes beside each signature it makes: enough to finish it after the office was killed. */
const note = z.object({ signingTime: z.string(), draft: z.string() });

export function noteOf({ signingTime, draft }: PreparedSignature): string {
  return JSON.stringify({ signingTime, draft } satisfies z.infer<typeof note>);
}

export type RecoverParts = { readonly tokens: Pick<TokenService, 'readJournal'>; readonly workers: SignatureWorkers; readonly clock: Clock };

/**
 * Finishes the signatures that a token made and a killed program did not write any more: no token operation is done twice for what is already signed. Each goes
 * through the same check as every other; what does not pass it, or belongs to a document that is not to be signed any more, is left alone and signed anew.
 * `waiting`: what the batch still lacks. Answers those that lack nothing now.
 */
export async function recoverSignatures({ tokens, workers, clock }: RecoverParts, file: string, waiting: readonly SignableItem[], journal: Pick<BatchJournal, 'signed'>): Promise<readonly SignableItem[]> {
  const items = new Map(waiting.map((item) => [item.id, item]));
  const recovered: SignableItem[] = [];
  const entries = tokens.readJournal(file).filter(({ id }) => items.has(id));
  if (entries.length > 0) await workers.ready;
  for (const entry of entries) {
    const item = items.get(entry.id);
    const noted = note.safeParse(json(entry.note));
    if (item === undefined || !noted.success || recovered.includes(item)) continue;
    const document = await item.load(noted.data.signingTime);
    if (document instanceof OfficeError) continue;
    const prepared = preparedFrom(item.slot, noted.data);
    const [result] = await workers.finish([{ kind: item.kind, name: item.name, document, prepared, signatureValue: entry.value, at: clock.now(), hurried: false }]);
    if (result?.ok !== true) continue;
    const made: MadeSignature = { item, ...result.value, signingTime: prepared.signingTime, order: document.signatures.length + 1 };
    await journal.signed([made]);
    recovered.push(item);
  }
  return recovered;
}

/** What was signed is in the draft; the bytes themselves are not needed any more. */
function preparedFrom(slot: SignatureSlot, { signingTime, draft }: z.infer<typeof note>): PreparedSignature {
  return { slot, signingTime, draft, toBeSigned: new Uint8Array() };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
