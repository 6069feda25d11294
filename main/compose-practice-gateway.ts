import { join } from 'node:path';
import { createRecordWriter } from './documents/record-xml/record-writer.ts';
import { startPracticeGateway, type PracticeGateway } from './practice/gateway/gateway-server.ts';
import type { ProcessLink } from './signing/token/token-process.ts';
import { loadTrustAnchors } from './signing/verifier/trust-anchors.ts';
import { createVerifier } from './signing/verifier/verifier.ts';
import { systemClock } from './system-clock.ts';

export type PracticeGatewaySettings = {
  readonly databasePath: string;
  /** 0: any free port. */
  readonly port: number;
  readonly resourcesFolder: string;
  /** DER certificate of the training CA. */
  readonly authority: Uint8Array;
  readonly log: (line: string) => void;
};

export async function composePracticeGateway({ resourcesFolder, authority, ...settings }: PracticeGatewaySettings): Promise<PracticeGateway> {
  const writer = createRecordWriter({ resourcesFolder });
  const trust = await loadTrustAnchors(join(resourcesFolder, 'trust'));
  return startPracticeGateway({
    ...settings,
    verifier: createVerifier(),
    anchors: { ...trust, practiceRoots: [...trust.practiceRoots, authority] },
    validate: (document) => writer.validate(document),
    now: () => systemClock().now(),
  });
}

/**
 * The process 'practice-gateway'. Its settings come in the environment: HOCBA_GATEWAY_DB (folder of its database), HOCBA_GATEWAY_PORT (none: any),
 * HOCBA_PRACTICE_CA (certificate of the training CA, base64 of its DER), HOCBA_RESOURCES. It sends `{url}` when it is ready, then `{line}` per transaction.
 */
export async function runPracticeGatewayEntry(link: ProcessLink): Promise<void> {
  const { HOCBA_GATEWAY_DB: folder = '', HOCBA_PRACTICE_CA: authority = '', HOCBA_RESOURCES: resourcesFolder = '', HOCBA_GATEWAY_PORT: port = '0' } = process.env;
  if (folder === '' || authority === '' || resourcesFolder === '') throw new Error('HOCBA_GATEWAY_DB, HOCBA_PRACTICE_CA and HOCBA_RESOURCES are needed.');
  const gateway = await composePracticeGateway({
    databasePath: join(folder, 'gateway.sqlite'),
    port: Number(port),
    resourcesFolder,
    authority: new Uint8Array(Buffer.from(authority, 'base64')),
    log: (line) => link.send({ line }),
  });
  link.send({ url: gateway.url });
}
