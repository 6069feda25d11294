import { randomBytes } from 'node:crypto';
import { OfficeError } from '#core/contract/errors.ts';
import { classId as classIdOf, jobId as jobIdOf } from '#core/values/ids.ts';
import { hasRole, type CallContext, type Handlers } from '../call-context.ts';
import type { JobBoard } from '../job-board.ts';
import type { FileCertificate } from '../ports/trust.ts';
import { askRevocation, gatherTrust, networkOf } from './school-trust.ts';
import { requireTimestamps, stampablesOf, stampClass, type StampParts } from './stamp-signatures.ts';
import { trustOverview } from './trust-overview.ts';

export type TrustParts = StampParts & { readonly jobs: JobBoard };

type TrustMethod = 'trust.overview' | 'trust.readAnchors' | 'trust.addAnchor' | 'trust.removeAnchor' | 'trust.importList' | 'trust.saveSettings' | 'trust.askNow' | 'trust.tryTimestamp' | 'trust.stamps' | 'trust.stampClass';

/** As many characters of a fingerprint are typed from the authority's paper. */
const comparedLength = 8;
/** Milliseconds. */
const patience = 10_000;

export function createTrustHandlers(parts: TrustParts): Handlers<TrustMethod> {
  return {
    'trust.overview': (_, context) => context.database().read((repositories) => trustOverview(parts, repositories, parts.clock.now(), hasRole(context.user, 'administrator'))),

    async 'trust.readAnchors'({ file }, context) {
      const found = certificatesIn(parts, context, file);
      const known = new Set((await context.database().read((repositories) => trustOverview(parts, repositories, parts.clock.now(), true))).anchors.map(({ digest }) => digest));
      const now = Date.parse(parts.clock.now());
      return {
        certificates: found.map(({ digest, holder, issuer, notBefore, notAfter, selfSigned, authority }) => ({
          digest,
          holder,
          issuer,
          notBefore,
          notAfter,
          kind: selfSigned ? ('root' as const) : ('intermediate' as const),
          authority,
          inForce: Date.parse(notBefore) <= now && now <= Date.parse(notAfter),
          trusted: known.has(digest),
        })),
      };
    },

    async 'trust.addAnchor'({ file, digest, compared }, context) {
      const certificate = certificatesIn(parts, context, file).find((each) => each.digest === digest);
      if (certificate === undefined) throw new OfficeError('trust.no-certificate');
      if (!certificate.authority) throw new OfficeError('trust.not-an-authority', { holder: certificate.holder });
      if (parts.practiceRoots().some((der) => Buffer.from(der).equals(Buffer.from(certificate.der)))) throw new OfficeError('trust.practice-root');
      if (compared.replaceAll(/[\s:]/g, '').toLowerCase().slice(-comparedLength) !== digest.slice(-comparedLength)) throw new OfficeError('trust.fingerprint-differs');
      await context.database().write(context.actor, async ({ school, trust }) => {
        if ((await school.school())?.training ?? true) throw new OfficeError('trust.training');
        const kind = certificate.selfSigned ? 'root' : 'intermediate';
        await trust.addTrusted({ digest, kind, der: certificate.der, addedAt: parts.clock.now(), addedBy: context.actor.userName });
        return { value: undefined, audit: { action: 'trust.anchorAdded', detail: { digest, kind, holder: certificate.holder } } };
      });
      context.changed(['signing']);
      return {};
    },

    async 'trust.removeAnchor'({ digest, reason }, context) {
      await context.database().write(context.actor, async ({ trust }) => {
        const known = (await trust.trusted()).find((each) => each.digest === digest);
        if (known === undefined) throw new OfficeError('trust.no-certificate');
        await trust.removeTrusted(digest, { at: parts.clock.now(), by: context.actor.userName, reason });
        return { value: undefined, audit: { action: 'trust.anchorRemoved', detail: { digest, holder: parts.checks.describe(known.der)?.holder ?? '', reason } } };
      });
      context.changed(['signing']);
      return {};
    },

    async 'trust.importList'({ file: handle }, context) {
      const file = context.files.get(context.connection, handle);
      if (file === null) throw new OfficeError('file.not-found');
      const { trusted } = await context.database().read((repositories) => gatherTrust(parts, repositories));
      const list = parts.checks.readList(file.bytes, [...trusted.roots, ...trusted.intermediates]);
      if (list === null) throw new OfficeError('trust.not-a-list');
      const { authority, evidence } = list;
      // A list that nobody trusted has signed says nothing.
      if (authority === null) throw new OfficeError('trust.list-of-stranger');
      await context.database().write(context.actor, async ({ trust }) => {
        if (!(await trust.keepEvidence({ ...evidence, source: 'file', storedAt: parts.clock.now() }))) throw new OfficeError('trust.list-older', { thisUpdate: evidence.thisUpdate });
        return { value: undefined, audit: { action: 'trust.listImported', detail: { authority, thisUpdate: evidence.thisUpdate, file: file.name } } };
      });
      context.changed(['signing']);
      return { authority, thisUpdate: evidence.thisUpdate, nextUpdate: evidence.nextUpdate };
    },

    async 'trust.saveSettings'({ askOnline, ocspAddress, crlAddress, timestampAddress }, context) {
      for (const address of [ocspAddress, crlAddress, timestampAddress]) if (address !== '') requireAddress(address);
      await context.database().write(context.actor, async ({ school, trust }) => {
        if ((await school.school())?.training ?? true) throw new OfficeError('trust.training');
        const settings = { askOnline, ocspAddresses: ocspAddress === '' ? [] : [ocspAddress], crlAddresses: crlAddress === '' ? [] : [crlAddress], timestampAddress };
        await trust.saveSettings(settings);
        return { value: undefined, audit: { action: 'trust.settingsSaved', detail: settings } };
      });
      context.changed(['signing']);
      return {};
    },

    async 'trust.askNow'(_, context) {
      const database = context.database();
      const { gathered, certificates } = await database.read(async (repositories) => ({ gathered: await gatherTrust(parts, repositories), certificates: await repositories.exchange.certificates() }));
      if (gathered.training) throw new OfficeError('trust.training');
      if (networkOf(gathered, patience) === null) throw new OfficeError('trust.offline');
      const jobId = parts.jobs.start({ kind: 'trust', total: certificates.length, mayCancel: true, userId: context.user?.id ?? null }, async (progress) => {
        for (const [index, { der }] of certificates.entries()) {
          progress.checkCancelled();
          const facts = parts.checks.describe(der);
          progress.report(index, certificates.length, facts?.holder ?? '');
          const at = parts.clock.now();
          const { path } = await parts.checks.chain({ certificate: der, chain: [], trusted: gathered.trusted, at });
          if (path.length > 1 && facts !== null && Date.parse(at) <= Date.parse(facts.notAfter)) await askRevocation(parts, database, gathered, { path, at, patience, freshestOnly: true });
        }
        progress.report(certificates.length, certificates.length, '');
        context.changed(['signing']);
      });
      return { jobId: jobIdOf.parse(jobId) };
    },

    async 'trust.tryTimestamp'({ address }, context) {
      requireAddress(address);
      const gathered = await context.database().read((repositories) => gatherTrust(parts, repositories));
      if (gathered.training) throw new OfficeError('trust.training');
      if (networkOf(gathered, patience) === null) throw new OfficeError('trust.offline');
      const answer = await parts.checks.timestamp({ address, data: randomBytes(32), trusted: gathered.trusted, at: parts.clock.now(), patience });
      return answer.kind === 'none' ? answer : { kind: 'stamped', time: answer.time, authority: answer.authority, clockAhead: Math.round(answer.offset.milliseconds / 1000) };
    },

    'trust.stamps': (_, context) =>
      context.database().read(async (repositories) => {
        const classes = [];
        for (const { id, name } of await repositories.school.classes()) {
          const all = await stampablesOf(parts.forms, repositories, id);
          const times = all.flatMap(({ timestamp }) => (timestamp === null ? [] : [timestamp.time])).sort();
          if (all.length > 0) classes.push({ classId: classIdOf.parse(id), className: name, signatures: all.length, stamped: times.length, lastOn: times.at(-1)?.slice(0, 10) ?? null });
        }
        return { classes };
      }),

    async 'trust.stampClass'({ classId }, context) {
      const database = context.database();
      await database.read((repositories) => requireTimestamps(parts, repositories));
      const jobId = parts.jobs.start({ kind: 'trust', total: 0, mayCancel: true, userId: context.user?.id ?? null }, async (progress) => {
        try {
          await stampClass(parts, database, context.actor, classId, progress);
        } finally {
          context.changed(['signing']);
        }
      });
      return { jobId: jobIdOf.parse(jobId) };
    },
  };
}

function certificatesIn({ checks }: TrustParts, { connection, files }: CallContext, handle: Parameters<CallContext['files']['get']>[1]): readonly FileCertificate[] {
  const file = files.get(connection, handle);
  if (file === null) throw new OfficeError('file.not-found');
  const found = checks.readCertificates(file.bytes);
  if (found.length === 0) throw new OfficeError('trust.no-certificate');
  return found;
}

/** Only http and https, with a host, without a password in it. */
function requireAddress(address: string): void {
  const url = URL.parse(address);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.hostname === '' || url.username !== '' || url.password !== '') throw new OfficeError('trust.bad-address', { address });
}
