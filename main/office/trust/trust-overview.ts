import type { MethodOutput } from '#core/contract/index.ts';
import { certificateFacts } from '#core/contract/verification.ts';
import type { Repositories } from '../ports/database.ts';
import type { FileCertificate, RevocationAnswer } from '../ports/trust.ts';
import { gatherTrust, type SchoolTrustParts } from './school-trust.ts';

export type Anchor = MethodOutput<'trust.overview'>['anchors'][number];

/** What this school trusts and knows, from what is at hand: nobody is asked. */
export async function trustOverview(parts: SchoolTrustParts, repositories: Repositories, at: string, mayChange: boolean): Promise<MethodOutput<'trust.overview'>> {
  const { checks, shipped } = parts;
  const gathered = await gatherTrust(parts, repositories);
  const { training, settings, trusted, evidence } = gathered;
  const added = await repositories.trust.trusted();
  const anchors: readonly Anchor[] = [
    ...(['root', 'intermediate'] as const).flatMap((kind) => (kind === 'root' ? shipped.roots : shipped.intermediates).flatMap((der) => anchorOf(checks.describe(der), kind, null) ?? [])),
    ...added.flatMap((each) => anchorOf(checks.describe(each.der), each.kind, each) ?? []),
  ];
  const authorities = [...trusted.roots, ...trusted.intermediates];
  const stored = await repositories.trust.evidence();
  const lists = evidence.flatMap((each) => {
    if (each.kind !== 'crl') return [];
    const kept = stored.find(({ kind, key, thisUpdate }) => kind === 'crl' && key === each.key && thisUpdate === each.thisUpdate);
    const inForce = each.nextUpdate === null || Date.parse(at) <= Date.parse(each.nextUpdate);
    return [{ authority: checks.readList(each.der, authorities)?.authority ?? null, thisUpdate: each.thisUpdate, nextUpdate: each.nextUpdate, inForce, source: kept?.source ?? ('shipped' as const), storedAt: kept?.storedAt ?? null }];
  });
  const certificates = [];
  for (const { der, facts } of await repositories.exchange.certificates()) {
    const { answer, path } = await checks.chain({ certificate: der, chain: [], trusted, at });
    const asked = training || answer.state === 'practice' ? null : await checks.revocation({ path, evidence, at, network: null, freshestOnly: false });
    const revocation: RevocationAnswer = asked?.answer ?? { state: 'unknown', reason: 'training' };
    certificates.push({ facts: certificateFacts.parse(JSON.parse(facts)), chain: answer, revocation });
  }
  return {
    training,
    mayChange,
    settings: { askOnline: settings.askOnline && !training, ocspAddress: settings.ocspAddresses[0] ?? '', crlAddress: settings.crlAddresses[0] ?? '', timestampAddress: settings.timestampAddress },
    anchors: [...anchors],
    lists,
    certificates,
  };
}

function anchorOf(certificate: FileCertificate | null, kind: Anchor['kind'], added: { readonly addedAt: string; readonly addedBy: string } | null): Anchor | null {
  if (certificate === null) return null;
  const { digest, holder, issuer, notBefore, notAfter } = certificate;
  return { digest, holder, issuer, notBefore, notAfter, kind, addedAt: added?.addedAt ?? null, addedBy: added?.addedBy ?? null };
}
