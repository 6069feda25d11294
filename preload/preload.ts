import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '#core/contract/bridge.ts';
import type { OfficeEvent } from '#core/contract/events.ts';

/** The doorway: one bridge, nothing per feature. Everything is checked at the other end. */
const bridge: Bridge = {
  door: 'electron',
  call: (method, input) => ipcRenderer.invoke('hocba:call', method, input),
  listen(listener) {
    const heard = (_: unknown, event: OfficeEvent) => listener(event);
    ipcRenderer.on('hocba:event', heard);
    return () => void ipcRenderer.off('hocba:event', heard);
  },
  chooseFile: (extensions) => ipcRenderer.invoke('hocba:chooseFile', [...extensions]),
  sendFile: (name, bytes) => ipcRenderer.invoke('hocba:sendFile', name, bytes),
  chooseFolder: () => ipcRenderer.invoke('hocba:chooseFolder'),
  saveFile: (file, name) => ipcRenderer.invoke('hocba:saveFile', file, name),
  showPdf: (file, name) => ipcRenderer.invoke('hocba:showPdf', file, name),
};

contextBridge.exposeInMainWorld('hocba', bridge);
