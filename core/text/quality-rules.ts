import type { Language } from '#core/contract/shared.ts';
import { qualityRules, type FindingCode, type RuleId } from '#core/quality/rules.ts';

type Words = { readonly vi: string; readonly en: string };

/** Names of the rules, as headings of the list. The compiler proves that no rule lacks one. */
const ruleNames: Readonly<Record<RuleId, Words>> = {
  D01: { vi: 'Số định danh cá nhân', en: 'Personal number' },
  D02: { vi: 'Số định danh khớp giới tính, năm sinh', en: 'Personal number agrees with sex and year of birth' },
  D03: { vi: 'Mã tỉnh trong số định danh', en: 'Province digits of the personal number' },
  D04: { vi: 'Trùng số, trùng mã, trùng người', en: 'Doubled numbers, codes, persons' },
  D05: { vi: 'Số định danh trùng với người lớn', en: 'Personal number of an adult' },
  D06: { vi: 'Cách viết họ tên', en: 'How names are written' },
  D07: { vi: 'Bảng mã tiếng Việt', en: 'Encoding of Vietnamese' },
  D08: { vi: 'Ngày sinh và tuổi', en: 'Date of birth and age' },
  D09: { vi: 'Dân tộc, quốc tịch, tỉnh, xã theo danh mục', en: 'Ethnicity, nationality, province, commune by the tables' },
  D10: { vi: 'Thông tin bắt buộc của học bạ', en: 'Fields that a record must have' },
  D11: { vi: 'Họ tên mẹ', en: "Mother's name" },
  D12: { vi: 'Số định danh của giáo viên', en: "Teachers' personal numbers" },
  D13: { vi: 'Điểm, mức đánh giá, sổ chủ nhiệm còn thiếu', en: 'Marks and entries that are missing' },
  D14: { vi: 'Điểm từ 0 đến 10, một chữ số thập phân', en: 'Marks from 0 to 10, one decimal' },
  D15: { vi: 'Điểm trung bình, xếp loại tính đúng', en: 'Averages and levels computed right' },
  D16: { vi: 'Nhận xét còn thiếu', en: 'Comments that are missing' },
  D17: { vi: 'Mã mức đánh giá viết đúng', en: 'Level codes written right' },
  D18: { vi: 'Kết luận cuối năm', en: "The year's decision" },
  D19: { vi: 'Sĩ số lớp', en: 'Class size' },
  D20: { vi: 'Tổng số buổi nghỉ', en: 'Sums of absences' },
  D21: { vi: 'Người ký học bạ', en: 'Who stands on the records' },
  D22: { vi: 'Học bạ của trường cũ', en: 'Records of the old school' },
  D23: { vi: 'Gói gửi lên cổng tiếp nhận', en: 'Packages for the gateway' },
  D24: { vi: 'Số sổ đăng bộ, tên lớp', en: 'Registry number, class name' },
  D25: { vi: 'Chữ giống hình, kí tự ẩn', en: 'Look-alike letters, invisible characters' },
  P00: { vi: 'Quy tắc bổ sung của Sở', en: 'Rules that the department added' },
};

