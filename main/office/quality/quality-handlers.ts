import { OfficeError } from '#core/contract/errors.ts';
import type { QualityReport, ReportOf } from '#core/contract/quality.ts';
import type { Finding } from '#core/quality/finding.ts';
import { foldAccents } from '#core/values/name-keys.ts';
import { jobId as jobIdOf, waiverId as waiverIdOf } from '#core/values/ids.ts';
import { hasRole, type CallContext, type Handlers } from '../call-context.ts';
import { mayEditHomeroom } from '../gradebook/who-may.ts';
import type { JobBoard } from '../job-board.ts';
import { applyPlan } from '../moves/apply-plan.ts';
import { planDigest } from '../moves/move-plan.ts';
import { cleaning } from '../moves/plan-action.ts';
import { touched } from '../moves/touched.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { OfficeDatabase, Repositories } from '../ports/database.ts';
import type { QualityFindings, QualityPaper, QualityReportPrinter, QualityTables, QualityWorkbookWriter } from '../ports/quality.ts';
import type { StoredClass } from '../ports/school-repositories.ts';
import type { WholeSchoolReader } from '../ports/whole-school.ts';
import { presentClass } from '../school/class-year.ts';
import { openCheck } from './gather-quality.ts';
import { planFixes, safeFixes } from './plan-fixes.ts';
import { qualityPaper } from './quality-paper.ts';
import { classFindings, reportOf } from './quality-report.ts';

export type QualityParts = { readonly clock: Clock; readonly ids: IdSource; readonly jobs: JobBoard; readonly wholeSchool: WholeSchoolReader; readonly tables: QualityTables; readonly printer: QualityReportPrinter; readonly workbooks: QualityWorkbookWriter };

type Names = 'quality.pdf' | 'quality.workbook' | 'quality.class' | 'quality.checkSchool' | 'quality.school' | 'quality.previewFixes' | 'quality.applyFixes' | 'quality.waive' | 'quality.revokeWaiver';

/** What was found is kept for so many jobs: a window shows one at a time. */
const remembered = 4;

