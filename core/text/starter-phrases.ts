import type { PhraseKind } from '#core/contract/phrases.ts';

/** Neutral phrases to begin with, in Vietnamese as the record is; a teacher's own list stays the teacher's own. */
export const starterPhrases: Readonly<Record<PhraseKind, readonly string[]>> = {
  scored: [
    'Nắm vững kiến thức, vận dụng tốt vào bài tập.',
    'Hiểu bài, có cố gắng; cần luyện tập thêm để trình bày chắc chắn hơn.',
    'Tích cực phát biểu, hoàn thành đầy đủ nhiệm vụ học tập.',
    'Có tiến bộ rõ so với học kì trước, cần phát huy.',
    'Còn hổng kiến thức cơ bản, cần ôn tập thêm và hỏi khi chưa hiểu.',
    'Cần tập trung hơn trong giờ học và làm bài ở nhà đều hơn.',
  ],
  comment: [
    'Hoàn thành tốt các yêu cầu của môn học, tích cực tham gia hoạt động.',
    'Thực hiện được các nội dung đã học, có tinh thần hợp tác.',
    'Có năng khiếu, nên tham gia các hoạt động của trường.',
    'Có cố gắng; cần luyện tập thường xuyên hơn.',
    'Chưa tham gia đầy đủ các hoạt động, cần tự giác hơn.',
  ],
  primary: [
    'Em nắm chắc kiến thức, làm bài nhanh và đúng.',
    'Em hiểu bài, tích cực tham gia xây dựng bài.',
    'Em có nhiều tiến bộ; cần đọc kĩ đề trước khi làm.',
    'Em cần luyện tập thêm, thầy cô và gia đình tiếp tục giúp em.',
    'Em trình bày bài sạch sẽ, chữ viết rõ ràng.',
  ],
  qualities: [
    'Em lễ phép, biết giúp đỡ bạn bè và giữ gìn vệ sinh chung.',
    'Em chăm chỉ, tự giác học tập và thực hiện nội quy.',
    'Em biết hợp tác với bạn trong nhóm, mạnh dạn chia sẻ ý kiến.',
    'Em cần tự tin hơn khi trình bày ý kiến trước lớp.',
  ],
  homeroom: [
    'Ngoan, lễ phép, đoàn kết với bạn bè; có ý thức vươn lên trong học tập.',
    'Chấp hành tốt nội quy, tích cực tham gia hoạt động của lớp và của trường.',
    'Có trách nhiệm với công việc chung, được bạn bè tin tưởng.',
    'Học tập có tiến bộ; cần phát huy trong thời gian tới.',
    'Cần đi học đều, đúng giờ và tập trung hơn trong giờ học.',
    'Cần rèn luyện thêm ý thức tổ chức kỉ luật; gia đình phối hợp nhắc nhở.',
  ],
  commendation: ['Có thành tích tốt trong phong trào thi đua của lớp.', 'Đạt giải trong cuộc thi cấp trường.', 'Có tiến bộ vượt bậc trong học tập.', 'Tích cực giúp đỡ bạn có hoàn cảnh khó khăn.'],
};