/** Why the rule is there and what to do: one or two plain sentences over its findings. */
const ruleAdvice: Readonly<Record<RuleId, Words>> = {
  D01: { vi: 'Học bạ số phải có số định danh 12 chữ số. Chép đúng từ giấy khai sinh hoặc căn cước.', en: 'A digital record needs the number of 12 digits. Copy it from the birth certificate or identity card.' },
  D02: { vi: 'Chữ số thứ 4 cho biết giới tính và thế kỉ, chữ số 5 và 6 cho biết năm sinh. Xem lại giấy khai sinh: số, giới tính hoặc ngày sinh đang sai.', en: 'Digit 4 tells sex and century, digits 5 and 6 the year of birth. Look at the birth certificate: the number, the sex or the date is wrong.' },
  D03: { vi: 'Ba chữ số đầu là mã tỉnh nơi đăng ký khai sinh. Mã lạ thường là gõ nhầm; học sinh sinh ở nước ngoài thì đúng, ghi lí do rồi bỏ qua.', en: 'The first three digits are of the province of registration. A strange one is mostly a slip; for a pupil born abroad it is right: waive it with a reason.' },
  D04: { vi: 'Mỗi học sinh chỉ có một số, một mã. Nếu một em bị ghi hai lần, giữ lại một; nếu hai em khác nhau, sửa số của em bị sai.', en: 'Every pupil has one number and one code. Where one pupil stands twice, keep one; where they are two, mend the wrong number.' },
  D05: { vi: 'Số của học sinh đang trùng với số của giáo viên hoặc hiệu trưởng: thường là chép nhầm dòng.', en: "The pupil's number is that of a teacher or the principal: mostly a line copied wrongly." },
  D06: { vi: 'Họ tên phải viết như giấy khai sinh. Tên một chữ, tên có dấu nháy, dấu chấm, gạch nối (Y Hương, H\'Hen Niê) là đúng và được giữ nguyên.', en: "Names are written as on the birth certificate. Names of one word, with apostrophe, dot or hyphen (Y Hương, H'Hen Niê) are right and stay." },
  D07: { vi: 'Học bạ số chỉ nhận chữ Việt Unicode dựng sẵn (TCVN 6909:2001). Chữ gõ bằng bảng mã cũ phải gõ lại.', en: 'Digital records take composed Unicode (TCVN 6909:2001) only. Text of an old code page has to be typed again.' },
  D08: { vi: 'Ngày sinh phải có thật. Tuổi lệch nhiều so với lớp thường là gõ nhầm năm; học sớm, học muộn thì đúng, ghi lí do rồi bỏ qua.', en: 'The date has to exist. An age far from the grade is mostly a slip in the year; early or late starters are right: waive with a reason.' },
  D09: { vi: 'Chọn đúng tên trong danh mục của năm học. Từ 1/7/2025 chỉ còn tỉnh và xã; địa chỉ cũ có huyện vẫn giữ nguyên dạng chữ.', en: 'Choose the name in the tables of the school year. Since 1 July 2025 there are provinces and communes only; old addresses with districts stay as text.' },
  D10: { vi: 'Thiếu các mục này thì cổng tiếp nhận trả lại học bạ.', en: 'Without these fields the gateway refuses the record.' },
  D11: { vi: 'Ghi họ tên mẹ. Nếu giấy khai sinh không có mẹ, ghi lí do rồi bỏ qua; phải có ít nhất cha, mẹ hoặc người giám hộ.', en: "Enter the mother's name. Where the birth certificate has none, waive it with the reason; one of father, mother or guardian there must be." },
  D12: { vi: 'Số định danh của giáo viên phải đủ 12 chữ số.', en: "A teacher's number has 12 digits." },
  D13: { vi: 'Chưa đủ điểm và mục của sổ chủ nhiệm thì chưa có kết quả cuối năm. Bấm vào dòng để đến đúng ô.', en: "Without all marks and the homeroom teacher's entries the year has no result. A line leads to its cell." },
  D14: { vi: 'Chương trình chỉ nhận điểm từ 0 đến 10 với một chữ số thập phân, nên không thể sai.', en: 'The program takes marks from 0 to 10 with one decimal only, so they cannot be wrong.' },
  D15: { vi: 'Chương trình luôn tính lại từ điểm, không lưu kết quả, nên không thể lệch.', en: 'The program always computes from the marks and keeps no results, so they cannot differ.' },
  D16: { vi: 'Mỗi môn học và học bạ của mỗi em phải có nhận xét.', en: "Every subject and every pupil's record need a comment." },
  D17: { vi: 'Chương trình chỉ nhận các mã của thông tư và tự viết chữ Đ cho đúng.', en: "The program takes the circular's codes only and writes the Đ right by itself." },
  D18: { vi: 'Học bạ ghi kết luận cuối năm. Kết luận đã chốt phải khớp với kết quả và số buổi nghỉ hiện nay.', en: 'The record says how the year ended. What was confirmed has to agree with the results and absences as they are now.' },
  D19: { vi: 'Điều lệ trường cũ: tiểu học không quá 35, trung học không quá 45 học sinh một lớp. Nếu trường được phép, ghi lí do rồi bỏ qua.', en: 'Old charters: at most 35 pupils (primary) or 45 (secondary) in a class. Where the school may have more, waive with a reason.' },
  D20: { vi: 'Tổng số buổi nghỉ trong sổ chủ nhiệm phải bằng số ngày đã ghi ở sổ điểm danh.', en: 'The sums in the homeroom sheet have to equal the days of the attendance register.' },
  D21: { vi: 'Học bạ ghi tên và số định danh của người dạy, người chủ nhiệm và hiệu trưởng. Chứng thư số được kiểm tra trước mỗi lần ký.', en: 'The record names the teachers, the homeroom teacher and the principal with their numbers. Certificates are checked before every signature.' },
  D22: { vi: 'Học sinh chuyển đến phải có kết quả của trường cũ. Vào hồ sơ của em để ghi các năm học trước.', en: "A pupil from another school needs that school's results. Enter the earlier years in the pupil's file." },
  D23: { vi: 'Chương trình tự chia gói dưới 10 MB, cấp mã tra cứu riêng cho từng học bạ và kiểm tra mọi chữ ký trước khi gửi.', en: 'The program splits packages below 10 MB, gives each record its own code, and checks every signature before sending.' },
  D24: { vi: 'Mỗi học sinh một số sổ đăng bộ; tên lớp bắt đầu bằng khối của lớp.', en: 'Every pupil has a registry number of its own; the name of a class begins with its grade.' },
  D25: { vi: 'Có chữ của bảng chữ cái khác trông giống chữ Việt, hoặc kí tự không nhìn thấy. Máy của Bộ coi đó là tên khác.', en: "There are letters of another alphabet that look the same, or characters that cannot be seen. The ministry's machines take it for another name." },
  P00: { vi: 'Các quy tắc này nằm trong tệp có chữ ký số mà hiệu trưởng đã nhận; xem cuối màn hình.', en: 'These rules are in a signed file that the principal added; see the end of the screen.' },
};

