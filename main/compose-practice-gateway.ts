import { join } from 'node:path';
import { createRecordWriter } from './documents/record-xml/record-writer.ts';
import { inflatedLimit, unframe } from './exchange/framing.ts';
import type { ProcessLink } from './signing/token/token-process.ts';
import { startPracticeGateway, type PracticeGateway } from './practice/gateway/gateway-server.ts';
import { loadTrustAnchors } from './signing/verifier/trust-anchors.ts';
import { createVerifier } from './signing/verifier/verifier.ts';
import { systemClock } from './system-clock.ts';

/** Starts the practice gateway. `authority`: DER certificate of the training CA. */
export async function composePracticeGateway(settings: { readonly folder: string; readonly port: number; readonly resourcesFolder: string; readonly authority: Uint8Array; readonly log: (line: string) => void }): Promise<PracticeGateway> {
  const trust = await loadTrustAnchors(join(settings.resourcesFolder, 'trust'));
  return startPracticeGateway({
    folder: settings.folder,
    port: settings.port,
    verifier: createVerifier(),
    anchors: { ...trust, practiceRoots: [...trust.practiceRoots, settings.authority] },
    validateRecord: createRecordWriter({ resourcesFolder: settings.resourcesFolder }).validate,
    unframe: (content) => unframe(content, inflatedLimit),
    now: () => systemClock().now(),
    log: settings.log,
  });
}

/** The process 'practice-gateway'; its settings come in the environment, its address goes out as the only message. */
export async function runPracticeGatewayEntry(link: ProcessLink): Promise<void> {
  const { HOCBA_GATEWAY_DB: folder = '', HOCBA_PRACTICE_CA: authority = '', HOCBA_RESOURCES: resourcesFolder = '', HOCBA_GATEWAY_PORT: port = '0' } = process.env;
  const gateway = await composePracticeGateway({ folder, port: Number(port), resourcesFolder, authority: new Uint8Array(Buffer.from(authority, 'base64')), log: () => undefined });
  link.send({ url: gateway.url });
}
