import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { programme, schoolLevel, schoolYearName, type Programme, type SchoolLevel } from '#core/contract/shared.ts';
import type { SubjectsFor } from '#main/office/ports/curricula.ts';
import type { StoredSubject } from '#main/office/ports/school-repositories.ts';

/**
 * Subjects of one level of one programme from a school year on, until a later file says otherwise; with periods per school year by grade. `order`: the place in
 * lists of all levels together.
 */
const curriculum = z.strictObject({
  source: z.string(),
  from: schoolYearName,
  programme,
  level: schoolLevel,
  subjects: z.array(
    z.strictObject({ code: z.string(), name: z.string(), shortName: z.string().max(20), kind: z.enum(['scored', 'comment']), order: z.number().int(), periods: z.record(z.string(), z.number().int().min(1)), elective: z.boolean().default(false) }),
  ),
});

/** Reads resources/rules/*-subjects.json. Throws where a file is damaged: an installation that is not whole. */
export function loadCurricula(resourcesFolder: string): SubjectsFor {
  const folder = join(resourcesFolder, 'rules');
  const files = readdirSync(folder).filter((name) => name.endsWith('-subjects.json'));
  const curricula = files.map((name) => curriculum.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
  return (school) => {
    const subjects = new Map<string, Omit<StoredSubject, 'id'>>();
    for (const table of school.levels.flatMap((level) => curriculumOf(curricula, school.programme, level, school.schoolYear) ?? [])) {
      for (const { elective, ...subject } of table.subjects) {
        const earlier = subjects.get(subject.code);
        const electiveIn = elective ? Object.keys(subject.periods).map(Number) : [];
        subjects.set(subject.code, earlier === undefined ? { ...subject, electiveIn } : { ...earlier, periods: { ...earlier.periods, ...subject.periods }, electiveIn: [...earlier.electiveIn, ...electiveIn] });
      }
    }
    return [...subjects.values()].sort((a, b) => a.order - b.order);
  };
}

type Curriculum = z.infer<typeof curriculum>;

/** The newest curriculum that the school year does not come before; a school that begins earlier gets the first one. */
export function curriculumOf(curricula: readonly Curriculum[], wanted: Programme, level: SchoolLevel, schoolYear: string): Curriculum | null {
  const own = curricula.filter((table) => table.programme === wanted && table.level === level).sort((a, b) => a.from.localeCompare(b.from));
  return own.findLast(({ from }) => from <= schoolYear) ?? own[0] ?? null;
}
