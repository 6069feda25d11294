/** A promise with its ends outside (Promise.withResolvers, which Node 20 lacks). */
export type Deferred<Value> = { readonly promise: Promise<Value>; readonly resolve: (value: Value) => void; readonly reject: (error: unknown) => void };

export function deferred<Value>(): Deferred<Value> {
  let ends: Pick<Deferred<Value>, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<Value>((resolve, reject) => {
    ends = { resolve, reject };
  });
  if (ends === undefined) throw new Error('A promise runs its executor at once.');
  return { promise, ...ends };
}
