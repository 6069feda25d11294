import { formatDay } from '#core/text/common.ts';
import { pupilMoveText } from '#core/text/move-lines.ts';
import { kindNow, pupilMove } from '../moves/pupil-moves.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredEnrollment } from '../ports/school-repositories.ts';

/** What the notes of a class list say of those who came or went within the year, by enrollment. */
export type PupilRemarks = ReadonlyMap<string, string>;

export async function gatherRemarks({ moves }: Pick<Repositories, 'moves'>, classId: string): Promise<PupilRemarks> {
  const remarks = new Map<string, string>();
  const add = (enrollmentId: string, remark: string) => remarks.set(enrollmentId, [remarks.get(enrollmentId) ?? '', remark].filter((text) => text !== '').join('; '));
  for (const { className, ...move } of await moves.movesOfClass(classId)) add(move.enrollmentId, pupilMoveText('vi', pupilMove(move, kindNow(move), className)));
  for (const { enrollment, move, toClass } of await moves.movedAway(classId)) add(enrollment.id, pupilMoveText('vi', pupilMove(move, 'went-to', toClass)));
  return remarks;
}

/** The same from the enrollment alone, where no move was recorded (lists that were imported so). `usual`: the day on which most of the class entered it. */
export function enrollmentRemark({ status, enteredOn, leftOn }: StoredEnrollment, usual: string): string {
  const parts = enteredOn > usual ? [`Vào lớp ${formatDay(enteredOn)}`] : [];
  if (status !== 'studying') parts.push(`${status === 'moved-class' ? 'Chuyển lớp' : 'Rời trường'}${leftOn === null ? '' : ` ${formatDay(leftOn)}`}`);
  return parts.join('; ');
}
