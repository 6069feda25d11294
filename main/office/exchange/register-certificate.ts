import { OfficeError } from '#core/contract/errors.ts';
import type { Actor, OfficeDatabase } from '../ports/database.ts';
import type { GatewayCredentials } from '../ports/exchange.ts';
import { withSchoolSeal, type SealChoice } from './school-seal.ts';
import type { SubmitParts } from './submit-class.ts';

/**
 * Registers the school's certificate (CV 2088 II.2, transactions 3 and 4) and asks how it stands. What is signed is a list without records: it shows that
 * the school holds the key, and says nothing about any pupil.
 */
export async function registerCertificate(
  parts: Pick<SubmitParts, 'tokens' | 'clock' | 'assessor' | 'trainingModule' | 'gateway' | 'transactionSigner' | 'ids'>,
  database: OfficeDatabase,
  input: { readonly seal: SealChoice; readonly actor: Actor; readonly credentials: GatewayCredentials },
): Promise<{ readonly state: 'asked' | 'approved' | 'refused'; readonly message: string }> {
  const { credentials } = input;
  return withSchoolSeal(parts, database, input.actor, { ...input.seal, rsaScheme: credentials.profile.rsaScheme }, async (session) => {
    const { facts, der } = session.certificate;
    const signedContent = await parts.transactionSigner.sign({
      document: new Uint8Array(Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<DANH_SACH_HOC_BA id="dataDanhSach"></DANH_SACH_HOC_BA>', 'utf8')),
      canonicalization: credentials.profile.canonicalization,
      certificate: der,
      algorithm: session.algorithm,
      signingTime: parts.clock.now(),
      sign: (data) => session.sign(data),
    });
    const registered = await parts.gateway.registerCertificate(credentials, { messageId: parts.ids.next(), facts, issuerCode: issuerCode(facts.issuer), signedContent });
    const schoolYear = (await database.read(({ school }) => school.currentYear())).name;
    const answer = await parts.gateway.queryCertificate(credentials, { messageId: parts.ids.next(), serial: facts.serial, schoolYear }).catch((error: unknown) => {
      if (error instanceof OfficeError && error.code === 'exchange.certificate-not-registered') return { state: 'asked' as const, message: registered.message };
      throw error;
    });
    await database.write(input.actor, async ({ exchange }) => {
      await exchange.saveCertificate({ digest: facts.digest, der, facts: JSON.stringify(facts), firstSeenAt: parts.clock.now(), gatewayState: answer.state, gatewayAskedAt: parts.clock.now() });
      return { value: undefined, audit: { action: 'exchange.certificateRegistered', detail: { serial: facts.serial, state: answer.state } } };
    });
    return answer;
  });
}

/** Issuers as the specification's list names them (nha_phat_hanh); others by their own name. */
function issuerCode(issuer: string): string {
  const plain = issuer.toUpperCase();
  if (plain.includes('VNPT')) return 'VNPT';
  if (plain.includes('BKAV')) return 'BKAV';
  if (plain.includes('VIETTEL')) return 'VIETTEL';
  if (plain.includes('CO YEU') || plain.includes('CƠ YẾU') || plain.includes('CHINH PHU')) return 'BAN_CO_YEU';
  return issuer.slice(0, 50);
}
