import { defineTexts } from './texts.ts';

/** What a bundle says of itself, as the door for everybody shows it. */
export const bundleTexts = defineTexts(
  {
    scopes: { class: 'Gói học bạ của một lớp', year: 'Gói học bạ cả trường', pupil: 'Gói chuyển trường' },
    pupil: 'Học sinh',
    school: 'Trường xuất gói',
    class: 'Lớp',
    schoolYear: 'Năm học',
    records: 'Số học bạ',
    writtenAt: 'Xuất lúc',
    auditHead: 'Mã cuối nhật ký của trường',
    program: 'Chương trình',
    more: (count: number, left: number) => `Xem thêm ${count} tệp (còn ${left})`,
  },
  {
    scopes: { class: 'Records of a class', year: 'Records of the whole school', pupil: 'Transfer package' },
    pupil: 'Pupil',
    school: 'Exported by',
    class: 'Class',
    schoolYear: 'School year',
    records: 'Records',
    writtenAt: 'Exported',
    auditHead: "End of the school's audit log",
    program: 'Program',
    more: (count, left) => `Show ${count} more (${left} left)`,
  },
);
