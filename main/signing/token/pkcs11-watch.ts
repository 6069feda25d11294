import type { PKCS11 } from 'pkcs11js';

const dontBlock = 1;

/** Some drivers take C_WaitForSlotEvent and never report an event (SoftHSM): every third time the slots themselves are looked at. */
const lookEvery = 3;

/**
 * Answers, each time it is called, whether a token came or went. By C_WaitForSlotEvent without blocking where the driver knows it, and by the serial
 * numbers in its slots; no session is opened and nobody logs in.
 */
export function watchSlots(library: PKCS11): () => boolean {
  let present = tokensIn(library);
  let knowsEvents = true;
  let calls = 0;

  function event(): boolean {
    if (!knowsEvents) return false;
    try {
      return library.C_WaitForSlotEvent(dontBlock) !== null;
    } catch {
      knowsEvents = false;
      return false;
    }
  }

  return () => {
    calls += 1;
    const told = event();
    if (!told && calls % lookEvery !== 0) return false;
    const now = tokensIn(library);
    const moved = now !== present;
    present = now;
    return moved;
  };
}

/** Slots and the serial numbers in them, as one text. A slot that fails is one without a token. */
function tokensIn(library: PKCS11): string {
  try {
    const tokens = library.C_GetSlotList(true).map((slot) => {
      try {
        return `${slot.toString('hex')} ${library.C_GetTokenInfo(slot).serialNumber}`;
      } catch {
        return '';
      }
    });
    return tokens.filter((token) => token !== '').join('\n');
  } catch {
    return '';
  }
}
