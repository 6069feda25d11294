import { defineTexts } from './texts.ts';

/** Results of primary classes (TT 27/2020). */
export const primaryResultsTexts = defineTexts(
  {
    moment: 'Thời điểm',
    moments: { '1-mid': 'Giữa HK I', '1-end': 'Cuối HK I', '2-mid': 'Giữa HK II', '2-end': 'Cuối năm' },
    levels: { T: 'Hoàn thành tốt', H: 'Hoàn thành', C: 'Chưa hoàn thành', M: 'Miễn, không đánh giá' },
    attributeLevels: { T: 'Tốt', Đ: 'Đạt', C: 'Cần cố gắng' },
    outcome: 'Kết quả',
    outcomes: { HTXS: 'Hoàn thành xuất sắc', HTT: 'Hoàn thành tốt', HT: 'Hoàn thành', CHT: 'Chưa hoàn thành' },
    award: 'Khen thưởng',
    awards: { HOC_SINH_XUAT_SAC: 'Học sinh Xuất sắc', HOC_SINH_TIEU_BIEU: 'Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện' },
    awardsShort: { HOC_SINH_XUAT_SAC: 'Xuất sắc', HOC_SINH_TIEU_BIEU: 'Tiêu biểu' },
    decisions: {
      COMPLETED_CLASS: 'Hoàn thành chương trình lớp học',
      COMPLETED_PRIMARY: 'Hoàn thành chương trình tiểu học',
      NEEDS_SUPPORT: 'Cần đánh giá bổ sung',
      PRINCIPAL_DECIDES: 'Chờ hiệu trưởng quyết định',
      INCOMPLETE: 'Chưa đủ dữ liệu',
    },
    principalDecisions: { PROMOTED: 'Lên lớp (hiệu trưởng quyết định)', RETAINED: 'Ở lại lớp (hiệu trưởng quyết định)' },
    open: (name: string) => `Xem cách tính kết quả của ${name}`,
    note: 'Môn học: T Hoàn thành tốt, H Hoàn thành, C Chưa hoàn thành; số bên cạnh là điểm bài kiểm tra định kì. Phẩm chất, năng lực: T Tốt, Đ Đạt, C Cần cố gắng. Bấm vào tên để xem cách xếp kết quả.',
  },
  {
    moment: 'Moment',
    moments: { '1-mid': 'Mid sem. I', '1-end': 'End sem. I', '2-mid': 'Mid sem. II', '2-end': 'End of year' },
    levels: { T: 'Very good', H: 'Completed', C: 'Not completed', M: 'Exempt, not assessed' },
    attributeLevels: { T: 'Good', Đ: 'Fair', C: 'Needs effort' },
    outcome: 'Result',
    outcomes: { HTXS: 'Completed with excellence', HTT: 'Completed well', HT: 'Completed', CHT: 'Not completed' },
    award: 'Commendation',
    awards: { HOC_SINH_XUAT_SAC: 'Excellent pupil', HOC_SINH_TIEU_BIEU: 'Exemplary pupil' },
    awardsShort: { HOC_SINH_XUAT_SAC: 'Excellent', HOC_SINH_TIEU_BIEU: 'Exemplary' },
    decisions: {
      COMPLETED_CLASS: 'Completed the class',
      COMPLETED_PRIMARY: 'Completed primary school',
      NEEDS_SUPPORT: 'Supplementary assessment due',
      PRINCIPAL_DECIDES: 'The principal decides',
      INCOMPLETE: 'Data missing',
    },
    principalDecisions: { PROMOTED: 'Promoted (by the principal)', RETAINED: 'Retained (by the principal)' },
    open: (name) => `See where the result of ${name} comes from`,
    note: 'Subjects: T very good, H completed, C not completed, with the mark of the periodic test. Qualities and competencies: T good, Đ fair, C needs effort. A click on a name shows the derivation.',
  },
);
