import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, dialog, protocol, session, type WebContents } from 'electron';
import { dataFolder } from '../data-folder.ts';
import { contentPolicy } from '../content-policy.ts';
import { readPageFile } from '../page-files.ts';
import { serveBridge } from './bridge-host.ts';
import { openOfficeLink, type OfficeLink } from './office-link.ts';

const origin = 'app://local';
const pageFolder = fileURLToPath(new URL('../renderer', import.meta.url));
const resourcesFolder = app.isPackaged ? `${process.resourcesPath}/resources` : fileURLToPath(new URL('../../resources', import.meta.url));

// Before anything else: a second start shows the window that is there. Two programs on one database would be one too many.
if (!app.requestSingleInstanceLock()) app.exit(0);

// Some starters load this module only after the program is ready; they have to register the scheme themselves.
if (!app.isReady()) protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);

/** Pages go nowhere, open nothing, and ask for nothing (Electron security checklist 5, 13, 14). */
app.on('web-contents-created', (_, contents: WebContents) => {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
});

let window: BrowserWindow | null = null;
let office: OfficeLink | null = null;

app.on('second-instance', () => {
  if (window?.isMinimized() === true) window.restore();
  window?.focus();
});

app.on('window-all-closed', () => app.quit());

/** The office closes its database and its children before the program goes. */
app.on('will-quit', (event) => {
  event.preventDefault();
  void (office?.close() ?? Promise.resolve()).finally(() => app.exit(0));
});

// Not awaited: Electron becomes ready only after this module was loaded.
void app.whenReady().then(start);

async function start(): Promise<void> {
  // The page may put text on the clipboard when its user presses a button (the token doctor's report); it may ask for nothing else.
  session.defaultSession.setPermissionRequestHandler((_, permission, decide) => decide(permission === 'clipboard-sanitized-write'));
  session.defaultSession.setPermissionCheckHandler((_, permission) => permission === 'clipboard-sanitized-write');
  protocol.handle('app', servePage);

  const folder = process.env['HOCBA_DATA'] === undefined ? app.getPath('userData') : dataFolder();
  mkdirSync(folder, { recursive: true });
  office = await openOfficeLink({
    start: { kind: 'start', dataFolder: folder, resourcesFolder, version: app.getVersion(), openTraining: process.env['HOCBA_OPEN'] === 'training' },
    onEvent: (event, connection) => {
      if (window !== null && (connection === null || connection === String(window.webContents.id))) window.webContents.send('hocba:event', event);
    },
    onLost() {
      dialog.showErrorBox('Học Bạ phải đóng', 'Phần xử lý của chương trình đã dừng đột ngột. Những gì đã báo lưu thì vẫn còn. Hãy mở lại Học Bạ.');
      app.exit(1);
    },
  });

  window = new BrowserWindow({
    width: 1366,
    height: 820,
    minWidth: 900,
    minHeight: 600,
    show: false,
    backgroundColor: '#f5f2ea',
    title: 'Học Bạ',
    autoHideMenuBar: true,
    webPreferences: { preload: fileURLToPath(new URL('../preload/preload.cjs', import.meta.url)), sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false, devTools: !app.isPackaged },
  });
  window.removeMenu();
  window.once('ready-to-show', () => window?.show());
  const connection = String(window.webContents.id);
  window.webContents.on('will-prevent-unload', (event) => {
    // A page with a cell that is not saved holds the window; only its user may let it go.
    const answer = dialog.showMessageBoxSync({ type: 'warning', buttons: ['Ở lại', 'Đóng'], defaultId: 0, cancelId: 0, message: 'Còn việc chưa xong.', detail: 'Nếu đóng bây giờ, ô chưa lưu được sẽ mất. Đợt ký đang chạy sẽ tạm dừng: chữ ký đã báo xong vẫn còn, mở lại chương trình rồi ký tiếp.' });
    if (answer === 1) event.preventDefault();
  });
  window.on('closed', () => {
    office?.disconnect(connection);
    window = null;
  });
  serveBridge({ window, office, origin, connection });
  await window.loadURL(`${origin}/index.html`);
}

async function servePage(request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (url.host === 'pdf') return servePdf(url);
  const file = url.host === 'local' ? await readPageFile(pageFolder, url.pathname) : null;
  if (file === null) return new Response('', { status: 404 });
  return new Response(Buffer.from(file.bytes), { headers: { 'Content-Type': file.type, 'Content-Security-Policy': contentPolicy(), 'X-Content-Type-Options': 'nosniff' } });
}

/** A printed record for the window that shows it; the handle is good for the main window's connection only. */
async function servePdf(url: URL): Promise<Response> {
  const file = (await office?.give(url.searchParams.get('of') ?? '', url.pathname.slice(1))) ?? null;
  if (file?.mimeType !== 'application/pdf') return new Response('', { status: 404 });
  return new Response(Buffer.from(file.bytes), { headers: { 'Content-Type': 'application/pdf', 'X-Content-Type-Options': 'nosniff' } });
}
