import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schoolYearFrames, type SchoolYearFrames } from '#core/rules/school-year-frame.ts';

/** Reads resources/rules/school-year-frames.json. Throws where it is not such a table. */
export function loadSchoolYearFrames(resourcesFolder: string): SchoolYearFrames {
  return schoolYearFrames.parse(JSON.parse(readFileSync(join(resourcesFolder, 'rules', 'school-year-frames.json'), 'utf8')));
}
