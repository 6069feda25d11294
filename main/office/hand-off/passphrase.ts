import { OfficeError } from '#core/contract/errors.ts';

/** Shorter ones are guessed by whoever finds the stick, whatever each guess costs. */
export const shortestPassphrase = 10;

/** Throws OfficeError hand-off.weak-passphrase: too short, or of one or two characters over and over. */
export function checkPassphrase(passphrase: string): void {
  const characters = Array.from(passphrase.normalize('NFC'));
  if (characters.length < shortestPassphrase || new Set(characters).size < 5) throw new OfficeError('hand-off.weak-passphrase', { min: shortestPassphrase });
}
