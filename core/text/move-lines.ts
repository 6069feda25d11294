import type { MoveRemark, MoveRow, PupilMove, UndoObstacle } from '#core/contract/moves.ts';
import type { Language } from '#core/contract/shared.ts';
import type { EndState } from '#core/contract/year-turn.ts';
import { formatDay } from './common.ts';
import { defineTexts, textsIn } from './texts.ts';

/** A param of a line, as text; days in the school's form; empty where it is not there. */
type Param = (name: string) => string;
type Words = (param: Param) => string;

export const leaveReasons = { transferred: 'chuyển trường', 'dropped-out': 'thôi học', other: 'lí do khác' } as const;
export const leaveReasonsEn = { transferred: 'to another school', 'dropped-out': 'left school', other: 'another reason' } as const;
export const terms = { semester1: 'học kì I', semester2: 'học kì II', year: 'cả năm học', level: 'cả cấp học' } as const;
export const termsEn = { semester1: 'semester I', semester2: 'semester II', year: 'the school year', level: 'the whole level' } as const;

/** Levels and outcomes by their codes. */
export const endLevels = { T: 'Tốt', K: 'Khá', Đ: 'Đạt', CĐ: 'Chưa đạt', HTXS: 'Hoàn thành xuất sắc', HTT: 'Hoàn thành tốt', HT: 'Hoàn thành', CHT: 'Chưa hoàn thành' } as const;
export const endLevelsEn = { T: 'Good', K: 'Fair', Đ: 'Pass', CĐ: 'Fail', HTXS: 'Completed with distinction', HTT: 'Completed well', HT: 'Completed', CHT: 'Not completed' } as const;
/** How a year stands. */
export const endStates = {
  PROMOTED: 'Được lên lớp',
  RETAINED: 'Ở lại lớp',
  REASSESS: 'Chờ đánh giá lại',
  SUMMER_CONDUCT: 'Chờ rèn luyện trong hè',
  SUMMER_CONDUCT_THEN_REASSESS: 'Chờ rèn luyện trong hè, rồi đánh giá lại',
  INCOMPLETE: 'Chưa đủ kết quả',
  NEEDS_SUPPORT: 'Chờ đánh giá bổ sung',
  PRINCIPAL_DECIDES: 'Chờ hiệu trưởng quyết định',
} as const satisfies Readonly<Record<EndState, string>>;
export const endStatesEn = {
  PROMOTED: 'Promoted',
  RETAINED: 'Repeats the grade',
  REASSESS: 'To be assessed again',
  SUMMER_CONDUCT: 'To train in the summer',
  SUMMER_CONDUCT_THEN_REASSESS: 'To train in the summer, then to be assessed again',
  INCOMPLETE: 'Results are missing',
  NEEDS_SUPPORT: 'Supplementary assessment is due',
  PRINCIPAL_DECIDES: 'The principal decides',
} as const satisfies Readonly<Record<EndState, string>>;

const after = (words: string, value: string) => (value === '' ? '' : `${words}${value}`);
/** Learning, conduct and absences of a decision. */
function why(p: Param, levels: Readonly<Record<string, string>>, words: { readonly learning: string; readonly conduct: string; readonly absences: (count: string) => string; readonly summer: string }): string {
  const parts = [`${words.learning} ${word(levels, p('learning'))}`, ...(p('conduct') === '' ? [] : [`${words.conduct} ${word(levels, p('conduct'))}`]), ...(p('absences') === '' ? [] : [words.absences(p('absences'))]), ...(p('summer') === '' ? [] : [words.summer])];
  return parts.join(', ');
}

const whyVi = { learning: 'học tập', conduct: 'rèn luyện', absences: (count: string) => `nghỉ ${count} buổi`, summer: 'sau hè' } as const;
const whyEn = { learning: 'learning', conduct: 'conduct', absences: (count: string) => `${count} sessions absent`, summer: 'after the summer' } as const;

