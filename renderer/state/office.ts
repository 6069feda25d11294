import type { Bridge, ChosenFile } from '#core/contract/bridge.ts';
import { OfficeError, type OfficeErrorData } from '#core/contract/errors.ts';
import type { MethodInput, MethodName, MethodOutput } from '#core/contract/index.ts';

declare global {
  interface Window {
    /** Put there by the Electron preload; the browser door makes its own. */
    readonly hocba?: Bridge;
  }
}

let current: Bridge | null = null;

/** Called once by the entry, before the page is drawn. */
export function connectBridge(bridge: Bridge): void {
  current = bridge;
}

export function bridge(): Bridge {
  if (current === null) throw new Error('no bridge');
  return current;
}

/** An error answered by the office, thrown in the page. `data` has code, params and correlation id; the text is in core/text/errors. */
export class CallError extends OfficeError {
  readonly data: OfficeErrorData;

  constructor(data: OfficeErrorData) {
    super(data.code, data.params);
    this.data = data;
  }
}

/** What was thrown, as an error of the office; anything but a CallError reads as `office.unexpected`. */
export function callError(failure: unknown): CallError {
  return failure instanceof CallError ? failure : new CallError({ code: 'office.unexpected', params: {}, correlationId: failure instanceof Error ? failure.name : 'page' });
}

/** Calls a method of the office. Throws CallError. */
export async function call<Name extends MethodName>(method: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>> {
  const reply = await bridge().call(method, input);
  if (!reply.ok) throw new CallError(reply.error);
  return reply.value as MethodOutput<Name>;
}

/** Asks the user for a file; null when they changed their mind. Throws CallError file.too-large. */
export async function chooseFile(extensions: readonly string[]): Promise<ChosenFile | null> {
  return notTooLarge(await bridge().chooseFile(extensions));
}

/** Throws CallError file.too-large. */
export function notTooLarge(chosen: ChosenFile | 'too-large' | null): ChosenFile | null {
  if (chosen === 'too-large') throw new CallError({ code: 'file.too-large', params: {}, correlationId: 'page' });
  return chosen;
}