/** One finding as a sentence; `{name}` are its params. */
const sentences: Readonly<Record<FindingCode, Words>> = {
  'D01.missing': { vi: 'chưa có số định danh', en: 'no personal number' },
  'D01.shape': { vi: 'số định danh “{value}” không phải 12 chữ số', en: 'personal number “{value}” is not 12 digits' },
  'D01.zeros-lost': { vi: 'số định danh “{value}” mất số 0 ở đầu, đúng ra là {wanted}', en: 'personal number “{value}” lost its zeros in front: {wanted}' },
  'D02.sex': { vi: 'số {value} là của {says}, học sinh ghi {sex}', en: 'number {value} is that of a {says} person; the pupil is {sex}' },
  'D02.birth-year': { vi: 'số {value} là của người sinh năm {says}, ngày sinh ghi năm {year}', en: 'number {value} says born in {says}; the date says {year}' },
  'D03.prefix': { vi: 'số {value} bắt đầu bằng {prefix}, không phải mã tỉnh nào', en: 'number {value} begins with {prefix}, which is no province' },
  'D04.personal-id': { vi: 'số định danh {value} trùng với {other}', en: 'personal number {value} is also that of {other}' },
  'D04.ministry-code': { vi: 'mã học sinh {value} trùng với {other}', en: 'pupil code {value} is also that of {other}' },
  'D04.same-person': { vi: 'cùng họ tên và ngày sinh với {other}', en: 'same name and date of birth as {other}' },
  'D05.teacher': { vi: 'số định danh {value} là của {other}', en: 'personal number {value} is that of {other}' },
  'D06.blanks': { vi: '{field} “{value}” thừa dấu cách', en: '{field} “{value}” has blanks too many' },
  'D06.digits': { vi: '{field} “{value}” có chữ số', en: '{field} “{value}” has digits' },
  'D06.capitals': { vi: '{field} “{value}” viết hoa không đúng chỗ', en: '{field} “{value}” has capitals where none belong' },
  'D06.small-letters': { vi: '{field} “{value}” có chữ chưa viết hoa', en: '{field} “{value}” has a word in small letters' },
  'D06.strange': { vi: '{field} “{value}” có kí tự lạ: {letters}', en: '{field} “{value}” has strange characters: {letters}' },
  'D07.not-composed': { vi: '{field} “{value}” gõ bằng Unicode tổ hợp', en: '{field} “{value}” is typed in decomposed Unicode' },
  'D07.old-encoding': { vi: '{field} “{value}” là chữ của bảng mã cũ, có lẽ là “{wanted}”', en: '{field} “{value}” is text of an old code page, perhaps “{wanted}”' },
  'D08.no-such-day': { vi: 'ngày sinh {value} không có trong lịch', en: 'date of birth {value} is not in the calendar' },
  'D08.age': { vi: 'sinh {value}, {age} tuổi học lớp {grade} (thường là {usual} tuổi)', en: 'born {value}, aged {age} in grade {grade} (usually {usual})' },
  'D09.ethnicity': { vi: 'chưa chọn dân tộc có trong danh mục', en: 'no ethnicity of the table is chosen' },
  'D09.nationality': { vi: 'quốc tịch “{value}” không có trong danh mục', en: 'nationality “{value}” is not in the table' },
  'D09.nationality-spelling': { vi: 'quốc tịch “{value}” viết là “{wanted}”', en: 'nationality “{value}” is written “{wanted}”' },
  'D09.province': { vi: 'tỉnh “{value}” của trường không có trong 34 tỉnh', en: "the school's province “{value}” is none of the 34" },
  'D09.commune': { vi: 'xã “{value}” của trường không có trong {province}', en: "the school's commune “{value}” is not in {province}" },
  'D09.address': { vi: 'chỗ ở hiện nay: {province} không có {commune}', en: 'present address: {province} has no {commune}' },
  'D10.missing': { vi: 'chưa có {field}', en: '{field} is missing' },
  'D11.nobody': { vi: 'chưa có họ tên cha, mẹ hay người giám hộ', en: 'no father, mother or guardian' },
  'D11.mother': { vi: 'chưa có họ tên mẹ', en: "no mother's name" },
  'D12.teacher-number': { vi: 'số định danh “{value}” không phải 12 chữ số', en: 'personal number “{value}” is not 12 digits' },
  'D13.mark': { vi: 'thiếu: {detail}', en: 'missing: {detail}' },
  'D13.homeroom': { vi: 'thiếu: {detail}', en: 'missing: {detail}' },
  'D16.comment': { vi: 'thiếu: {detail}', en: 'missing: {detail}' },
  'D18.pending': { vi: '{detail}', en: '{detail}' },
  'D18.decision': { vi: 'đã chốt {confirmed}, nhưng kết quả hiện nay là {computed}', en: 'confirmed as {confirmed}, but the results now say {computed}' },
  'D18.absences': { vi: 'đã chốt lên lớp, nhưng nghỉ {absences} buổi, quá số buổi cho phép', en: 'confirmed as promoted with {absences} absences, too many' },
  'D19.size': { vi: 'có {size} học sinh (tối đa {most})', en: '{size} pupils (at most {most})' },
  'D20.sum': { vi: '{field}: sổ chủ nhiệm ghi {entered}, sổ điểm danh có {counted}', en: '{field}: the homeroom sheet says {entered}, the register {counted}' },
  'D21.homeroom-teacher': { vi: 'chưa có giáo viên chủ nhiệm', en: 'no homeroom teacher' },
  'D21.teacher': { vi: 'chưa phân công giáo viên dạy {subject}', en: 'nobody teaches {subject}' },
  'D21.teacher-number': { vi: 'giáo viên {name} chưa có số định danh đủ 12 chữ số', en: 'teacher {name} has no number of 12 digits' },
  'D21.principal': { vi: 'chưa có {field}', en: '{field} is missing' },
  'D22.no-past': { vi: 'chuyển đến nhưng chưa có kết quả của trường cũ', en: 'came from another school without its results' },
  'D24.registry-number': { vi: 'số sổ đăng bộ {value} trùng với {other}', en: 'registry number {value} is also that of {other}' },
  'D24.class-grade': { vi: 'lớp {name} đang để khối {grade}, theo tên là khối {says}', en: 'class {name} is kept in grade {grade}; its name says {says}' },
  'D25.look-alike': { vi: '{field} “{value}” có chữ không phải chữ Việt: {letters}', en: '{field} “{value}” has letters of another alphabet: {letters}' },
  'P00.error': { vi: '{message} ({rule})', en: '{messageEn} ({rule})' },
  'P00.warning': { vi: '{message} ({rule})', en: '{messageEn} ({rule})' },
  'D25.invisible': { vi: '{field} “{value}” có kí tự ẩn: {codes}', en: '{field} “{value}” has invisible characters: {codes}' },
};