const word = (table: Readonly<Record<string, string>>, key: string) => table[key] ?? key;

/** The lines of dry runs, of the list of things done, and of class lists. */
export const moveLines = defineTexts(
  {
    moves: {
      joined: (on: string, school: string) => `Chuyển đến ${on}${after(' từ ', school)}`,
      left: (on: string, reason: string, school: string) => `Rời trường ${on}${reason === '' ? '' : ` (${word(leaveReasons, reason)})`}${after(', đến ', school)}`,
      returned: (on: string) => `Trở lại học ${on}`,
      'came-from': (on: string, name: string) => `Từ lớp ${name} sang ${on}`,
      'went-to': (on: string, name: string) => `Đã sang lớp ${name} ${on}`,
    },
    rows: {
      joined: (p) => `Vào lớp, số thứ tự ${p('position')}, từ ngày ${p('on')}; chuyển đến từ ${p('oldSchool')}${after(', quyết định ', p('decision'))}`,
      supplied: (p) => `${p('subject')}, học kì I: ${p('value')} (trường cũ)`,
      'supplied-conduct': (p) => `Học kì I ở trường cũ: rèn luyện ${p('conduct') || 'chưa có'}; nghỉ có phép ${p('excused') || 'chưa có'}, không phép ${p('unexcused') || 'chưa có'}`,
      'supplied-gone': (p) => `Bỏ kết quả học kì I của ${p('oldSchool')}`,
      'elective-taken': (p) => `Học môn lựa chọn ${p('subject')}`,
      'history-set': (p) => `${p('schoolYear')}: lớp ${p('className')}, ${p('school')}; học lực ${p('learning') || '–'}, hạnh kiểm ${p('conduct') || '–'}${after('; ', p('outcome'))}`,
      'history-gone': (p) => `Bỏ năm học ${p('schoolYear')} (${p('school')})`,
      left: (p) => `Rời trường ngày ${p('on')} (${word(leaveReasons, p('reason'))})${after(', đến ', p('destination'))}${after(', quyết định ', p('decision'))}`,
      returned: (p) => `Trở lại học từ ngày ${p('on')}${after(', quyết định ', p('decision'))}`,
      'class-changed': (p) => `Sang lớp ${p('to')}, số thứ tự ${p('position')}, từ ngày ${p('on')}`,
      'exempted-practical': (p) => `${p('subject')}: lí thuyết thay thực hành, ${word(terms, p('term'))}; ${p('decision')} ngày ${p('decidedOn')}`,
      'exempted-whole': (p) => `${p('subject')}: không đánh giá (M), ${word(terms, p('term'))}; ${p('decision')} ngày ${p('decidedOn')}`,
      'exemption-ended': (p) => `${p('subject')}: đánh giá bình thường trở lại`,
      'decided-promoted': (p) => `${p('last') === '' ? 'Được lên lớp' : 'Hoàn thành chương trình lớp cuối cấp'}: ${why(p, endLevels, whyVi)}`,
      'decided-retained': (p) => `Ở lại lớp: ${why(p, endLevels, whyVi)}`,
      'decided-open': (p) => word(endStates, p('state')),
      'class-made': (p) => `Lớp mới khối ${p('grade')}: ${p('from') === '' ? 'chưa có học sinh lên lớp' : `${p('promoted')} em từ lớp ${p('from')}`}${p('retained') === '0' ? '' : `, ${p('retained')} em học lại`}${after('; chủ nhiệm ', p('teacher'))}`,
      'class-completes': (p) => `${p('count')} em hoàn thành lớp ${p('grade')}, không có trong năm học mới`,
      'pupil-stays': (p) => `Học lại, vào lớp ${p('to') || '(chưa chọn)'}`,
    } satisfies Record<MoveRow['code'], Words>,
    remarks: {
      'day-outside-year': (p) => `Ngày ${p('on')} không thuộc năm học ${p('year')}.`,
      'known-pupil': (p) => `${p('name')} đã từng học ở trường: hồ sơ cũ được dùng lại và cập nhật.`,
      'already-here': (p) => `${p('name')} đã có trong lớp ${p('className')} năm nay (trùng số định danh hoặc mã học sinh).`,
      'looks-alike': (p) => `Trường đã có học sinh cùng tên, cùng ngày sinh với ${p('name')}${after(' ở lớp ', p('className'))}. Xem có phải một em không.`,
      'wrong-data': () => 'Có chỗ ghi chưa đúng.',
      'results-missing': (p) => `Chưa có kết quả học kì I của trường cũ: ${p('subjects')}. Các môn này vẫn phải có điểm học kì I.`,
      'marks-set-aside': (p) => `${p('name')} đã có điểm học kì I ở trường này: ${p('subjects')}. Kết quả trường cũ sẽ được dùng thay.`,
      'year-not-past': (p) => `${p('year')} không phải năm học đã qua.`,
      'year-twice': (p) => `Năm học ${p('year')} ghi hai lần.`,
      'year-here': (p) => `Năm học ${p('year')} ${p('name')} học ở trường này, sổ của trường đã có.`,
      'nothing-changed': () => 'Không có gì khác so với đang ghi.',
      'day-before-entry': (p) => `${p('name')} đến ngày ${p('entered')} mới vào; không ghi trước ngày đó được.`,
      'already-left': (p) => `${p('name')} đã rời trường.`,
      'not-away': (p) => `${p('name')} đang học, không cần ghi trở lại.`,
      'past-year': (p) => `${p('name')} thuộc năm học cũ; sổ năm cũ chỉ để xem.`,
      'same-class': (p) => `${p('name')} đang ở lớp ${p('to')} rồi.`,
      'other-grade': (p) => `${p('name')} học lớp ${p('from')}, không cùng khối với lớp ${p('to')}.`,
      'no-decision': () => 'Chưa có số quyết định.',
      'no-destination': () => 'Chưa ghi trường chuyển đến.',
      'marks-stay': (p) => `Điểm và kết quả đã có của ${p('name')} được giữ nguyên; tên được gạch trong danh sách.`,
      'marks-go-along': (p) => `Điểm, rèn luyện, nhận xét đã có đi theo sang lớp ${p('to')}, giữ nguyên lịch sử; tên ở lớp cũ được gạch và ghi chú.`,
      'locks-differ': (p) => `Lớp ${p('from')} và lớp ${p('to')} khóa sổ khác nhau: điểm đã khóa ở lớp này có thể mở ở lớp kia. Xem lại màn hình Khóa sổ.`,
      'record-outdated': (p) => `${p('name')} đã có học bạ năm nay; học bạ đó sẽ thành không còn khớp và phải lập lại.`,
      'not-practical-subject': (p) => `Môn ${p('subject')} không có phần thực hành được miễn. Chỉ miễn thực hành Giáo dục thể chất, Giáo dục quốc phòng và an ninh.`,
      'term-not-for-whole': () => 'Không đánh giá một môn thì tính cho cả năm hoặc cả cấp học.',
      'exempt-already': (p) => `${p('name')} đã được miễn môn ${p('subject')} theo ${p('decision')}. Bỏ miễn cũ trước.`,
      'not-exempt': (p) => `${p('name')} không được miễn môn ${p('subject')}.`,
      'marks-not-counted': (p) => `Điểm ${p('subject')} đã có sẽ không tính; bỏ miễn thì tính lại.`,
      'marks-count-again': (p) => `Điểm ${p('subject')} đã có sẽ tính lại.`,
      'pupils-open': (p) => `Lớp ${p('className')} còn ${p('count')} em chưa có kết quả cuối cùng (${p('names')}${Number(p('count')) > 3 ? '…' : ''}).`,
      'all-confirmed': () => 'Quyết định của các lớp này đã được chốt, không có gì thay đổi.',
      'confirmed-anew': () => 'Có em đã chốt trước đây nhưng kết quả thay đổi sau đó; lần này chốt lại.',
      'not-next-year': (p) => `Năm học mới phải là ${p('next')}.`,
      'year-exists': (p) => `Năm học ${p('year')} đã có.`,
      'class-twice': (p) => `Hai lớp mới cùng tên ${p('className')}.`,
      'not-confirmed': (p) => `Lớp ${p('className')}: ${p('count')} em chưa được hiệu trưởng chốt quyết định cuối năm.`,
      'class-goes-nowhere': (p) => `Lớp ${p('className')} chưa chọn lớp mới để lên.`,
      'wrong-grade-up': (p) => `Lớp ${p('className')} không thể lên lớp ${p('to')}: không phải khối kế tiếp.`,
      'stays-nowhere': (p) => `${p('name')} (${p('className')}) học lại, chưa chọn lớp.`,
      'wrong-grade-stay': (p) => `${p('name')} học lại, lớp ${p('to')} không cùng khối.`,
      'no-homeroom-teacher': (p) => `Chưa có giáo viên chủ nhiệm: ${p('classes')}. Phân công sau cũng được.`,
      'old-year-stays': (p) => `Sổ và học bạ năm học ${p('year')} vẫn xem được; chọn năm học ở đầu màn hình.`,
    } satisfies Record<MoveRemark['code'], Words>,
    subjects: {
      join: (p) => `${p('name')} (${p('className')}), ${p('on')}${after(', từ ', p('oldSchool'))}`,
      'set-transferred': (p) => `${p('name')} (${p('className')})${after(', ', p('oldSchool'))}`,
      'set-history': (p) => `${p('name')}${after(' (', p('className'))}${p('className') === '' ? '' : ')'}`,
      leave: (p) => `${p('name')} (${p('className')}), ${p('on')}`,
      return: (p) => `${p('name')} (${p('className')}), ${p('on')}`,
      'change-class': (p) => `${p('name')}${Number(p('count')) > 1 ? ` và ${Number(p('count')) - 1} em khác` : ''}: ${p('from')} → ${p('to')}, ${p('on')}`,
      exempt: (p) => `${p('name')} (${p('className')}): ${p('subject')}`,
      'end-exemption': (p) => `${p('name')} (${p('className')}): ${p('subject')}`,
      decide: (p) => `${p('classes')}: ${p('count')} em`,
      'roll-over': (p) => `${p('year')} → ${p('next')}: ${p('classes')} lớp, ${p('count')} em`,
      'clean-data': (p) => `${p('className') === '' ? 'Toàn trường' : p('className')}: ${p('fields')} mục của ${p('count')} em`,
    } as Readonly<Record<string, Words>>,
    obstacles: {
      changed: (name: string, what: string) => `${what} của ${name} đã được sửa sau đó.`,
      gone: (name: string, what: string) => `${what} của ${name} không còn.`,
      'stands-on': (name: string, what: string) => `${name}: sau đó đã có ${what}.`,
      'work-since': (name: string) => `${name}: sau đó đã nhập điểm, nhận xét hoặc lập học bạ.`,
      'year-turned': () => 'Sau đó trường đã chuyển sang năm học mới.',
    },
    things: {
      year: 'năm học',
      class: 'lớp',
      periods: 'số tiết',
      assignment: 'phân công giáo viên',
      pupil: 'hồ sơ',
      enrollment: 'tên trong danh sách lớp',
      choice: 'môn lựa chọn',
      exemption: 'quyết định miễn',
      move: 'lần chuyển lớp, chuyển trường',
      transferredResult: 'kết quả trường cũ',
      transferredSemester: 'kết quả trường cũ',
      historicResult: 'kết quả năm cũ',
      finalDecision: 'quyết định cuối năm',
      marks: 'điểm hoặc nhận xét',
      homeroom: 'sổ chủ nhiệm',
      records: 'học bạ',
      signing: 'chữ ký số',
      locks: 'khóa sổ',
      sending: 'lần gửi hoặc xuất',
      other: 'việc khác',
    } as Readonly<Record<string, string>>,
  },
  {
    moves: {
      joined: (on, school) => `Joined ${on}${after(' from ', school)}`,
      left: (on, reason, school) => `Left ${on}${reason === '' ? '' : ` (${word(leaveReasonsEn, reason)})`}${after(', to ', school)}`,
      returned: (on) => `Came back ${on}`,
      'came-from': (on, name) => `From class ${name} on ${on}`,
      'went-to': (on, name) => `To class ${name} on ${on}`,
    },
    rows: {
      joined: (p) => `Joins as number ${p('position')} from ${p('on')}; from ${p('oldSchool')}${after(', decision ', p('decision'))}`,
      supplied: (p) => `${p('subject')}, semester I: ${p('value')} (old school)`,
      'supplied-conduct': (p) => `Semester I at the old school: conduct ${p('conduct') || 'not given'}; excused ${p('excused') || 'not given'}, unexcused ${p('unexcused') || 'not given'}`,
      'supplied-gone': (p) => `Results of semester I of ${p('oldSchool')} go`,
      'elective-taken': (p) => `Takes the elective ${p('subject')}`,
      'history-set': (p) => `${p('schoolYear')}: class ${p('className')}, ${p('school')}; learning ${p('learning') || '–'}, conduct ${p('conduct') || '–'}${after('; ', p('outcome'))}`,
      'history-gone': (p) => `School year ${p('schoolYear')} (${p('school')}) goes`,
      left: (p) => `Leaves on ${p('on')} (${word(leaveReasonsEn, p('reason'))})${after(', to ', p('destination'))}${after(', decision ', p('decision'))}`,
      returned: (p) => `Back from ${p('on')}${after(', decision ', p('decision'))}`,
      'class-changed': (p) => `To class ${p('to')}, number ${p('position')}, from ${p('on')}`,
      'exempted-practical': (p) => `${p('subject')}: theory in place of practice, ${word(termsEn, p('term'))}; ${p('decision')} of ${p('decidedOn')}`,
      'exempted-whole': (p) => `${p('subject')}: not assessed (M), ${word(termsEn, p('term'))}; ${p('decision')} of ${p('decidedOn')}`,
      'exemption-ended': (p) => `${p('subject')}: assessed as usual again`,
      'decided-promoted': (p) => `${p('last') === '' ? 'Promoted' : 'Completes the last grade of the level'}: ${why(p, endLevelsEn, whyEn)}`,
      'decided-retained': (p) => `Repeats the grade: ${why(p, endLevelsEn, whyEn)}`,
      'decided-open': (p) => word(endStatesEn, p('state')),
      'class-made': (p) => `New class of grade ${p('grade')}: ${p('from') === '' ? 'nobody goes up to it yet' : `${p('promoted')} from ${p('from')}`}${p('retained') === '0' ? '' : `, ${p('retained')} repeat the grade`}${after('; homeroom teacher ', p('teacher'))}`,
      'class-completes': (p) => `${p('count')} are through with grade ${p('grade')} and not in the new year`,
      'pupil-stays': (p) => `Repeats the grade in class ${p('to') || '(not chosen)'}`,
    },
    remarks: {
      'day-outside-year': (p) => `${p('on')} is not in the school year ${p('year')}.`,
      'known-pupil': (p) => `${p('name')} was at this school before: the old file is taken up and updated.`,
      'already-here': (p) => `${p('name')} is in class ${p('className')} this year (the same personal number or code).`,
      'looks-alike': (p) => `The school has a pupil of the same name and birth date as ${p('name')}${after(' in class ', p('className'))}. See whether it is the same.`,
      'wrong-data': () => 'Something is not right.',
      'results-missing': (p) => `No results of semester I from the old school: ${p('subjects')}. Marks of semester I stay due there.`,
      'marks-set-aside': (p) => `${p('name')} has marks of semester I here: ${p('subjects')}. The old school's results will be used instead.`,
      'year-not-past': (p) => `${p('year')} is not a past school year.`,
      'year-twice': (p) => `School year ${p('year')} is given twice.`,
      'year-here': (p) => `In ${p('year')} ${p('name')} was at this school, whose books have it.`,
      'nothing-changed': () => 'Nothing is different from what stands.',
      'day-before-entry': (p) => `${p('name')} came on ${p('entered')}; nothing can be dated before that.`,
      'already-left': (p) => `${p('name')} has left the school.`,
      'not-away': (p) => `${p('name')} has not left.`,
      'past-year': (p) => `${p('name')} belongs to a past school year, which is only to be read.`,
      'same-class': (p) => `${p('name')} is in ${p('to')} already.`,
      'other-grade': (p) => `${p('name')} is in ${p('from')}, which is another grade than ${p('to')}.`,
      'no-decision': () => 'There is no decision number yet.',
      'no-destination': () => 'The new school is not given.',
      'marks-stay': (p) => `The marks and results of ${p('name')} stay; the name is struck through in the list.`,
      'marks-go-along': (p) => `Marks, conduct and comments go along to ${p('to')} with their history; the old list shows the name struck through.`,
      'locks-differ': (p) => `${p('from')} and ${p('to')} have different locks: marks locked in one may be open in the other. See the Locks screen.`,
      'record-outdated': (p) => `${p('name')} has a record of this year, which will be outdated and has to be made anew.`,
      'not-practical-subject': (p) => `${p('subject')} has no practical part to be exempt from. Only physical and defence education have.`,
      'term-not-for-whole': () => 'A subject that is not assessed is so for the year or the level.',
      'exempt-already': (p) => `${p('name')} is exempt in ${p('subject')} already by ${p('decision')}. End that first.`,
      'not-exempt': (p) => `${p('name')} is not exempt in ${p('subject')}.`,
      'marks-not-counted': (p) => `The marks in ${p('subject')} will not count; they count again when the exemption ends.`,
      'marks-count-again': (p) => `The marks in ${p('subject')} will count again.`,
      'pupils-open': (p) => `In ${p('className')} the year of ${p('count')} has not ended (${p('names')}${Number(p('count')) > 3 ? '…' : ''}).`,
      'all-confirmed': () => 'The decisions of these classes are confirmed; nothing has changed.',
      'confirmed-anew': () => 'Of some the results have changed since they were confirmed; they are confirmed anew.',
      'not-next-year': (p) => `The next school year is ${p('next')}.`,
      'year-exists': (p) => `School year ${p('year')} is there already.`,
      'class-twice': (p) => `Two new classes have the name ${p('className')}.`,
      'not-confirmed': (p) => `Class ${p('className')}: the principal has not confirmed the decisions of ${p('count')}.`,
      'class-goes-nowhere': (p) => `Class ${p('className')} has no class to go up to.`,
      'wrong-grade-up': (p) => `Class ${p('className')} cannot go up to ${p('to')}: that is not the next grade.`,
      'stays-nowhere': (p) => `${p('name')} (${p('className')}) repeats the grade and has no class yet.`,
      'wrong-grade-stay': (p) => `${p('name')} repeats the grade; ${p('to')} is another grade.`,
      'no-homeroom-teacher': (p) => `No homeroom teacher yet: ${p('classes')}. They can be assigned later.`,
      'old-year-stays': (p) => `The books and records of ${p('year')} stay to be read; choose the school year at the top.`,
    },
    subjects: {
      join: (p) => `${p('name')} (${p('className')}), ${p('on')}${after(', from ', p('oldSchool'))}`,
      'set-transferred': (p) => `${p('name')} (${p('className')})${after(', ', p('oldSchool'))}`,
      'set-history': (p) => `${p('name')}${after(' (', p('className'))}${p('className') === '' ? '' : ')'}`,
      leave: (p) => `${p('name')} (${p('className')}), ${p('on')}`,
      return: (p) => `${p('name')} (${p('className')}), ${p('on')}`,
      'change-class': (p) => `${p('name')}${Number(p('count')) > 1 ? ` and ${Number(p('count')) - 1} more` : ''}: ${p('from')} → ${p('to')}, ${p('on')}`,
      exempt: (p) => `${p('name')} (${p('className')}): ${p('subject')}`,
      'end-exemption': (p) => `${p('name')} (${p('className')}): ${p('subject')}`,
      decide: (p) => `${p('classes')}: ${p('count')}`,
      'roll-over': (p) => `${p('year')} → ${p('next')}: ${p('classes')} classes, ${p('count')} pupils`,
      'clean-data': (p) => `${p('className') === '' ? 'Whole school' : p('className')}: ${p('fields')} fields of ${p('count')} pupils`,
    },
    obstacles: {
      changed: (name, what) => `The ${what} of ${name} was changed since.`,
      gone: (name, what) => `The ${what} of ${name} is gone.`,
      'stands-on': (name, what) => `${name}: since then there is a ${what}.`,
      'work-since': (name) => `${name}: since then marks or comments were entered, or a record made.`,
      'year-turned': () => 'The school has turned to the next year since.',
    },
    things: {
      year: 'school year',
      class: 'class',
      periods: 'periods',
      assignment: 'assignment',
      pupil: 'file',
      enrollment: 'place in the class list',
      choice: 'elective subject',
      exemption: 'exemption',
      move: 'class change or transfer',
      transferredResult: 'result of the old school',
      transferredSemester: 'result of the old school',
      historicResult: 'result of a past year',
      finalDecision: 'final decision',
      marks: 'mark or comment',
      homeroom: 'homeroom entry',
      records: 'record',
      signing: 'signature',
      locks: 'lock',
      sending: 'transmission or export',
      other: 'other work',
    },
  },
);

