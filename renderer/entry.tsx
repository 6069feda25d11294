import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { browserBridge } from './bridge/browser-bridge.ts';
import { connectBridge } from './state/office.ts';

connectBridge(window.hocba ?? browserBridge());

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
