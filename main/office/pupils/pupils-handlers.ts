import { OfficeError } from '#core/contract/errors.ts';
import type { PupilData, PupilRow } from '#core/contract/pupils.ts';
import { compareVietnameseNames } from '#core/text/names.ts';
import { enrollmentId as enrollmentIdOf, importId as importIdOf, pupilId as pupilIdOf, subjectId as subjectIdOf } from '#core/values/ids.ts';
import { hasRole, type CallContext, type Handlers } from '../call-context.ts';
import { mayEditHomeroom } from '../gradebook/who-may.ts';
import { kindNow, pupilMove } from '../moves/pupil-moves.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { Repositories } from '../ports/database.ts';
import { presentClass } from '../school/class-year.ts';
import type { SpreadsheetReader } from '../ports/documents.ts';
import type { StoredEnrollment, StoredPupil } from '../ports/school-repositories.ts';
import { byName, placesOf, setPlace, type ClassPlace } from './class-order.ts';
import { applyImport } from './import-apply.ts';
import { readTables } from './import-columns.ts';
import { planImport, type PlannedRow } from './import-plan.ts';
import { undoImport } from './import-undo.ts';
import { knownDigest, knownPupils } from './known-pupils.ts';
import { checkShape } from './check-shape.ts';
import { pupilLacking } from './pupil-lacking.ts';

type Names = 'pupils.list' | 'pupils.save' | 'pupils.add' | 'pupils.previewImport' | 'pupils.applyImport' | 'pupils.imports' | 'pupils.undoImport' | 'pupils.exemptions' | 'pupils.arrange';

export type PupilsParts = { readonly reader: SpreadsheetReader; readonly clock: Clock; readonly ids: IdSource };

