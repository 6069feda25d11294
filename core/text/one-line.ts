/** Control characters, characters without a width, and those that turn the direction of writing. */
const deceivers = /[\p{Cc}\u{ad}\u{200b}-\u{200f}\u{2028}-\u{202e}\u{2060}-\u{2069}\u{feff}\u{fffd}]/gu;

/** A name that a stick, a token or a driver gives itself, as one line that shows what is in it (NFC): nothing in it hides or turns what stands beside it. */
export function oneLine(text: string): string {
  return text.replaceAll(deceivers, ' ').trim().normalize('NFC');
}
