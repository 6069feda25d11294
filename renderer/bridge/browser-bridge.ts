import type { Bridge, ChosenFile } from '#core/contract/bridge.ts';
import type { OfficeEvent } from '#core/contract/events.ts';
import type { Reply } from '#core/contract/errors.ts';
import type { FileHandle } from '#core/values/ids.ts';

/** The door of the browser: HTTP for calls and files, server-sent events for what the office tells. */
export function browserBridge(): Bridge {
  const listeners = new Set<(event: OfficeEvent) => void>();
  const events = new EventSource('/events');
  events.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const event = JSON.parse(data) as OfficeEvent;
    for (const listener of listeners) listener(event);
  });

  return {
    door: 'browser',
    async call(method, input) {
      const response = await fetch('/call', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ method, input }) });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      return (await response.json()) as Reply<unknown>;
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    chooseFile: (extensions) => chooseFile(extensions),
    sendFile: (name, bytes) => sendFile(new File([new Uint8Array(bytes)], name)),
    chooseFolder: () => Promise.resolve('unsupported'),
    saveFile(file, name) {
      const link = document.createElement('a');
      link.href = `/file/${file}`;
      link.download = name;
      link.click();
      return Promise.resolve(true);
    },
    showPdf(file) {
      window.open(`/file/${file}?inline=1`, '_blank', 'noopener');
      return Promise.resolve();
    },
  };
}

/** Larger files are not even sent; the host refuses them too. */
const fileLimit = 25_000_000;

async function sendFile(file: File): Promise<ChosenFile | 'too-large'> {
  if (file.size > fileLimit) return 'too-large';
  const response = await fetch(`/file?name=${encodeURIComponent(file.name)}`, { method: 'POST', body: file });
  if (response.status === 413) return 'too-large';
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const answer = (await response.json()) as { readonly file: FileHandle; readonly size: number };
  return { file: answer.file, name: file.name, size: answer.size };
}

function chooseFile(extensions: readonly string[]): Promise<ChosenFile | 'too-large' | null> {
  return new Promise((done, failed) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = extensions.map((extension) => `.${extension}`).join();
    // In the page, though unseen: a browser test (or a screen reader) finds it there.
    input.hidden = true;
    document.body.append(input);
    const finish = (answer: Promise<ChosenFile | 'too-large' | null>) => {
      input.remove();
      answer.then(done, failed);
    };
    input.addEventListener('cancel', () => finish(Promise.resolve(null)));
    input.addEventListener('change', () => {
      const [file] = input.files ?? [];
      finish(file === undefined ? Promise.resolve(null) : sendFile(file));
    });
    input.click();
  });
}
