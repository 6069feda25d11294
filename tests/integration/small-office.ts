import { fileURLToPath } from 'node:url';
import type { KeyChoice } from '#main/office/ports/signing.ts';
import { createNodeSpawner } from '#main/hosts/node-spawner.ts';
import { createTokenService } from '#main/signing/token/token-service.ts';
import { describeWithNode } from './signing-parts.ts';

/** An office to be killed in a test: lists tokens, or signs once with the key of its second argument, through the program's own children. */
const spawner = createNodeSpawner({ entryFile: fileURLToPath(new URL('../../main/hosts/child.ts', import.meta.url)), execArgv: ['--no-warnings'] });
const service = createTokenService({ spawner, knownDrivers: [], platform: { name: process.platform, environment: {} }, describeCertificate: describeWithNode, environment: () => ({}) });
const key = JSON.parse(process.argv[3] ?? '') as KeyChoice;
if (process.argv[2] === 'list') await service.listCertificates([key.module]);
else {
  const session = await service.openSession(key, '12345678');
  const value = await session.sign(Buffer.from('một'));
  process.stdout.write(`signed ${value.length}\n`);
  await session.close();
}
process.disconnect();
