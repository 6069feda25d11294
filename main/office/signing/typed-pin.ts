/**
 * A PIN on its way from the field to the token process. Whoever takes it takes it away: a batch may run for an hour, and nothing that waits for it may hold a
 * copy meanwhile. Throws when it is taken twice: what was typed once is tried once.
 */
export type TypedPin = { take(): string };

export function typedPin(typed: string): TypedPin {
  let pin: string | null = typed;
  return {
    take() {
      if (pin === null) throw new Error('A PIN is used once.');
      const taken = pin;
      pin = null;
      return taken;
    },
  };
}