export function createPupilsHandlers({ reader, clock, ids }: PupilsParts): Handlers<Names> {
  /** The last preview of each window. It holds what would be written, and on what data that rests. */
  const previews = new Map<string, { readonly importId: string; readonly fileName: string; readonly rows: readonly PlannedRow[]; readonly digest: string }>();

  return {
    'pupils.list': ({ classId }, context) =>
      context.database().read(async (repositories) => {
        const group = await repositories.school.classById(classId);
        if (group === null) throw new OfficeError('school.not-found');
        const rows = await rowsOf(repositories, classId);
        // A subject teacher knows the pupils; their numbers, parents and addresses are not needed for marks (Law 91/2025: no more than the work needs).
        return { pupils: hasRole(context.user, 'principal') || mayEditHomeroom(context.user, group) ? [...rows] : rows.map(namesOnly) };
      }),

    async 'pupils.save'({ pupilId, data }, context) {
      checkShape(data);
      const pupil = await context.database().write(context.actor, async (repositories) => {
        const found = await repositories.pupils.byId(pupilId);
        if (found?.enrollment == null) throw new OfficeError('pupils.not-found');
        await checkRight(repositories, found.enrollment, context);
        await checkUnique(repositories, pupilId, data);
        const changed = Object.keys(data).filter((field) => data[field as keyof PupilData] !== found.pupil.data[field as keyof PupilData]);
        const saved: StoredPupil = { id: pupilId, data };
        if (changed.length > 0) await repositories.pupils.savePupil(saved);
        return { value: asRow({ pupil: saved, enrollment: found.enrollment }), audit: changed.length === 0 ? null : { action: 'pupils.saved', detail: { pupilId, fields: changed } } };
      });
      context.changed(['pupils', 'records']);
      return { pupil };
    },

    async 'pupils.add'({ classId, data }, context) {
      checkShape(data);
      const pupil = await context.database().write(context.actor, async (repositories) => {
        await presentClass(repositories, classId);
        await checkUnique(repositories, null, data);
        const year = await repositories.school.currentYear();
        const places = await placesOf(repositories, classId);
        const added: StoredPupil = { id: ids.next(), data };
        const after = places.findIndex((place) => compareVietnameseNames(place.pupil.data.fullName, data.fullName) > 0);
        const position = places[after]?.enrollment.position ?? (places.at(-1)?.enrollment.position ?? 0) + 1;
        for (const place of places) if (place.enrollment.position >= position) await setPlace(repositories, place, place.enrollment.position + 1);
        const enrollment: StoredEnrollment = { id: ids.next(), yearId: year.id, classId, pupilId: added.id, position, status: 'studying', enteredOn: clock.now().slice(0, 10), leftOn: null };
        await repositories.pupils.savePupil(added);
        await repositories.pupils.saveEnrollment(enrollment);
        return { value: asRow({ pupil: added, enrollment }), audit: { action: 'pupils.added', detail: { pupilId: added.id, classId } } };
      });
      context.changed(['pupils', 'school', 'gradebook', 'homeroom', 'results', 'records']);
      return { pupil };
    },

    'pupils.exemptions': ({ classId }, context) =>
      context.database().read(async ({ pupils }) => ({
        exemptions: (await pupils.exemptions(classId)).map(({ enrollmentId, subjectId, ...granted }) => ({ enrollmentId: enrollmentIdOf.parse(enrollmentId), subjectId: subjectIdOf.parse(subjectId), ...granted })),
      })),

    async 'pupils.arrange'({ classId, order }, context) {
      const moved = await context.database().write(context.actor, async (repositories) => {
        await presentClass(repositories, classId);
        const places = await placesOf(repositories, classId);
        const wanted = order === 'given-name' ? places.toSorted(byName) : inOrder(places, order);
        let changed = 0;
        for (const [index, place] of wanted.entries()) {
          if (place.enrollment.position === index + 1) continue;
          await setPlace(repositories, place, index + 1);
          if (place.moveId === null) changed += 1;
        }
        return { value: changed, audit: changed === 0 ? null : { action: 'pupils.arranged', detail: { classId, moved: changed, byName: order === 'given-name' } } };
      });
      if (moved > 0) context.changed(['pupils', 'gradebook', 'homeroom', 'results', 'records']);
      return { moved };
    },

    async 'pupils.previewImport'({ file: handle }, context) {
      const file = context.files.get(context.connection, handle);
      if (file === null) throw new OfficeError('file.not-found');
      const read = readTables(await reader.read(file.bytes));
      if (read.fields.size === 0) throw new OfficeError('import.no-header');
      const known = await context.database().read(knownPupils);
      const plan = planImport(read, known);
      const importId = importIdOf.parse(ids.next());
      previews.set(context.connection, { importId, fileName: file.name, rows: plan.rows, digest: knownDigest(known) });
      return { importId, fileName: file.name, ...plan.preview };
    },

    async 'pupils.applyImport'({ importId }, context) {
      const preview = previews.get(context.connection);
      if (preview?.importId !== importId) throw new OfficeError('import.outdated-preview');
      if (preview.rows.length === 0) throw new OfficeError('import.nothing-to-apply');
      const applied = await context.database().write(context.actor, async (repositories) => {
        if (knownDigest(await knownPupils(repositories)) !== preview.digest) throw new OfficeError('import.outdated-preview');
        const appliedAt = clock.now();
        const { changes, ...counts } = await applyImport(repositories, preview.rows, { ids, today: appliedAt.slice(0, 10) });
        await repositories.pupils.addImport({ id: importId, fileName: preview.fileName, appliedAt, appliedBy: context.actor.userName, added: counts.added, changed: counts.changed, undoneAt: null }, changes);
        return { value: counts, audit: { action: 'pupils.imported', detail: { importId, fileName: preview.fileName, ...counts } } };
      });
      previews.delete(context.connection);
      context.changed(['pupils', 'school', 'gradebook', 'homeroom', 'results', 'records']);
      return applied;
    },

    'pupils.imports': (_, context) =>
      context.database().read(async ({ pupils }) => {
        const imports = await pupils.imports();
        const standing = imports.filter(({ undoneAt }) => undoneAt === null).toSorted((a, b) => b.appliedAt.localeCompare(a.appliedAt))[0]?.id;
        // Only the last one: an older one has the newer ones standing on it.
        return { imports: imports.map(({ id, ...entry }) => ({ importId: importIdOf.parse(id), ...entry, mayUndo: id === standing })) };
      }),

    async 'pupils.undoImport'({ importId }, context) {
      const counts = await context.database().write(context.actor, async (repositories) => {
        const entry = (await repositories.pupils.imports()).find(({ id }) => id === importId);
        if (entry === undefined || entry.undoneAt !== null) throw new OfficeError('import.already-undone');
        const value = await undoImport(repositories, await repositories.pupils.importChanges(importId));
        await repositories.pupils.markImportUndone(importId, clock.now());
        return { value, audit: { action: 'pupils.importUndone', detail: { importId, ...value } } };
      });
      context.changed(['pupils', 'school', 'gradebook', 'homeroom', 'results', 'records']);
      return counts;
    },
  };
}

