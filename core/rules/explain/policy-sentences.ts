import type { LevelPolicies, PolicyName, PrimaryPolicies } from '../policies.ts';

type Readings = { readonly [Policy in keyof LevelPolicies]: { readonly [Value in LevelPolicies[Policy]]: string } } & { readonly [Policy in keyof PrimaryPolicies]: { readonly [Value in PrimaryPolicies[Policy]]: string } };

/** What each point asks, in plain Vietnamese. */
export const policyQuestions: Readonly<Record<PolicyName, string>> = {
  adjustment: 'Thông tư có cho điều chỉnh lên mức liền kề khi chỉ một môn làm mức thấp đi từ hai mức trở lên hay không?',
  adjustmentCounterfactual: 'Khi xét “chỉ do kết quả của duy nhất một môn học” (điều chỉnh mức): bỏ môn đó ra rồi xét các môn còn lại, hay coi như môn đó có kết quả cao nhất?',
  adjustmentCommentSubjects: 'Môn đánh giá bằng nhận xét có được coi là “duy nhất một môn học” để điều chỉnh mức hay không?',
  exemptNeed: 'Khi người học được miễn môn, số môn tối thiểu phải đạt có giảm theo hay không?',
  optionalSubjects: 'Môn học tự chọn (ngoại ngữ 2, tiếng dân tộc thiểu số) có tính khi xếp mức và xét danh hiệu hay không?',
  oneSemesterOnly: 'Người học chỉ có kết quả học kì II (vào học giữa năm, nghỉ dài ngày) thì kết quả cả năm lấy thế nào?',
  absencePlan: 'Số buổi nghỉ tối đa tính theo kế hoạch một buổi hay hai buổi mỗi ngày?',
  conductAndLearningFailed: 'Rèn luyện và học tập cả năm đều Chưa đạt: rèn luyện trong hè trước rồi đánh giá lại, hay không được lên lớp?',
  titleWithAbsences: 'Đủ điều kiện danh hiệu nhưng nghỉ quá số buổi nên không được lên lớp: có tặng danh hiệu hay không?',
  specialTopics: 'Điểm cụm chuyên đề học tập tính vào điểm trung bình môn thế nào?',
  specialTopicsSemester: 'Điểm cụm chuyên đề học tập tính vào học kì nào?',
  combinedTests: 'Môn gồm hai phần (Tin học và Công nghệ) cần một bài kiểm tra hay mỗi phần một bài?',
};

/** The readings of each point, in plain Vietnamese. */
export const policyReadings: Readings = {
  adjustment: { apply: 'Có điều chỉnh', none: 'Không điều chỉnh' },
  adjustmentCounterfactual: { remove: 'Bỏ môn đó ra', replace: 'Coi như môn đó có kết quả cao nhất' },
  adjustmentCommentSubjects: { counted: 'Có, môn nhận xét cũng được tính', ignored: 'Không, chỉ môn đánh giá bằng điểm' },
  exemptNeed: { keep: 'Giữ nguyên số môn', reduce: 'Giảm theo số môn được miễn' },
  optionalSubjects: { counted: 'Tính như các môn khác', ignored: 'Không tính' },
  oneSemesterOnly: { block: 'Chưa xếp cả năm, nhà trường xem xét từng em', 'second-semester': 'Lấy kết quả học kì II làm kết quả cả năm' },
  absencePlan: { 'one-session': 'Một buổi mỗi ngày: nghỉ một ngày tính 1 buổi', 'two-sessions': 'Hai buổi mỗi ngày: nghỉ một ngày tính 2 buổi' },
  conductAndLearningFailed: { 'summer-then-reassess': 'Rèn luyện trong hè trước, đạt thì được đánh giá lại', retain: 'Không được lên lớp' },
  titleWithAbsences: { award: 'Vẫn tặng danh hiệu', withhold: 'Không tặng danh hiệu' },
  specialTopics: { extra: 'Thêm một điểm thường xuyên ngoài số điểm quy định', within: 'Là một trong số điểm thường xuyên quy định', none: 'Không nhập, không tính' },
  specialTopicsSemester: { 1: 'Học kì I', 2: 'Học kì II' },
  combinedTests: { either: 'Một bài ở một trong hai phần là đủ (có cả hai thì xét theo điểm thấp hơn)', each: 'Mỗi phần một bài' },
};

/** A reading in words; the name itself where it is none of the point's. */
export function readingOf(policy: PolicyName, value: string): string {
  const readings: Readonly<Record<string, string>> = policyReadings[policy];
  return readings[value] ?? value;
}