/** Params whose values are days. */
const days: ReadonlySet<string> = new Set(['on', 'entered', 'decidedOn']);

function paramOf(params: Readonly<Record<string, string | number>>): Param {
  return (name) => (days.has(name) ? formatDay(String(params[name] ?? '')) : String(params[name] ?? ''));
}

/** What would become of one pupil or class. */
export function moveRowText(language: Language, { code, params }: Pick<MoveRow, 'code' | 'params'>): string {
  return textsIn(moveLines, language).rows[code](paramOf(params));
}

export function moveRemarkText(language: Language, { code, params }: Pick<MoveRemark, 'code' | 'params'>): string {
  return textsIn(moveLines, language).remarks[code](paramOf(params));
}

/** About whom or what a thing that was done is. */
export function doneMoveText(language: Language, kind: string, subject: Readonly<Record<string, string | number>>): string {
  return textsIn(moveLines, language).subjects[kind]?.(paramOf(subject)) ?? '';
}

/** A move as a class list notes it. */
export function pupilMoveText(language: Language, { kind, on, className, otherSchool, reason }: PupilMove): string {
  const { moves } = textsIn(moveLines, language);
  switch (kind) {
    case 'joined':
      return moves.joined(formatDay(on), otherSchool);
    case 'left':
      return moves.left(formatDay(on), reason, otherSchool);
    case 'returned':
      return moves.returned(formatDay(on));
    case 'came-from':
    case 'went-to':
      return moves[kind](formatDay(on), className);
    default:
      return kind satisfies never;
  }
}

export function obstacleText(language: Language, { code, name, what }: UndoObstacle): string {
  const { obstacles, things } = textsIn(moveLines, language);
  return obstacles[code](name, things[what] ?? things['other'] ?? '');
}
