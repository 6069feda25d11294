import type { FileHandle } from '#core/values/ids.ts';
import type { Reply } from './errors.ts';
import type { OfficeEvent } from './events.ts';

/** What the window gets from its door, the same in Electron (preload, `window.hocba`) and in the browser (HTTP). Nothing per feature. */
export type Bridge = {
  readonly door: 'electron' | 'browser';
  call(method: string, input: unknown): Promise<Reply<unknown>>;
  /** Returns the way to stop listening. */
  listen(listener: (event: OfficeEvent) => void): () => void;
  /** Asks the user for a file and hands it to the office; null when the user changed their mind. `extensions` without dots. */
  chooseFile(extensions: readonly string[]): Promise<ChosenFile | 'too-large' | null>;
  /** Hands the bytes of a file that was dropped on the page to the office. */
  sendFile(name: string, bytes: Uint8Array): Promise<ChosenFile | 'too-large'>;
  /** The system's folder dialog; null when cancelled, `unsupported` where there is none (browser): then the path is typed. */
  chooseFolder(): Promise<{ readonly path: string } | 'unsupported' | null>;
  /** Hands a file of the office to the user: save dialog or download. False when cancelled. */
  saveFile(file: FileHandle, name: string): Promise<boolean>;
  /** Shows a PDF of the office in a window of its own (Electron) or a new tab (browser). */
  showPdf(file: FileHandle, name: string): Promise<void>;
};

export type ChosenFile = { readonly file: FileHandle; readonly name: string; readonly size: number };