/** Values that findings carry as words of the program. Fields have the names that the forms give them. */
const values: Readonly<Record<string, Words>> = {
  male: { vi: 'nam', en: 'male' },
  female: { vi: 'nữ', en: 'female' },
  PROMOTED: { vi: 'được lên lớp', en: 'promoted' },
  RETAINED: { vi: 'ở lại lớp', en: 'retained' },
  OPEN: { vi: 'chưa kết luận', en: 'open' },
  ministryCode: { vi: 'mã học sinh', en: 'pupil code' },
  personalId: { vi: 'số định danh cá nhân', en: 'personal number' },
  registryNumber: { vi: 'số sổ đăng bộ', en: 'registry number' },
  fullName: { vi: 'họ và tên', en: 'full name' },
  birthDate: { vi: 'ngày sinh', en: 'date of birth' },
  nationality: { vi: 'quốc tịch', en: 'nationality' },
  birthPlace: { vi: 'nơi sinh', en: 'place of birth' },
  homeTown: { vi: 'quê quán', en: 'home town' },
  address: { vi: 'chỗ ở hiện nay', en: 'present address' },
  fatherName: { vi: 'họ tên cha', en: "father's name" },
  motherName: { vi: 'họ tên mẹ', en: "mother's name" },
  guardianName: { vi: 'họ tên người giám hộ', en: "guardian's name" },
  principalName: { vi: 'họ tên hiệu trưởng', en: "principal's name" },
  principalPersonalId: { vi: 'số định danh của hiệu trưởng', en: "principal's personal number" },
  issuePlace: { vi: 'địa danh phát hành học bạ', en: 'place of issue' },
  excused1: { vi: 'nghỉ có phép học kì I', en: 'excused, semester I' },
  unexcused1: { vi: 'nghỉ không phép học kì I', en: 'unexcused, semester I' },
  excused2: { vi: 'nghỉ có phép học kì II', en: 'excused, semester II' },
  unexcused2: { vi: 'nghỉ không phép học kì II', en: 'unexcused, semester II' },
};

