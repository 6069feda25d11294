import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { BrowserWindow, dialog, ipcMain, type IpcMainInvokeEvent } from 'electron';
import type { OfficeLink } from './office-link.ts';

const fileLimit = 25_000_000;

type Settings = { readonly window: BrowserWindow; readonly office: OfficeLink; readonly origin: string; readonly connection: string };

/** The other end of the preload's bridge. Every message must come from our own page, in its main frame. */
export function serveBridge({ window, office, origin, connection }: Settings): void {
  function handle(channel: string, work: (...given: readonly unknown[]) => Promise<unknown>): void {
    ipcMain.handle(channel, async (event: IpcMainInvokeEvent, ...given: readonly unknown[]) => {
      if (event.sender !== window.webContents || event.senderFrame?.parent !== null || !event.senderFrame.url.startsWith(`${origin}/`)) throw new Error('not our page');
      return work(...given);
    });
  }

  handle('hocba:call', (method, input) => office.call(connection, text(method), input));

  handle('hocba:chooseFile', async (extensions) => {
    const known = Array.isArray(extensions) ? extensions.map(text) : [];
    const { filePaths } = await dialog.showOpenDialog(window, { properties: ['openFile'], filters: [{ name: known.map((each) => `.${each}`).join(', '), extensions: known }] });
    const [path] = filePaths;
    if (path === undefined) return null;
    const { size } = await stat(path);
    const name = basename(path);
    // A bundle of a whole school is checked where it lies.
    if (size > fileLimit && /\.asice$/iu.test(path)) return { file: await office.receive(connection, { name, mimeType: 'application/octet-stream', bytes: new Uint8Array(), path }), name, size };
    if (size > fileLimit) return 'too-large';
    const bytes = await readFile(path);
    return { file: await office.receive(connection, { name, mimeType: 'application/octet-stream', bytes: new Uint8Array(bytes) }), name, size };
  });

  handle('hocba:sendFile', async (given, bytes) => {
    if (!(bytes instanceof Uint8Array)) throw new TypeError('bytes expected');
    const size = bytes.byteLength;
    if (size > fileLimit) return 'too-large';
    const name = basename(text(given));
    return { file: await office.receive(connection, { name, mimeType: 'application/octet-stream', bytes: new Uint8Array(bytes) }), name, size };
  });

  handle('hocba:chooseFolder', async () => {
    const { filePaths } = await dialog.showOpenDialog(window, { properties: ['openDirectory', 'createDirectory'] });
    const [path] = filePaths;
    return path === undefined ? null : { path };
  });

  handle('hocba:saveFile', async (file, name) => {
    const found = await office.give(connection, text(file));
    if (found === null) return false;
    const { filePath, canceled } = await dialog.showSaveDialog(window, { defaultPath: basename(text(name)) });
    if (canceled || filePath === '') return false;
    await writeFile(filePath, found.bytes);
    return true;
  });

  handle('hocba:showPdf', async (file, name) => {
    const viewer = new BrowserWindow({ parent: window, width: 900, height: 820, title: text(name), autoHideMenuBar: true, webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, plugins: true } });
    viewer.removeMenu();
    await viewer.loadURL(`app://pdf/${encodeURIComponent(text(file))}?of=${connection}`);
  });
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