/** The places in the order of the enrollments given, which must be all of the class; who changed to another class stays where he is. Errors: pupils.not-found. */
function inOrder(places: readonly ClassPlace[], order: readonly string[]): readonly ClassPlace[] {
  const members = places.filter(({ moveId }) => moveId === null);
  const wanted = order.map((id) => members.find(({ enrollment }) => enrollment.id === id));
  if (wanted.length !== members.length || new Set(wanted).size !== members.length || !wanted.every((member) => member !== undefined)) throw new OfficeError('pupils.not-found');
  const list: ClassPlace[] = [...wanted];
  for (const [index, place] of places.entries()) if (place.moveId !== null) list.splice(index, 0, place);
  return list;
}

/** Everybody in the class, and those who changed to another one at the place they had. */
async function rowsOf(repositories: Repositories, classId: string): Promise<readonly PupilRow[]> {
  const made = await repositories.moves.movesOfClass(classId);
  const away = new Map((await repositories.moves.movedAway(classId)).map(({ move, toClass }) => [move.id, pupilMove(move, 'went-to', toClass)]));
  return (await placesOf(repositories, classId)).map((place) => {
    const went = place.moveId === null ? undefined : away.get(place.moveId);
    const own = made.filter(({ enrollmentId }) => enrollmentId === place.enrollment.id).map(({ className, ...move }) => pupilMove(move, kindNow(move), className));
    return { ...asRow(place), moves: went === undefined ? own : [went] };
  });
}

function asRow({ pupil, enrollment }: { readonly pupil: StoredPupil; readonly enrollment: StoredEnrollment }): PupilRow {
  return { pupilId: pupilIdOf.parse(pupil.id), enrollmentId: enrollmentIdOf.parse(enrollment.id), position: enrollment.position, status: enrollment.status, data: pupil.data, moves: [], lacking: pupilLacking(pupil.data) };
}

/** What everybody who teaches the class may see. */
function namesOnly(row: PupilRow): PupilRow {
  const data = { ...row.data, ministryCode: '', personalId: '', registryNumber: '', ethnicity: '', nationality: '', birthPlace: '', homeTown: '', address: '', fatherName: '', motherName: '', guardianName: '' };
  return { ...row, data, moves: row.moves.map((move) => ({ ...move, otherSchool: '', decision: '', reason: '' })), lacking: [] };
}

async function checkUnique({ pupils }: Repositories, own: string | null, data: PupilData): Promise<void> {
  const others = (await pupils.all()).filter(({ id }) => id !== own);
  if (data.personalId !== '' && others.some((other) => other.data.personalId === data.personalId)) throw new OfficeError('pupils.duplicate-personal-id');
  if (data.ministryCode !== '' && others.some((other) => other.data.ministryCode === data.ministryCode)) throw new OfficeError('pupils.duplicate-ministry-code');
}

async function checkRight({ school }: Repositories, enrollment: StoredEnrollment, { user }: CallContext): Promise<void> {
  const group = await school.classById(enrollment.classId);
  if (!hasRole(user, 'clerk') && (group === null || !mayEditHomeroom(user, group))) throw new OfficeError('homeroom.not-yours');
}
