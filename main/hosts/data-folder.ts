import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where this user's data lie: `HOCBA_DATA`, else the system's usual place. */
export function dataFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { HOCBA_DATA: chosen, LOCALAPPDATA: local, XDG_DATA_HOME: xdg } = environment;
  if (chosen !== undefined && chosen !== '') return chosen;
  if (process.platform === 'win32' && local !== undefined && local !== '') return join(local, 'HocBa');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'HocBa');
  return join(xdg !== undefined && xdg !== '' ? xdg : join(homedir(), '.local', 'share'), 'hocba');
}
