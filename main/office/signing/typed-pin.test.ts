import { expect, test } from 'vitest';
import { typedPin } from './typed-pin.ts';

test('a PIN is given away once and is then gone, whatever is done with what held it', () => {
  const pin = typedPin('87654321');
  const taken = pin.take();
  expect({ taken, left: JSON.stringify(pin), again: () => pin.take() }).toEqual({ taken: '87654321', left: '{}', again: expect.any(Function) });
  expect(() => pin.take()).toThrow('once');
});
