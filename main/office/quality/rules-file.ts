import { createHash } from 'node:crypto';
import { z } from 'zod';
import { OfficeError } from '#core/contract/errors.ts';
import type { RulesFileView } from '#core/contract/quality.ts';
import { addedRules, type AddedRules } from '#core/quality/added-rules.ts';
import type { Clock } from '../ports/clock.ts';
import type { SignerAssessor } from '../ports/trust.ts';
import type { Verifier } from '../ports/verifier.ts';
import { checkCertificate } from '../signing/certificate-checks.ts';
import { refusals } from '../signing/signer-findings.ts';

/** `content`: the rules as JSON text, byte for byte what was signed (UTF-8); certificates DER, all in base64. */
const rulesFile = z.strictObject({ format: z.literal('hocba-rules-file/1'), content: z.string().max(2_000_000), certificate: z.base64().max(20_000), chain: z.array(z.base64().max(20_000)).max(5).optional(), signature: z.base64().max(4000) });

export type RulesFileParts = { readonly verifier: Pick<Verifier, 'describeCertificate'>; readonly assessor: SignerAssessor; readonly isSignedBy: (content: Uint8Array, signature: Uint8Array, certificate: Uint8Array) => boolean; readonly clock: Clock };

export type ReadRulesFile = { readonly rules: AddedRules; readonly content: string; readonly digest: string; readonly signature: Uint8Array; readonly certificate: Uint8Array; readonly signer: string };

/**
 * Reads a file of rules and establishes who signed it: an organisation whose certificate leads to an authority that the school trusts, in force and not revoked as far as is known. Errors: quality.not-rules,
 * quality.rules-unsigned {holder}, and those of certificates.
 */
export async function readRulesFile({ verifier, assessor, isSignedBy, clock }: RulesFileParts, bytes: Uint8Array, school: { readonly training: boolean }): Promise<ReadRulesFile> {
  const file = rulesFile.safeParse(parsed(Buffer.from(bytes).toString('utf8')));
  const rules = file.success ? addedRules.safeParse(parsed(file.data.content)) : null;
  if (!file.success || rules?.success !== true) throw new OfficeError('quality.not-rules', { field: (file.success ? rules?.error : file.error)?.issues[0]?.path.join('.') ?? '' });
  const der = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
  const [certificate, signature, content] = [der(file.data.certificate), der(file.data.signature), Buffer.from(file.data.content, 'utf8')];
  const facts = verifier.describeCertificate(certificate);
  if (facts.kind !== 'organisation' || !isSignedBy(content, signature, certificate)) throw new OfficeError('quality.rules-unsigned', { holder: facts.holder });
  const at = clock.now();
  checkCertificate(facts, school, at);
  const assessment = await assessor.assess({ certificate, chain: (file.data.chain ?? []).map(der), at, until: at });
  const [refusal] = refusals(facts, assessment);
  if (refusal !== undefined) throw refusal;
  // A signer whom nobody knows may sign for himself, but makes no rules for others.
  if (assessment.chain.state === 'untrusted') throw new OfficeError('signing.issuer-not-trusted', { issuer: assessment.chain.issuer });
  return { rules: rules.data, content: file.data.content, digest: createHash('sha256').update(content).digest('hex'), signature, certificate, signer: facts.holder };
}

export function rulesView({ rules, signer }: Pick<ReadRulesFile, 'rules' | 'signer'>): RulesFileView {
  const { name, issuer, version, from, until } = rules;
  return { name, issuer, version, from, until, signer, rules: rules.rules.map(({ id, severity, message, source }) => ({ id, severity, vi: message.vi, en: message.en, source })) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch {
    return null;
  }
}
