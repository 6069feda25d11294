import { addedRules, rulesInYear, type AddedRules } from '#core/quality/added-rules.ts';
import { codeTablesOn, tableDayOf, type CodeTables } from '#core/quality/code-tables.ts';
import { qualityCheck, type QualityCheck } from '#core/quality/check-quality.ts';
import type { MissingFact, QualityClass, QualityPupil } from '#core/quality/quality-data.ts';
import type { MissingItem } from '#core/contract/results.ts';
import { semester1Ends } from '#core/rules/school-year-frame.ts';
import { missedTooMuch } from '#core/rules/tt22/year-outcome.ts';
import { levelOfGrade } from '#core/values/class-names.ts';
import { classId as classIdOf } from '#core/values/ids.ts';
import { gatherEnds, type ClassEnds, type PupilEnd } from '../moves/end-of-year.ts';
import { pendingWords } from '../moves/pending-words.ts';
import type { Repositories } from '../ports/database.ts';
import type { QualityTables } from '../ports/quality.ts';
import type { StoredRules } from '../ports/quality-repository.ts';
import type { StoredClass, StoredPupil, StoredSchool } from '../ports/school-repositories.ts';
import { absenceDoubts } from '../registers/absence-doubts.ts';
import { attendanceCounts } from '../registers/attendance-counts.ts';
import { missingForYear, missingHomeroomForRecord } from '../results/missing-homeroom.ts';
import { missingComments, missingMarks } from '../results/missing-marks.ts';
import { missingAttributes } from '../results/primary-results-handlers.ts';
import { rulesFor } from '../results/pupil-result.ts';

/** The check of the present school year: everybody the school knows, read once. */
export async function openCheck({ school, pupils, quality }: Pick<Repositories, 'school' | 'pupils' | 'quality'>, { codes }: Pick<QualityTables, 'codes'>): Promise<QualityCheck> {
  const [own, year] = [await school.school(), await school.currentYear()];
  const classNames = new Map((await school.classes()).map(({ id, name }) => [id, name]));
  const classOf = new Map((await pupils.ofClass(null)).filter(({ enrollment }) => enrollment.status === 'studying').map(({ pupil, enrollment }) => [pupil.id, classNames.get(enrollment.classId) ?? '']));
  const tables = codeTablesOn(codes, tableDayOf(year.name));
  return qualityCheck(
    {
      schoolYear: year.name,
      school: own ?? { provinceName: '', communeName: '', principalName: '', principalPersonalId: '', issuePlace: '' },
      teachers: await school.teachers(),
      known: (await pupils.all()).map(({ id, data }) => ({ pupilId: id, className: classOf.get(id) ?? '', person: data })),
      ageRule: own?.programme !== 'continuing',
      added: rulesInYear((await quality.rules()).map(readAddedRules), year.name),
    },
    own?.training === true ? withPracticePlaces(tables, own) : tables,
  );
}

/** Rules as they were signed: read once before they were stored, so that they can be read. */
export function readAddedRules({ content }: Pick<StoredRules, 'content'>): AddedRules {
  return addedRules.parse(JSON.parse(content));
}

/** A training school lies in a province that does not exist, and numbers begin with digits that belong to nobody (docs/decisions/0006-training-school.md). */
function withPracticePlaces(tables: CodeTables, { provinceName, communeName }: Pick<StoredSchool, 'provinceName' | 'communeName'>): CodeTables {
  return {
    ...tables,
    provinces: [...tables.provinces, { code: '99', name: provinceName }],
    communes: [...tables.communes, { code: '99999', name: communeName, province: '99' }],
    'personal-id-provinces': [...tables['personal-id-provinces'], { code: '999', name: provinceName }],
  };
}

/** The persons of a class and nothing else of their year: cheap. */
export async function personsOf({ pupils }: Pick<Repositories, 'pupils'>, group: StoredClass): Promise<QualityClass> {
  const members = (await pupils.ofClass(group.id)).filter(({ enrollment }) => enrollment.status === 'studying');
  return { ...frameOf(group), subjects: [], missing: [], pupils: members.map(({ pupil, enrollment }) => personOf(pupil, enrollment.id)) };
}

/** A class's year as the rules look at it. Preschool classes have persons only. Throws OfficeError school.not-found, results.no-rules. */
export async function yearOf(repositories: Repositories, group: StoredClass, { frames }: Pick<QualityTables, 'frames'>): Promise<QualityClass> {
  const ends = await gatherEnds(repositories, group);
  const { data } = ends;
  if (data === null) return personsOf(repositories, group);
  const attendance = await attendanceCounts(repositories, group.id, semester1Ends(frames, data.year.name));
  const entries = new Map((await repositories.homeroom.ofClass(group.id)).map((entry) => [entry.enrollmentId, entry]));
  const past = new Set((await repositories.moves.pastYearsOfClass(group.id)).map(({ pupilId }) => pupilId));
  const joined = new Set((await repositories.moves.movesOfClass(group.id)).filter(({ kind }) => kind === 'joined').map(({ enrollmentId }) => enrollmentId));
  const attributes = data.kind === 'primary' ? missingAttributes(data, await repositories.registers.attributes(group.id)) : [];
  const pupilOf = (end: PupilEnd): QualityPupil => {
    const { pupil, enrollment, transferred } = end.pupil;
    return {
      ...personOf(pupil, enrollment.id),
      cameWithoutPast: joined.has(enrollment.id) && !past.has(pupil.id) && transferred.semesters.length === 0,
      confirmed: end.stored?.decision ?? null,
      computed: end.now === 'PROMOTED' || end.now === 'RETAINED' ? end.now : null,
      absences: end.absences,
      missedTooMuch: data.kind === 'levels' && end.absences !== null && missedTooMuch(end.absences, rulesFor(data, end.pupil)),
      absenceDoubts: absenceDoubts(attendance, enrollment.id, entries.get(enrollment.id) ?? null),
    };
  };
  return {
    ...frameOf(group),
    subjects: data.subjects.map(({ id, name }) => ({ name, teacherId: data.assignments.get(id) ?? null })),
    pupils: ends.ends.map(pupilOf),
    missing: [...missingMarks(data), ...missingComments(data), ...missingForYear(data), ...missingHomeroomForRecord(data), ...attributes].map(asFact).concat(pendingEnds(ends)),
  };
}

function frameOf({ id, name, grade, homeroomTeacherId }: StoredClass): Pick<QualityClass, 'id' | 'name' | 'grade' | 'level' | 'homeroomTeacherId'> {
  return { id, name, grade, level: levelOfGrade(grade), homeroomTeacherId };
}

function personOf({ id, data }: StoredPupil, enrollmentId: string): QualityPupil {
  return { pupilId: id, enrollmentId, person: data, cameWithoutPast: false, confirmed: null, computed: null, absences: null, missedTooMuch: false, absenceDoubts: [] };
}

function asFact({ what, enrollmentId, detail, target }: MissingItem): MissingFact {
  return { what: what === 'mark' ? 'mark' : what === 'subject-comment' || what === 'homeroom-comment' ? 'comment' : 'homeroom', enrollmentId, detail, place: target };
}

function pendingEnds({ group, ends }: ClassEnds): readonly MissingFact[] {
  return ends.flatMap(({ now, enrollmentId }): readonly MissingFact[] => {
    if (now === 'PROMOTED' || now === 'RETAINED' || now === 'INCOMPLETE') return [];
    return [{ what: 'decision', enrollmentId, detail: pendingWords[now], place: { screen: 'moves', section: 'summer', classId: classIdOf.parse(group.id), enrollmentId } }];
  });
}