export function createQualityHandlers({ clock, ids, jobs, wholeSchool, tables, printer, workbooks }: QualityParts): Handlers<Names> {
  /** By job; it goes with its school when that is closed. */
  const found = new WeakMap<OfficeDatabase, Map<string, { readonly findings: QualityFindings; readonly checkedAt: string }>>();

  return {
    'quality.class': ({ classId }, context) => context.database().read((repositories) => classReport(repositories, classId, context)),

    'quality.checkSchool': (_, context) => {
      const database = context.database();
      const jobId = jobs.start({ kind: 'quality', total: 0, mayCancel: true, userId: context.user?.id ?? null }, async (progress, id) => {
        const findings = await wholeSchool.ask(database, 'quality', tables, { report: (done, total, className) => progress.report(done, total, className), signal: progress.signal });
        const kept = found.get(database) ?? new Map<string, { readonly findings: QualityFindings; readonly checkedAt: string }>();
        found.set(database, kept.set(id, { findings, checkedAt: clock.now() }));
        for (const oldest of kept.keys()) if (kept.size > remembered) kept.delete(oldest);
      });
      return Promise.resolve({ jobId: jobIdOf.parse(jobId) });
    },

    'quality.school': ({ jobId }, context) => context.database().read((repositories) => schoolReport(repositories, jobId, context)),

    async 'quality.pdf'({ of }, context) {
      const { paper, name } = await paperOf(of, context);
      const bytes = await printer.print(paper);
      return { file: context.files.put(context.connection, { name: `${name}.pdf`, mimeType: 'application/pdf', bytes }), name: `${name}.pdf` };
    },

    async 'quality.workbook'({ of }, context) {
      const { paper, name } = await paperOf(of, context);
      const bytes = await workbooks.write(paper);
      return { file: context.files.put(context.connection, { name: `${name}.xlsx`, mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', bytes }), name: `${name}.xlsx` };
    },

    'quality.previewFixes': ({ classId }, context) =>
      context.database().read(async (repositories) => {
        const { groups, className } = await groupsOf(repositories, classId);
        const fixes = await safeFixes(repositories, groups, tables);
        return { fixes: [...fixes.fixes], digest: planDigest(planFixes(fixes, new Set(), className)) };
      }),

    async 'quality.applyFixes'({ classId, digest, leaveOut }, context) {
      const done = await context.database().write(context.actor, async (repositories) => {
        const { groups, className } = await groupsOf(repositories, classId);
        const fixes = await safeFixes(repositories, groups, tables);
        if (planDigest(planFixes(fixes, new Set(), className)) !== digest) throw new OfficeError('moves.outdated-preview');
        const plan = planFixes(fixes, new Set(leaveOut), className);
        const { actionId } = await applyPlan(repositories, plan, { kind: cleaning, at: clock.now(), by: context.actor.userName, ids });
        return { value: { actionId, mended: Number(plan.subject['fields']) }, audit: { action: 'quality.mended', detail: { actionId, ...plan.subject } } };
      });
      context.changed(touched);
      return done;
    },

    async 'quality.waive'({ classId, key, reason }, context) {
      const id = ids.next();
      await context.database().write(context.actor, async (repositories) => {
        const { code, severity } = await findingNow(repositories, classId, key, context);
        if (severity === 'error') throw new OfficeError('quality.not-a-warning');
        const standing = (await repositories.quality.waivers()).find((waiver) => waiver.key === key);
        if (standing !== undefined) await repositories.quality.revoke(standing.id, clock.now(), context.actor.userName);
        await repositories.quality.addWaiver({ id, key, code, classId, reason, at: clock.now(), by: context.actor.userName });
        return { value: undefined, audit: { action: 'quality.waived', detail: { waiverId: id, code, classId, reason } } };
      });
      context.changed(['quality']);
      return { id: waiverIdOf.parse(id) };
    },

    async 'quality.revokeWaiver'({ id }, context) {
      const revokedAt = clock.now();
      await context.database().write(context.actor, async (repositories) => {
        const waiver = await repositories.quality.waiver(id);
        if (waiver === null) throw new OfficeError('quality.not-found');
        await checkScope(repositories, waiver.classId, context);
        await repositories.quality.revoke(id, revokedAt, context.actor.userName);
        return { value: undefined, audit: { action: 'quality.waiverRevoked', detail: { waiverId: id, code: waiver.code } } };
      });
      context.changed(['quality']);
      return { revokedAt };
    },
  };

  async function classReport(repositories: Repositories, classId: string, context: CallContext): Promise<QualityReport> {
    const group = await ownClass(repositories, classId, context);
    return reportOf(await classFindings(repositories, group, tables), await repositories.quality.waivers(), clock.now());
  }

  async function schoolReport(repositories: Repositories, jobId: string, context: CallContext): Promise<QualityReport> {
    const kept = found.get(context.database())?.get(jobId);
    if (kept === undefined) throw new OfficeError('job.not-found');
    return reportOf(kept.findings, await repositories.quality.waivers(), kept.checkedAt);
  }

  /** Errors: session.not-allowed where a homeroom teacher asks for the school. */
  async function paperOf(of: ReportOf, context: CallContext): Promise<{ readonly paper: QualityPaper; readonly name: string }> {
    if (of.kind === 'school' && !hasRole(context.user, 'clerk', 'principal')) throw new OfficeError('session.not-allowed');
    return context.database().read(async (repositories) => {
      const school = await repositories.school.school();
      if (school === null) throw new OfficeError('school.not-found');
      const report = of.kind === 'class' ? await classReport(repositories, of.classId, context) : await schoolReport(repositories, of.jobId, context);
      const scope = report.className === null ? 'toan-truong' : foldAccents(report.className).toUpperCase().replace(/[^A-Z0-9]+/gu, '-');
      const name = `kiem-tra-du-lieu-${scope}-${clock.now().slice(0, 10)}`;
      return { paper: qualityPaper(report, school, clock.now()), name };
    });
  }

  /** The finding as it is now; of a teacher or the school where no class is meant. Errors: quality.not-found. */
  async function findingNow(repositories: Repositories, classId: string | null, key: string, context: CallContext): Promise<Finding> {
    const group = await checkScope(repositories, classId, context);
    const findings = group === null ? (await openCheck(repositories, tables)).school() : (await classFindings(repositories, group, tables)).findings;
    const finding = findings.find((each) => each.key === key);
    if (finding === undefined) throw new OfficeError('quality.not-found');
    return finding;
  }
}

async function groupsOf({ school }: Pick<Repositories, 'school'>, classId: string | null): Promise<{ readonly groups: readonly StoredClass[]; readonly className: string }> {
  if (classId === null) return { groups: await school.classes(), className: '' };
  const group = await presentClass({ school }, classId);
  return { groups: [group], className: group.name };
}

/** Throws OfficeError school.not-found, school.past-year, homeroom.not-yours. */
async function ownClass(repositories: Repositories, classId: string, { user }: CallContext): Promise<StoredClass> {
  const group = await presentClass(repositories, classId);
  if (!hasRole(user, 'clerk', 'principal') && !mayEditHomeroom(user, group)) throw new OfficeError('homeroom.not-yours');
  return group;
}

/** A homeroom teacher has the own class, and nothing of the school's. */
async function checkScope(repositories: Repositories, classId: string | null, context: CallContext): Promise<StoredClass | null> {
  if (classId !== null) return ownClass(repositories, classId, context);
  if (!hasRole(context.user, 'clerk', 'principal')) throw new OfficeError('session.not-allowed');
  return null;
}
