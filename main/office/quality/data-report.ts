import type { Clock } from '../ports/clock.ts';
import type { OfficeDatabase } from '../ports/database.ts';
import type { QualityPaper, QualityTables } from '../ports/quality.ts';
import { qualityPaper } from './quality-paper.ts';
import { classFindings, reportOf } from './quality-report.ts';

/** The data rules' report of a class as plain text: it travels with the records, under the school's seal. Null for classes of past years, whose rules are not those of today. */
export type DataReport = (database: OfficeDatabase, classId: string) => Promise<string | null>;

export function createDataReport({ tables, clock }: { readonly tables: QualityTables; readonly clock: Clock }): DataReport {
  return (database, classId) =>
    database.read(async (repositories) => {
      const [school, group, year] = [await repositories.school.school(), await repositories.school.classById(classId), await repositories.school.currentYear()];
      if (school === null || group === null || group.yearId !== year.id) return null;
      const report = reportOf(await classFindings(repositories, group, tables), await repositories.quality.waivers(), clock.now());
      return asText(qualityPaper(report, school, clock.now()));
    });
}

function asText({ schoolName, schoolYear, scope, training, summary, groups }: QualityPaper): string {
  return [
    ...(training ? ['LUYỆN TẬP - KHÔNG CÓ GIÁ TRỊ'] : []),
    `Kết quả kiểm tra dữ liệu: ${scope}, năm học ${schoolYear}`,
    schoolName,
    ...summary,
    ...groups.flatMap(({ title, lines }) => ['', title, ...lines.map(({ name, text, state, note }) => `- [${state}] ${name}: ${text}${note === '' ? '' : ` – ${note}`}`)]),
    '',
  ].join('\n');
}