/** Which params are words and not what somebody typed. */
const wordParams: ReadonlySet<string> = new Set(['field', 'says', 'sex', 'confirmed', 'computed']);

export function ruleName(language: Language, ruleId: RuleId): string {
  return ruleNames[ruleId][language];
}

/** What a rule rests on; the names of Vietnamese texts are the same in both languages. */
export function ruleSource(language: Language, ruleId: RuleId): string {
  const { source } = qualityRules[ruleId];
  return language === 'en' ? source : source.replaceAll('Art. ', 'Điều ').replaceAll('annex', 'phụ lục').replaceAll('practice', 'cách làm của các trường').replaceAll(' and ', ' và ').replace('(age)', '(tuổi)').replace('class gradebook', 'sổ theo dõi của lớp');
}

export function ruleAdviceText(language: Language, ruleId: RuleId): string {
  return ruleAdvice[ruleId][language];
}

/** Name of a field, as it stands inside a sentence. */
export function qualityFieldName(language: Language, field: string): string {
  return values[field]?.[language] ?? field;
}

/** What is wrong, without whose it is: `số định danh 0792… trùng với Lê An (7A)`. */
export function findingText(language: Language, { code, params }: { readonly code: FindingCode; readonly params: Readonly<Record<string, string | number>> }): string {
  return sentences[code][language].replace(/\{(\w+)\}/gu, (_, name: string) => {
    const value = String(params[name] ?? '…');
    if (wordParams.has(name)) return qualityFieldName(language, value);
    const day = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(value);
    return day === null ? value : `${day[3]}/${day[2]}/${day[1]}`;
  });
}
