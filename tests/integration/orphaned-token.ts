import { createTokenService } from '#main/signing/token/token-service.ts';
import type { KeyChoice } from '#main/office/ports/signing.ts';
import { createTestSpawner, describeWithNode } from './signing-parts.ts';

/** An office to be killed in a test: signs once with the key of its first argument, for as long as the driver lets it wait. */
const service = createTokenService({ spawner: createTestSpawner(), knownDrivers: [], platform: { name: process.platform, environment: {} }, describeCertificate: describeWithNode, environment: () => ({}) });
const session = await service.openSession(JSON.parse(process.argv[2] ?? '') as KeyChoice, '12345678');
await session.sign(Buffer.from('một'));
