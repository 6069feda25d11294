import type { Role } from '#core/contract/method.ts';
import type { Language } from '#core/contract/shared.ts';
import { readableMoment } from './readable-moment.ts';
import { defineTexts } from './texts.ts';

/** Words that every screen uses. */
export const commonTexts = defineTexts(
  {
    programName: 'Học Bạ',
    save: 'Lưu',
    cancel: 'Thôi',
    close: 'Đóng',
    back: 'Quay lại',
    next: 'Tiếp theo',
    edit: 'Sửa',
    remove: 'Xóa',
    add: 'Thêm',
    open: 'Mở',
    retry: 'Thử lại',
    undo: 'Hoàn tác',
    chooseFile: 'Chọn tệp…',
    chooseFolder: 'Chọn thư mục…',
    search: 'Tìm',
    loading: 'Đang tải…',
    saving: 'Đang lưu…',
    saved: 'Đã lưu',
    required: 'bắt buộc',
    optional: 'không bắt buộc',
    yes: 'Có',
    no: 'Không',
    all: 'Tất cả',
    none: 'Chưa có',
    class: 'Lớp',
    chooseClass: 'Chọn lớp',
    previousClass: 'Lớp trước',
    nextClass: 'Lớp sau',
    subject: 'Môn học',
    semester: 'Học kì',
    semesterNumber: (number: number) => `Học kì ${number}`,
    pupil: 'Học sinh',
    pupilCount: (count: number) => `${count} học sinh`,
    fullName: 'Họ và tên',
    showPassword: 'Hiện mật khẩu',
    hidePassword: 'Ẩn mật khẩu',
    moreDetails: 'Chi tiết để báo người hỗ trợ',
    errorCode: (code: string, correlationId: string) => `Mã lỗi ${code}, mã tra cứu ${correlationId}`,
    cancelJob: 'Dừng lại',
    cancelling: 'Đang dừng…',
    jobProgress: (done: number, total: number) => `${done}/${total}`,
    jobState: { running: 'Đang làm', done: 'Đã xong', failed: 'Không xong', cancelled: 'Đã dừng' },
    jobKind: {
      'training-school': 'Dựng trường luyện tập',
      'create-records': 'Lập học bạ',
      sign: 'Ký số',
      submit: 'Gửi lên cổng tiếp nhận',
      export: 'Xuất gói học bạ',
      'hand-off': 'Gói trình ký',
      'take-back': 'Nhận chữ ký trả về',
      'print-books': 'In sổ các lớp',
      verify: 'Kiểm tra tệp',
      'roll-over': 'Chuyển sang năm học mới',
      'school-results': 'Tính kết quả toàn trường',
      quality: 'Kiểm tra dữ liệu toàn trường',
      trust: 'Hỏi nhà cung cấp chứng thư',
    },
    roles: {
      clerk: 'Văn thư, giáo vụ',
      subjectTeacher: 'Giáo viên bộ môn',
      homeroomTeacher: 'Giáo viên chủ nhiệm',
      principal: 'Hiệu trưởng',
      administrator: 'Quản trị',
    } satisfies Record<Role, string>,
    notADate: 'Gõ ngày theo dạng ngày/tháng/năm, ví dụ 05/09/2012.',
    fillThis: 'Hãy điền ô này.',
    actions: 'Việc làm',
    sortBy: (column: string) => `Sắp xếp theo ${column}`,
  },
  {
    programName: 'Học Bạ',
    save: 'Save',
    cancel: 'Cancel',
    close: 'Close',
    back: 'Back',
    next: 'Next',
    edit: 'Edit',
    remove: 'Remove',
    add: 'Add',
    open: 'Open',
    retry: 'Try again',
    undo: 'Undo',
    chooseFile: 'Choose file…',
    chooseFolder: 'Choose folder…',
    search: 'Search',
    loading: 'Loading…',
    saving: 'Saving…',
    saved: 'Saved',
    required: 'required',
    optional: 'optional',
    yes: 'Yes',
    no: 'No',
    all: 'All',
    none: 'None yet',
    class: 'Class',
    chooseClass: 'Choose a class',
    previousClass: 'Previous class',
    nextClass: 'Next class',
    subject: 'Subject',
    semester: 'Semester',
    semesterNumber: (number) => `Semester ${number}`,
    pupil: 'Pupil',
    pupilCount: (count) => (count === 1 ? '1 pupil' : `${count} pupils`),
    fullName: 'Full name',
    showPassword: 'Show password',
    hidePassword: 'Hide password',
    moreDetails: 'Details for whoever helps you',
    errorCode: (code, correlationId) => `Error ${code}, reference ${correlationId}`,
    cancelJob: 'Stop',
    cancelling: 'Stopping…',
    jobProgress: (done, total) => `${done}/${total}`,
    jobState: { running: 'Running', done: 'Done', failed: 'Failed', cancelled: 'Stopped' },
    jobKind: {
      'training-school': 'Building the training school',
      'create-records': 'Creating records',
      sign: 'Signing',
      submit: 'Sending to the gateway',
      export: 'Exporting records',
      'hand-off': 'Hand-off package',
      'take-back': 'Taking signatures back',
      'print-books': 'Printing the books of the classes',
      verify: 'Checking a file',
      'roll-over': 'Turning to the next year',
      'school-results': 'Computing the whole school',
      quality: 'Checking the data of the school',
      trust: 'Asking the authorities',
    },
    roles: {
      clerk: 'Clerk',
      subjectTeacher: 'Subject teacher',
      homeroomTeacher: 'Homeroom teacher',
      principal: 'Principal',
      administrator: 'Administrator',
    },
    notADate: 'Type the date as day/month/year, for example 05/09/2012.',
    fillThis: 'Please fill this in.',
    actions: 'Actions',
    sortBy: (column) => `Sort by ${column}`,
  },
);

/** `2012-09-05` as `05/09/2012`, in both languages (the school's papers are Vietnamese); of a moment, its day in Vietnam. Anything else comes back as it is. */
export function formatDay(date: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(date);
  // A certificate that ends at midnight ends, in its own clock (UTC), at 17:00 of the day before.
  if (/^.{10}T.*(?:Z|[+-]\d{2}:\d{2})$/u.test(date)) return readableMoment(date).slice(0, 10);
  return match ? `${match[3]}/${match[2]}/${match[1]}` : date;
}

/** Reads `5/9/2012`, `05-09-2012`, `05.09.2012` or `05092012` as `2012-09-05`; null where it is not a day of the calendar. */
export function parseDay(text: string): string | null {
  const match = /^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})$/.exec(text.trim()) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(text.trim());
  if (!match) return null;
  const [day, month, year] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < 1900 || date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.toISOString().slice(0, 10);
}

/** A moment (ISO 8601 with offset) in the PC's own time: `14:05 05/09/2025`. */
export function formatMoment(moment: string, language: Language): string {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return moment;
  const time = date.toLocaleTimeString(language === 'vi' ? 'vi-VN' : 'en-GB', { hour: '2-digit', minute: '2-digit', hour12: false });
  const two = (number: number) => String(number).padStart(2, '0');
  return `${time} ${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}`;
}
